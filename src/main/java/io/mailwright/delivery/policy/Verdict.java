package io.mailwright.delivery.policy;

import io.mailwright.delivery.ledger.AddressNews;
import io.mailwright.kernel.smtp.SmtpReply;
import java.time.Duration;
import java.util.Optional;

/** What is to become of a mail. Each case says whether the try counts as an attempt. */
public sealed interface Verdict {
  /** Whether the server wants less, or nothing, from where the mail came: none is to follow it. */
  default boolean isAboutRoute() {
    return this instanceof RouteTrouble
        || this instanceof SenderRefused
        || this instanceof SenderImpossible
        || (this instanceof Deferred deferred
            && deferred.route().filter(signal -> !signal.isOfSite()).isPresent());
  }

  /** Accepted. Counts. */
  record Sent(SmtpReply reply) implements Verdict {}

  /**
   * To be tried again later. Counts, and so ends by attempts or age.
   *
   * @param reason one line for people
   * @param reply the server's words, if any
   * @param route what the route should learn from it, if anything
   */
  record Deferred(String reason, Optional<SmtpReply> reply, Optional<RouteSignal> route)
      implements Verdict {
    /** The same where only the mail's site is to rest by the route, and for how long. */
    public Deferred ofSite(Duration rest) {
      return new Deferred(
          reason,
          reply,
          Optional.of(new RouteSignal(RouteSignal.Kind.BLOCKED_BY_SITE, rest, Optional.of(rest))));
    }

    /**
     * The same where it may be this mail alone that is not wanted: nobody else is to learn of it.
     */
    public Deferred ofMail() {
      return new Deferred(reason, reply, Optional.empty());
    }

    /** How long the server asks to wait with this mail, if it says so. */
    public Optional<Duration> retryAfter() {
      return reply.flatMap(RetryHint::in);
    }
  }

  /**
   * Ended for good. Counts.
   *
   * @param scope what is at fault
   * @param reason one line for people
   * @param reply the server's words, if any
   */
  record Failed(FailureScope scope, String reason, Optional<SmtpReply> reply) implements Verdict {
    /** What it says of the address. */
    public AddressNews address() {
      return switch (scope) {
        case DEAD_ADDRESS -> AddressNews.DEAD;
        case RECIPIENT -> reply.isPresent() ? AddressNews.REFUSED : AddressNews.NONE;
        case SENDER, CONTENT -> AddressNews.NONE;
      };
    }
  }

  /**
   * May have been accepted. Counts; evidence, policy or a person decides.
   *
   * @param reason one line for people
   */
  record InDoubt(String reason) implements Verdict {}

  /**
   * The route's trouble: does not count, the mail goes back to wait for a route.
   *
   * @param signal what the route should learn
   * @param reason one line for people
   * @param reply the server's words, if any
   */
  record RouteTrouble(RouteSignal signal, String reason, Optional<SmtpReply> reply)
      implements Verdict {}

  /**
   * The server does not take mail from this sender: does not count, another route may; if none
   * does, the campaign pauses.
   *
   * @param isOfRecipient whether it was said when the recipient was known, so that it may be that
   *     recipient's own wish
   */
  record SenderRefused(SmtpReply reply, boolean isOfRecipient) implements Verdict {
    /** What it is by a route that takes mails to others from this sender. Counts. */
    public Failed byRecipient() {
      return new Failed(
          FailureScope.SENDER,
          "the recipient does not want mail from this sender: " + reply,
          Optional.of(reply));
    }
  }

  /**
   * The server has no way to take mail from this sender: does not count, another route may; if none
   * does, the campaign pauses.
   *
   * @param reason one line for people
   */
  record SenderImpossible(String reason) implements Verdict {}

  /**
   * Larger than this server takes, and so not offered: does not count, another route may take it;
   * if none does, the content is at fault.
   *
   * @param size octets of the mail
   * @param limit octets that the server takes
   */
  record TooLarge(long size, long limit) implements Verdict {
    /**
     * The same where no server takes the mail.
     *
     * @param largest octets that the most generous of them takes
     */
    public Failed everywhere(long largest) {
      return new Failed(
          FailureScope.CONTENT,
          "the mail has " + size + " octets, the server takes " + largest,
          Optional.empty());
    }
  }

  /**
   * The recipient's address needs SMTPUTF8, which this server does not offer: does not count,
   * another route may; if none does, the address is at fault.
   *
   * @param reason one line for people
   */
  record Utf8NotOffered(String reason) implements Verdict {
    /** The same where no server offers it. */
    public Failed everywhere() {
      return new Failed(
          FailureScope.RECIPIENT,
          "the part before the @ is not ASCII, and no server of the pool that takes the mail offers"
              + " SMTPUTF8",
          Optional.empty());
    }
  }

  /**
   * Given up by us before the dot: does not count.
   *
   * @param reason one line for people
   */
  record NotTried(String reason) implements Verdict {}
}
