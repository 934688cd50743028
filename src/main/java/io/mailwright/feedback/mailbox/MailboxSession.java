package io.mailwright.feedback.mailbox;

import io.mailwright.feedback.evidence.RawMail;
import java.util.Collection;
import java.util.List;

/**
 * A mailbox that is open. Every call waits for the server for a bounded time only. For one thread.
 */
public interface MailboxSession extends AutoCloseable {
  /**
   * What makes the numbers of this mailbox the same as before: whose folder it is, and its
   * UIDVALIDITY; empty for POP3.
   */
  String validity();

  /** Whether it can still be used: a mail without an end is kept, but its connection is cut. */
  boolean isOpen();

  /**
   * Mails in the order of their numbers.
   *
   * @param after only those with a higher number
   * @param most that are told at most
   */
  List<Letter> list(long after, int most) throws MailboxFailure;

  /**
   * Reads a mail, as far as is kept; it stays as it is.
   *
   * @throws MailboxFailure if the server does not give it; {@link MailboxFailure#isLost} tells
   *     whether others can still be read
   */
  RawMail read(Letter letter) throws MailboxFailure;

  /** Does with mails that are stored what the mailbox is set to. POP3 does so when it is closed. */
  void settle(Collection<Letter> letters) throws MailboxFailure;

  /** Says good-bye, as far as the server listens. */
  @Override
  void close();
}
