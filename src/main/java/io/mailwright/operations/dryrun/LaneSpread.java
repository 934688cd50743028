package io.mailwright.operations.dryrun;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/**
 * Spreads mails over lanes as the ledger does: big sites get lanes of their own, the others are
 * dealt out over the rest.
 */
final class LaneSpread {
  private static final int LEAST_MAILS_A_LANE = 50;

  private LaneSpread() {}

  /** One of the lanes of several sites, with what lies in it. */
  private record Mixed(VirtualLane lane, long[] mails) {}

  /**
   * @param loads what is to be sent
   * @param sites by name, one for each that is named in the loads
   */
  static List<VirtualLane> of(List<Load> loads, Map<String, VirtualSite> sites, int workers) {
    long total = loads.stream().mapToLong(Load::mails).sum();
    int wanted = (int) Math.max(1, Math.min(2L * workers, total / LEAST_MAILS_A_LANE));
    long share = Math.max(LEAST_MAILS_A_LANE, total / wanted);
    Map<String, List<Load>> bySite = loads.stream().collect(Collectors.groupingBy(Load::site));
    List<VirtualSite> small = sites.values().stream().filter(site -> site.mails < share).toList();
    List<VirtualLane> lanes = new ArrayList<>();
    sites.values().stream()
        .filter(site -> site.mails >= share)
        .forEach(site -> lanes.addAll(ofOne(site, bySite.get(site.name), site.mails / share)));
    if (!small.isEmpty()) {
      lanes.addAll(dealtOut(small, bySite, share));
    }
    lanes.forEach(VirtualLane::close);
    return lanes;
  }

  private static List<VirtualLane> ofOne(VirtualSite site, List<Load> loads, long lanes) {
    List<VirtualLane> made = new ArrayList<>();
    for (long no = 0; no < lanes; no++) {
      VirtualLane lane = new VirtualLane(Optional.of(site));
      for (Load load : loads) {
        long mails = load.mails() * (no + 1) / lanes - load.mails() * no / lanes;
        if (mails > 0) {
          lane.add(site, load.zone(), mails);
        }
      }
      made.add(lane);
    }
    return made;
  }

  /** Each site, biggest first, into the lane that has least. */
  private static List<VirtualLane> dealtOut(
      List<VirtualSite> sites, Map<String, List<Load>> bySite, long share) {
    long total = sites.stream().mapToLong(site -> site.mails).sum();
    List<VirtualLane> lanes = new ArrayList<>();
    PriorityQueue<Mixed> emptiest =
        new PriorityQueue<>(Comparator.comparingLong(mixed -> mixed.mails()[0]));
    for (long no = 0; no < Math.max(1, (total + share - 1) / share); no++) {
      VirtualLane lane = new VirtualLane(Optional.empty());
      lanes.add(lane);
      emptiest.add(new Mixed(lane, new long[1]));
    }
    sites.stream()
        .sorted(Comparator.comparingLong((VirtualSite site) -> site.mails).reversed())
        .forEach(
            site -> {
              Mixed next = emptiest.remove();
              bySite
                  .get(site.name)
                  .forEach(load -> next.lane().add(site, load.zone(), load.mails()));
              next.mails()[0] += site.mails;
              emptiest.add(next);
            });
    return lanes;
  }
}
