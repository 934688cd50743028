package io.mailwright.feedback.mailbox;

import io.mailwright.kernel.text.Wording;
import java.time.Instant;
import java.util.Optional;

/**
 * How reading a mailbox goes.
 *
 * @param nextAt when it is looked at next
 * @param readAt when it was looked at last
 * @param goodAt when that went well last
 * @param stored mails that were new, the last time there were any
 * @param total mails that were new, ever
 * @param problem what went wrong the last time
 * @param failingSince since when it cannot be read
 * @param mark up to where a mailbox whose mails stay is read
 */
public record MailboxState(
    Instant nextAt,
    Optional<Instant> readAt,
    Optional<Instant> goodAt,
    long stored,
    long total,
    Optional<Wording> problem,
    Optional<Instant> failingSince,
    Mark mark) {
  /**
   * A place in a mailbox.
   *
   * @param validity of its numbers; empty if it was never read
   * @param lastUid the highest number that was read
   */
  public record Mark(String validity, long lastUid) {
    static final Mark NONE = new Mark("", 0);
  }

  static MailboxState fresh(Instant now) {
    return new MailboxState(
        now,
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Mark.NONE);
  }
}
