package io.mailwright.delivery.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * How the domains of a campaign are spread over lanes: a big domain gets lanes of its own in
 * proportion, the small ones share the rest by hash.
 */
record LanePlan(List<Site> sites) {
  static final String REST = "*";
  private static final int LEAST_ROWS_A_LANE = 50;
  private static final int MOST_BIG_SITES = 200;

  record Site(String name, int firstLane, int lanes) {}

  record DomainCount(String domain, long contacts) {}

  /**
   * @param biggest the biggest domains, biggest first
   * @param total all contacts
   * @param workers the campaign's workers
   */
  static LanePlan of(List<DomainCount> biggest, long total, int workers) {
    int wanted = (int) Math.max(1, Math.min(2L * workers, total / LEAST_ROWS_A_LANE));
    long share = Math.max(LEAST_ROWS_A_LANE, total / wanted);
    List<Site> sites = new ArrayList<>();
    int next = 0;
    long placed = 0;
    for (DomainCount domain : biggest) {
      if (domain.contacts() >= share && sites.size() < MOST_BIG_SITES) {
        int lanes = (int) Math.max(1, domain.contacts() / share);
        sites.add(new Site(domain.domain(), next, lanes));
        next += lanes;
        placed += domain.contacts();
      }
    }
    long rest = Math.max(1, (total - placed + share - 1) / share);
    sites.add(new Site(REST, next, (int) rest));
    return new LanePlan(sites);
  }
}
