package io.mailwright.feedback.mailbox;

import io.mailwright.feedback.evidence.Arrival;
import io.mailwright.feedback.evidence.RawMail;
import java.util.Optional;

/**
 * A mail that is stored and waits to be handled.
 *
 * @param id of the stored mail
 * @param stands where it still stands in its mailbox; empty for one that was stored earlier
 */
public record Collected(long id, Arrival arrival, RawMail raw, Optional<Stands> stands) {
  /**
   * A mail in an open mailbox.
   *
   * @param session counts the connections of a visit; after another one its number means nothing
   */
  record Stands(MailboxVisit visit, int session, Letter letter) {}
}
