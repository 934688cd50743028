package io.mailwright.sandbox.provider;

import java.time.Duration;

/** What a simulated site answers to a connection, a recipient or a mail. */
public sealed interface SiteAnswer {
  /** What it decided. */
  SiteVerdict verdict();

  /** Whether the sender may go on with this mail. */
  default boolean isAccepted() {
    return verdict() == SiteVerdict.ACCEPTED;
  }

  /**
   * It replies.
   *
   * @param verdict what it decided
   * @param code the reply code, 220 to 599
   * @param text enhanced status, where the provider gives one, and words; one line
   * @param latency how long the sender waits for it, not negative
   */
  record Replied(SiteVerdict verdict, int code, String text, Duration latency)
      implements SiteAnswer {
    /** Whether the connection ends with this reply, as RFC 5321, 4.2.3 has it for 421. */
    public boolean closes() {
      return code == 421;
    }

    /** Code and text, as on the wire. */
    public String line() {
      return code + " " + text;
    }
  }

  /**
   * It does not reply: the connection is refused or cut.
   *
   * @param verdict what it decided
   */
  record Silent(SiteVerdict verdict) implements SiteAnswer {}
}
