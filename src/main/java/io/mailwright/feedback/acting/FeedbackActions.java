package io.mailwright.feedback.acting;

import io.mailwright.audience.suppression.SuppressionDraft;
import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.audience.suppression.SuppressionRepository;
import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.policy.MailOutcome;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.feedback.event.FeedbackEvent;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.event.FeedbackRepository;
import io.mailwright.feedback.origin.Origin;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.routing.brake.CampaignBrakes;
import io.mailwright.routing.site.SiteDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * What is done about what came back, each thing once, however often it is told: dead addresses and
 * complainers are suppressed at once, soft bounces counted and suppressed when they are too many; a
 * mail in doubt that something came back for was sent. Thread-safe.
 */
@ApplicationScoped
public class FeedbackActions {
  private FeedbackRepository feedback;
  private SuppressionRepository suppressions;
  private SoftBounces softBounces;
  private CampaignRepository campaigns;
  private CampaignBrakes brakes;
  private SiteDirectory sites;
  private Ledger ledger;
  private BlamedRoutes blamed;
  private Settings settings;

  FeedbackActions() {}

  /** For injection and tests. */
  @Inject
  public FeedbackActions(
      FeedbackRepository feedback,
      SuppressionRepository suppressions,
      SoftBounces softBounces,
      CampaignRepository campaigns,
      CampaignBrakes brakes,
      SiteDirectory sites,
      Ledger ledger,
      BlamedRoutes blamed,
      Settings settings) {
    this.feedback = feedback;
    this.suppressions = suppressions;
    this.softBounces = softBounces;
    this.campaigns = campaigns;
    this.brakes = brakes;
    this.sites = sites;
    this.ledger = ledger;
    this.blamed = blamed;
    this.settings = settings;
  }

  /** What {@link #act} did. */
  public enum Done {
    /** It was told before. */
    NOTHING_NEW,
    /** It is on record. */
    RECORDED,
    /** And the address gets no more mail. */
    SUPPRESSED
  }

  /**
   * Acts on what came back. What it suppresses it suppresses first: after a crash the same is told
   * again, and found undone. What is on record has suppressed before; it does not again, since a
   * person may have taken that back.
   */
  public Done act(CameBack what) {
    boolean isKnown = feedback.find(what.identity()).isPresent();
    boolean isSuppressed = !isKnown && suppress(what);
    boolean isNew = feedback.record(event(what));
    what.origin().ifPresent(origin -> wasAccepted(origin, what.source()));
    if (isNew && what.kind() == FeedbackKind.COMPLAINT) {
      what.origin().ifPresent(origin -> tellBrakes(origin, what));
    }
    if (what.isAboutSender()) {
      blamed.note(what);
    }
    if (isSuppressed) {
      return Done.SUPPRESSED;
    }
    return isNew ? Done.RECORDED : Done.NOTHING_NEW;
  }

  private boolean suppress(CameBack what) {
    return switch (what.kind()) {
      case HARD_BOUNCE ->
          !what.isAboutSender()
              && suppress(what, List.of(SuppressionDraft.ALL_LISTS), SuppressionReason.HARD_BOUNCE);
      case COMPLAINT -> suppress(what, leftByComplaint(what), SuppressionReason.COMPLAINT);
      case UNSUBSCRIBE ->
          suppress(
              what,
              settings.unsubscribesFromAll() ? List.of(SuppressionDraft.ALL_LISTS) : listsOf(what),
              SuppressionReason.UNSUBSCRIBE);
      case SOFT_BOUNCE, SOFT_REFUSAL ->
          !what.isAboutSender()
              && softBounces.areTooManyWith(what.emailKey(), what.at())
              && suppress(
                  what, List.of(SuppressionDraft.ALL_LISTS), SuppressionReason.SOFT_BOUNCES);
      case OPEN, CLICK -> false;
    };
  }

  private List<Long> leftByComplaint(CameBack what) {
    return settings.complaintsLeaveAll() ? List.of(SuppressionDraft.ALL_LISTS) : listsOf(what);
  }

  /** The lists of its campaign; all, where it is not known. */
  private List<Long> listsOf(CameBack what) {
    List<Long> lists =
        what.origin()
            .flatMap(origin -> campaigns.find(origin.campaignId()))
            .map(Campaign::listIds)
            .map(List::copyOf)
            .orElse(List.of());
    return lists.isEmpty() ? List.of(SuppressionDraft.ALL_LISTS) : lists;
  }

  private boolean suppress(CameBack what, List<Long> listIds, SuppressionReason reason) {
    return suppressions.addNow(
            listIds.stream()
                .map(
                    listId ->
                        new SuppressionDraft(
                            what.emailKey(),
                            listId,
                            reason,
                            what.source(),
                            Optional.empty(),
                            Optional.of(what.evidence())))
                .toList())
        > 0;
  }

  private static FeedbackEvent event(CameBack what) {
    return new FeedbackEvent(
        what.isAboutSender() && what.kind() == FeedbackKind.HARD_BOUNCE
            ? FeedbackKind.SOFT_BOUNCE
            : what.kind(),
        what.origin().map(Origin::campaignId),
        what.emailKey(),
        what.at(),
        what.source(),
        Optional.of(what.evidence()),
        what.identity(),
        what.isAboutSender());
  }

  /**
   * Settles a mail in doubt as sent, if it is. Only what was accepted can come back: a notice that
   * it arrived or is late and a machine's answer show that as well as a bounce.
   *
   * @param source where what came back came from
   */
  public void wasAccepted(Origin origin, String source) {
    origin
        .deliveryId()
        .ifPresent(
            id ->
                ledger.settleInDoubt(
                    origin.campaignId(),
                    true,
                    List.of(id),
                    "it was accepted: something came back for it (" + source + ")"));
  }

  private void tellBrakes(Origin origin, CameBack what) {
    String domain = origin.emailKey().substring(origin.emailKey().lastIndexOf('@') + 1);
    brakes.observe(
        origin.campaignId(), sites.siteOf(domain), MailOutcome.COMPLAINED, what.evidence());
  }
}
