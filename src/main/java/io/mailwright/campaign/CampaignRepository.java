package io.mailwright.campaign;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the campaigns. Each method is a transaction, or takes part in the caller's, unless it says
 * that it runs by itself.
 */
public interface CampaignRepository {
  /** The campaign with this id. */
  Optional<Campaign> find(long id);

  /**
   * The campaign with this id.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  Campaign get(long id);

  /**
   * A page by id.
   *
   * @param states only these; empty for all
   */
  Page<Campaign> page(PageRequest request, Set<CampaignState> states);

  /** The runs of a recurring campaign, newest first, at most 100. */
  List<Campaign> runsOf(long recurringId);

  /** The campaigns that send to a list and are not over, by id, at most 100. */
  List<Campaign> openWith(long listId);

  /** Takes a list that goes out of the campaigns that are over; their deliveries stay. */
  void forgetList(long listId);

  /**
   * Makes a campaign: scheduled if the draft has a {@code startAt} or {@code cron}, else a draft.
   *
   * @param owner the name of the user whose it is, if anybody's
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#INVALID_FIELD} for
   *     lists, a template or a pool that do not exist
   */
  Campaign create(CampaignDraft draft, Optional<String> owner);

  /** The same for nobody in particular. */
  default Campaign create(CampaignDraft draft) {
    return create(draft, Optional.empty());
  }

  /**
   * Makes a run of a recurring campaign: the same in all but its name and its schedule, as a draft
   * that is ready to start.
   */
  Campaign cloneForRun(long recurringId, String name);

  /**
   * Changes a campaign. Before its start everything can be changed; after it the name and the
   * limits: interval, rate, retry, onAmbiguous, workers, weight, policy, notify, window and its
   * zone.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STALE_VERSION}, {@link
   *     ErrorCode#INVALID_FIELD}, {@link ErrorCode#CAMPAIGN_FROZEN} with the field
   */
  Campaign change(long id, Revision expected, CampaignDraft draft);

  /**
   * Changes whose it is and what those whom it names are told, in any state.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STALE_VERSION}
   */
  Campaign changeNotices(long id, Revision expected, CampaignNotices notices);

  /**
   * Removes a campaign that never started.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STILL_IN_USE}
   */
  void delete(long id, Revision expected);

  /**
   * Moves to another state, if it is in one of those given: one UPDATE in a short transaction of
   * its own, so that of several callers one wins. It also sets when the campaign started or ended,
   * and counts as a change of its version. Safe on batch threads; not for a caller whose open
   * transaction has changed the same campaign.
   *
   * @param from states that allow it; each must be one that {@code to} may follow
   * @param why words for people, cut to 1,000 characters; null clears them
   * @return whether this call moved it
   */
  boolean moveState(long id, Set<CampaignState> from, CampaignState to, String why);

  /**
   * Fixes what is sent and when the audience was taken, once; runs by itself like {@link
   * #moveState}. A second call keeps the first one's values.
   *
   * @param templateNo the template's version
   */
  void freeze(long id, int templateNo, Instant snapshotAt);

  /** The state alone, in one short statement of its own. */
  Optional<CampaignState> stateOf(long id);
}
