package io.mailwright.testing;

import io.mailwright.routing.site.SiteDirectory;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A directory that knows what a test told it, and asks nobody.
 *
 * @param sites by domain; others are sites of their own
 */
public record FixedSites(Map<String, String> sites) implements SiteDirectory {
  /** Every domain is a site of its own. */
  public static FixedSites none() {
    return new FixedSites(Map.of());
  }

  @Override
  public String siteOf(String domain) {
    return sites.getOrDefault(domain, domain);
  }

  /** Those under {@code null-mx.example} take none. */
  @Override
  public boolean takesNoMail(String domain) {
    return domain.endsWith("null-mx.example");
  }

  @Override
  public String displayName(String site) {
    return site;
  }

  @Override
  public Map<String, String> resolve(Collection<String> domains) {
    Map<String, String> found = new LinkedHashMap<>();
    domains.forEach(domain -> found.put(domain, siteOf(domain)));
    return found;
  }

  @Override
  public void refresh() {}
}
