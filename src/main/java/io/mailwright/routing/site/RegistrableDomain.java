package io.mailwright.routing.site;

import crawlercommons.domains.EffectiveTldFinder;
import java.util.Optional;

/** The domain that somebody registered, of which a host's name is a part. */
final class RegistrableDomain {
  private RegistrableDomain() {}

  /**
   * By the public suffix list, without its private part: hosts of one cloud are one provider's.
   *
   * @param host lower-case
   * @return empty for an address, a public suffix, or a name under none
   */
  static Optional<String> of(String host) {
    return Optional.ofNullable(EffectiveTldFinder.getAssignedDomain(host, true, true));
  }
}
