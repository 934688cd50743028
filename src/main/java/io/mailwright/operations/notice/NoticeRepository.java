package io.mailwright.operations.notice;

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

  /** The newest first. */
  List<Notice> latest(int limit, boolean onlyUnread);

  /** Marks as read. */
  void markRead(long id);

  /** Takes that back. */
  void markUnread(long id);
}
