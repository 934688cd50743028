package io.mailwright.feedback.mailbox;

/** How to log in to a mailbox. */
public enum MailboxAuth {
  /** With a password, by whatever the server offers for it. */
  PASSWORD,
  /** With a bearer token, given or fetched, as Google and Microsoft define it. */
  XOAUTH2
}
