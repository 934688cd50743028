package io.mailwright.routing.site;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How long an answer of DNS is believed. */
final class Lifetime {
  static final Duration SHORTEST = Duration.ofHours(1);
  static final Duration LONGEST = Duration.ofDays(7);

  /** Domains without an exchanger seldom get one. */
  static final Duration OF_NONE = Duration.ofDays(1);

  static final Duration OF_FAILURE = Duration.ofMinutes(15);

  private Lifetime() {}

  /**
   * What is known of a domain after an answer; a failure leaves what was known.
   *
   * @param before what was known, or null
   */
  static KnownDomain of(String domain, MxAnswer answer, KnownDomain before, Instant now) {
    if (answer instanceof MxAnswer.Found found) {
      return new KnownDomain(domain, found.exchangers(), now, now.plus(bounded(found.ttl())));
    }
    if (answer instanceof MxAnswer.None) {
      return new KnownDomain(domain, List.of(), now, now.plus(OF_NONE));
    }
    if (answer instanceof MxAnswer.TakesNoMail) {
      return new KnownDomain(domain, KnownDomain.NULL_MX, now, now.plus(OF_NONE));
    }
    // That it takes no mail has to be sure.
    List<String> still = before == null || before.takesNoMail() ? List.of() : before.exchangers();
    return new KnownDomain(domain, still, now, now.plus(OF_FAILURE));
  }

  private static Duration bounded(Duration ttl) {
    if (ttl.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return ttl.compareTo(LONGEST) > 0 ? LONGEST : ttl;
  }
}
