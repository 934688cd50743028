package io.mailwright.routing.site;

import java.time.Instant;
import java.util.List;

/**
 * What is known of a domain's mail exchangers.
 *
 * @param exchangers in order of preference; none, or {@link #NULL_MX}: the domain is a site of its
 *     own
 * @param lookedUpAt when DNS was asked
 * @param expiresAt when to ask again; until that answers it still counts
 */
record KnownDomain(String domain, List<String> exchangers, Instant lookedUpAt, Instant expiresAt) {
  /** The exchangers of a domain that says it takes no mail, as DNS writes it (RFC 7505). */
  static final List<String> NULL_MX = List.of(".");

  /** Whether it says so. */
  boolean takesNoMail() {
    return exchangers.equals(NULL_MX);
  }

  /** Its site by a table. */
  String siteBy(SiteTable table) {
    return table.siteOf(domain, takesNoMail() ? List.of() : exchangers);
  }
}
