package io.mailwright.delivery.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the sites of a campaign are spread over lanes, so that lanes are of about one size: a big
 * site gets lanes of its own in proportion, those of some size are dealt out over the rest of the
 * lanes, and the small ones go there by hash of their domains. A lane is one worker's at a time:
 * where hash alone decided, the fullest lane would take all the others' time again.
 *
 * @param sites own lanes first, the rest last; a site that was dealt out lies in the rest's lanes
 */
record LanePlan(List<Site> sites) {
  /** The site that stands for all that are not named. */
  static final String REST = LaneHold.MIXED;

  private static final int LEAST_ROWS_A_LANE = 50;
  private static final int MOST_NAMED_SITES = 200;

  /** Sites smaller than this part of a lane are so many that hash is fair to the lanes. */
  private static final int PARTS_OF_A_LANE = 8;

  /**
   * @param domains whose rows lie in its lanes
   */
  record Site(String name, List<String> domains, int firstLane, int lanes) {}

  record DomainCount(String domain, long contacts) {}

  /** A site's domains, which share its lanes. */
  private record SiteCount(String site, List<String> domains, long contacts) {}

  /** Contacts of a lane, about. */
  private static long share(long total, int workers) {
    int wanted = (int) Math.max(1, Math.min(2L * workers, total / LEAST_ROWS_A_LANE));
    return Math.max(LEAST_ROWS_A_LANE, total / wanted);
  }

  /** How many lanes of its own a site of so many contacts gets; 0: it shares lanes with others. */
  static int ownLanes(long contacts, long total, int workers) {
    return (int) (contacts / share(total, workers));
  }

  /**
   * @param biggest the biggest domains
   * @param siteOf the site of each of them; one that is not in it is a site of its own
   * @param total all contacts
   * @param workers the campaign's workers
   */
  static LanePlan of(
      List<DomainCount> biggest, Map<String, String> siteOf, long total, int workers) {
    long share = share(total, workers);
    List<SiteCount> named = biggestSites(biggest, siteOf);
    List<Site> sites = new ArrayList<>();
    int next = 0;
    long placed = 0;
    for (SiteCount site : named) {
      int lanes = ownLanes(site.contacts(), total, workers);
      if (lanes > 0) {
        sites.add(new Site(site.site(), site.domains(), next, lanes));
        next += lanes;
        placed += site.contacts();
      }
    }
    int rest = (int) Math.max(1, (total - placed + share - 1) / share);
    if (rest > 1) {
      List<SiteCount> middle =
          named.stream()
              .filter(s -> s.contacts() < share && s.contacts() * PARTS_OF_A_LANE >= share)
              .toList();
      sites.addAll(dealtOut(middle, next, rest));
    }
    sites.add(new Site(REST, List.of(REST), next, rest));
    return new LanePlan(sites);
  }

  /** The sites by size, biggest first; those of one size stay in their order. */
  private static List<SiteCount> biggestSites(
      List<DomainCount> domains, Map<String, String> siteOf) {
    Map<String, List<DomainCount>> bySite =
        domains.stream()
            .collect(
                Collectors.groupingBy(
                    d -> siteOf.getOrDefault(d.domain(), d.domain()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return bySite.entrySet().stream()
        .map(
            site ->
                new SiteCount(
                    site.getKey(),
                    site.getValue().stream().map(DomainCount::domain).toList(),
                    site.getValue().stream().mapToLong(DomainCount::contacts).sum()))
        .sorted(Comparator.comparingLong(SiteCount::contacts).reversed())
        .limit(MOST_NAMED_SITES)
        .toList();
  }

  /** Each, biggest first, into the lane that has least. */
  private static List<Site> dealtOut(List<SiteCount> counts, int firstLane, int lanes) {
    long[] rows = new long[lanes];
    List<Site> sites = new ArrayList<>();
    for (SiteCount count : counts) {
      int least = 0;
      for (int lane = 1; lane < lanes; lane++) {
        if (rows[lane] < rows[least]) {
          least = lane;
        }
      }
      rows[least] += count.contacts();
      sites.add(new Site(count.site(), count.domains(), firstLane + least, 1));
    }
    return sites;
  }
}
