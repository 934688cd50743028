package io.mailwright.delivery.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * How the domains of a campaign are spread over lanes, so that lanes are of about one size: a big
 * domain gets lanes of its own in proportion, those of some size are dealt out over the rest of the
 * lanes, and the small ones go there by hash. A lane is one worker's at a time: where hash alone
 * decided, the fullest lane would take all the others' time again.
 *
 * @param sites own lanes first, the rest last; a site that was dealt out lies in the rest's lanes
 */
record LanePlan(List<Site> sites) {
  /** The site that stands for all that are not named. */
  static final String REST = "*";

  private static final int LEAST_ROWS_A_LANE = 50;
  private static final int MOST_NAMED_SITES = 200;

  /** Sites smaller than this part of a lane are so many that hash is fair to the lanes. */
  private static final int PARTS_OF_A_LANE = 8;

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
    List<DomainCount> named = biggest.subList(0, Math.min(MOST_NAMED_SITES, biggest.size()));
    List<Site> sites = new ArrayList<>();
    int next = 0;
    long placed = 0;
    for (DomainCount domain : named) {
      if (domain.contacts() >= share) {
        int lanes = (int) Math.max(1, domain.contacts() / share);
        sites.add(new Site(domain.domain(), next, lanes));
        next += lanes;
        placed += domain.contacts();
      }
    }
    int rest = (int) Math.max(1, (total - placed + share - 1) / share);
    if (rest > 1) {
      List<DomainCount> middle =
          named.stream()
              .filter(d -> d.contacts() < share && d.contacts() * PARTS_OF_A_LANE >= share)
              .toList();
      sites.addAll(dealtOut(middle, next, rest));
    }
    sites.add(new Site(REST, next, rest));
    return new LanePlan(sites);
  }

  /** Each, biggest first, into the lane that has least. */
  private static List<Site> dealtOut(List<DomainCount> domains, int firstLane, int lanes) {
    long[] rows = new long[lanes];
    List<Site> sites = new ArrayList<>();
    for (DomainCount domain : domains) {
      int least = 0;
      for (int lane = 1; lane < lanes; lane++) {
        if (rows[lane] < rows[least]) {
          least = lane;
        }
      }
      rows[least] += domain.contacts();
      sites.add(new Site(domain.domain(), firstLane + least, 1));
    }
    return sites;
  }
}
