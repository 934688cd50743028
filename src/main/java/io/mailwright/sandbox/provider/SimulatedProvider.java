package io.mailwright.sandbox.provider;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All simulated sites together, found by a recipient's domain. Thread-safe. */
public final class SimulatedProvider {
  private final Map<String, SimulatedSite> byName = new LinkedHashMap<>();
  private final Map<String, SimulatedSite> byDomain = new LinkedHashMap<>();

  /**
   * Brings the sites up now.
   *
   * @param seed of all that is left to chance
   * @throws IllegalArgumentException if two have a name or a domain in common
   */
  public SimulatedProvider(List<SiteSpec> specs, Clock clock, long seed) {
    requireDistinct(specs);
    for (SiteSpec spec : specs) {
      SimulatedSite site = new SimulatedSite(spec, clock, seed);
      byName.put(spec.name(), site);
      spec.domains().forEach(domain -> byDomain.put(domain, site));
    }
  }

  /** Refuses two sites with a name or a domain in common. */
  static void requireDistinct(List<SiteSpec> specs) {
    Set<String> names = new HashSet<>();
    Set<String> domains = new HashSet<>();
    for (SiteSpec spec : specs) {
      if (!names.add(spec.name())) {
        throw new IllegalArgumentException("two sites are named " + spec.name());
      }
      for (String domain : spec.domains()) {
        if (!domains.add(domain)) {
          throw new IllegalArgumentException("two sites have the domain " + domain);
        }
      }
    }
  }

  /** The sites, in the order in which they were given. */
  public Collection<SimulatedSite> sites() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /** The site of that name. */
  public Optional<SimulatedSite> site(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * The site that takes a recipient's mail; empty if none does.
   *
   * @param recipient an address as in RCPT TO, without the angle brackets
   */
  public Optional<SimulatedSite> siteOf(String recipient) {
    String domain = recipient.substring(recipient.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    SimulatedSite site = byDomain.get(domain);
    return Optional.ofNullable(site != null ? site : byDomain.get(SiteSpec.ANY_DOMAIN));
  }

  /** Everything that all sites answered so far. */
  public SiteTally tally() {
    List<SiteTally> tallies = new ArrayList<>();
    byName.values().forEach(site -> tallies.add(site.tally()));
    return SiteTally.sum(tallies);
  }

  /**
   * Someone who sends to all sites over one relay.
   *
   * @param source the address as text
   */
  public RelayVisit from(String source) {
    return new RelayVisit(this, source);
  }
}
