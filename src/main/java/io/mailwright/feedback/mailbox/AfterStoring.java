package io.mailwright.feedback.mailbox;

/** What is done with a mail in its mailbox once it is stored here. */
public enum AfterStoring {
  DELETE,
  /** To another folder; IMAP only. */
  MOVE,
  /** It stays and is marked as read; IMAP only. */
  SEEN
}
