package io.mailwright.feedback.feed;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import java.util.Optional;

/**
 * Keeps feeds; seals their secrets on the way in. Each method is a transaction, or takes part in
 * the caller's.
 */
public interface FeedRepository {
  /**
   * The feed with this id.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  Feed get(long id);

  /** The feed at an address, if there is one. */
  Optional<Feed> at(String address);

  /** A page by id. */
  Page<Feed> page(PageRequest request);

  /**
   * Makes a feed, with an address of its own.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NAME_TAKEN}, or {@link
   *     ErrorCode#INVALID_FIELD} if its secret is missing
   */
  Feed create(FeedDraft draft);

  /**
   * Changes a feed; a secret that is left out stays.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STALE_VERSION}, {@link
   *     ErrorCode#NAME_TAKEN}
   */
  Feed change(long id, Revision expected, FeedDraft draft);

  /**
   * Brings back one that was removed, with its URL and secret; its counts begin anew.
   *
   * @param removed as it was read before
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NAME_TAKEN}
   */
  Feed restore(Feed removed);

  /** Removes a feed with its counts. What it told stays. */
  void delete(long id, Revision expected);
}
