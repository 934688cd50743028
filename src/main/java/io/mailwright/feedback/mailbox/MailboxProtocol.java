package io.mailwright.feedback.mailbox;

/** How a mailbox is read. */
public enum MailboxProtocol {
  /** RFC 3501. */
  IMAP,
  /** RFC 1939. */
  POP3
}
