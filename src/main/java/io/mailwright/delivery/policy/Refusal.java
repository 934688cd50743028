package io.mailwright.delivery.policy;

import io.mailwright.kernel.smtp.EnhancedStatus;
import io.mailwright.kernel.smtp.SmtpReply;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of a refusal.
 *
 * @param status the enhanced status (RFC 3463), if any
 * @param code the reply code, 400 to 599, if any
 * @param place where it was said
 * @param text the words
 */
public record Refusal(Optional<EnhancedStatus> status, OptionalInt code, Place place, String text) {
  /** Where a refusal was said, which tells how much it is worth. */
  public enum Place {
    /** By the server that we speak to. */
    SESSION,
    /** By a server to another one, in answer to RCPT, as a notice tells. */
    NOTICE_AT_RCPT,
    /** Anywhere else in a notice: later in a session, or by the system that gave up. */
    NOTICE;

    boolean isNotice() {
      return this != SESSION;
    }
  }

  /** A server's answer to us. */
  public static Refusal of(SmtpReply reply) {
    return new Refusal(reply.status(), OptionalInt.of(reply.code()), Place.SESSION, reply.text());
  }

  /** The same by other words. */
  public Refusal with(Place otherPlace, String otherText) {
    return new Refusal(status, code, otherPlace, otherText);
  }
}
