package io.mailwright.feedback.feed;

/** Marks that may be used once only. */
public interface FeedMarks {
  /**
   * Uses a mark for a content.
   *
   * @return false if it was used for another content before
   */
  boolean use(long feedId, String mark, byte[] content);

  /** Forgets marks that no feed takes any more. */
  void forgetOldMarks();
}
