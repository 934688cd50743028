package io.mailwright.routing.site;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which site a domain or a mail exchanger belongs to by the table. Where two name the same, what
 * people made goes before what is built in. Immutable.
 */
final class SiteTable {
  private final Map<String, String> byDomain = new HashMap<>();
  private final Map<String, String> bySuffix = new HashMap<>();
  private final Map<String, String> displayNames = new HashMap<>();

  /**
   * @param made what people added or changed
   */
  SiteTable(Collection<Site> made) {
    Map<String, Site> sites = new TreeMap<>(BuiltInSites.byName());
    made.forEach(site -> sites.put(site.name(), site));
    sites.values().stream()
        .sorted(Comparator.comparing(Site::changed).thenComparing(Site::name))
        .forEach(
            site -> {
              displayNames.put(site.name(), site.displayName());
              site.domains().forEach(domain -> byDomain.put(domain, site.name()));
              site.mxSuffixes().forEach(suffix -> bySuffix.put(suffix, site.name()));
            });
  }

  /** The sites of the domains that the table names. */
  Map<String, String> byDomain() {
    return byDomain;
  }

  /** What people call a site, if the table names it. */
  Optional<String> displayName(String site) {
    return Optional.ofNullable(displayNames.get(site));
  }

  /**
   * The site of a domain: by its name; else of the first of its mail exchangers that the table
   * names, by the longest name that fits; else the domain under which the first one was registered;
   * the domain itself if there is none.
   *
   * @param exchangers in order of preference
   */
  String siteOf(String domain, List<String> exchangers) {
    String own = byDomain.get(domain);
    return own != null
        ? own
        : exchangers.stream()
            .flatMap(exchanger -> bySuffix(exchanger).stream())
            .findFirst()
            .or(() -> exchangers.stream().findFirst().flatMap(RegistrableDomain::of))
            .orElse(domain);
  }

  private Optional<String> bySuffix(String exchanger) {
    String name = exchanger;
    while (!bySuffix.containsKey(name)) {
      int dot = name.indexOf('.');
      if (dot < 0) {
        return Optional.empty();
      }
      name = name.substring(dot + 1);
    }
    return Optional.of(bySuffix.get(name));
  }
}
