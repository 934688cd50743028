package io.mailwright.operations.notice;

import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Stores notices; each is said once. */
public interface NoticeRepository {
  /**
   * Stores a notice unless one with the same key exists.
   *
   * @param dedupKey what makes it the same notice, for example {@code campaign-completed:12}
   * @return whether it was new
   */
  boolean say(
      String level,
      String kind,
      Optional<Long> campaignId,
      Optional<Long> executionId,
      String subject,
      String body,
      String dedupKey);

  /**
   * Says something that may come again and again: stored anew only if it was not within the pause;
   * otherwise it is counted at the notice that was.
   *
   * @param pause at least a second
   * @param topic what makes it the same, at most 180 characters
   * @return whether it was new
   */
  boolean sayAgain(
      Duration pause,
      String level,
      String kind,
      Optional<Long> campaignId,
      String subject,
      String body,
      String topic);

  /**
   * Says that something has become more: unless it was said already that it is so many, or anything
   * on the same topic within the pause. That it has become less is kept in mind, not said.
   *
   * @param amount how many there are now, 0 or more
   * @return whether it was new
   */
  boolean sayOfMore(
      Duration pause,
      String level,
      String kind,
      Optional<Long> campaignId,
      String subject,
      String body,
      String topic,
      long amount);

  /** The newest first. */
  List<Notice> latest(int limit, boolean onlyUnread);

  /** A page by id. */
  Page<Notice> page(PageRequest request);

  /** Marks as read. */
  void markRead(long id);

  /** Takes that back. */
  void markUnread(long id);
}
