package io.mailwright.routing.governor;

import io.mailwright.routing.quota.QuotaLabels;
import io.mailwright.routing.quota.Subjects;

/** Asks of tests that do not care whose mail it is. */
public final class TestAsks {
  private TestAsks() {}

  /** A mail to a site that is called by its name, by a route that is called r and its id. */
  public static Ask to(String site, long routeId) {
    return to(site, site, routeId);
  }

  /** A mail to a site that people call by another name. */
  public static Ask to(String site, String siteName, long routeId) {
    return new Ask(
        new Subjects(1, routeId, "news@example.com", "bounces@example.com", site, 3),
        new QuotaLabels("Relay", "r" + routeId, siteName, "Autumn"));
  }
}
