package io.mailwright.delivery.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mailwright.delivery.ledger.LanePlan.DomainCount;
import io.mailwright.delivery.ledger.LanePlan.Site;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanePlanTest {
  /** Where each domain is a site of its own. */
  private static LanePlan plan(List<DomainCount> biggest, long total, int workers) {
    return LanePlan.of(biggest, Map.of(), total, workers);
  }

  private static Site own(String domain, int firstLane, int lanes) {
    return new Site(domain, List.of(domain), firstLane, lanes);
  }

  @Test
  void theDomainsOfASiteShareItsLanes() {
    assertThat(
            LanePlan.of(
                    List.of(
                        new DomainCount("first.example", 20_000),
                        new DomainCount("other.example", 19_000),
                        new DomainCount("second.example", 15_000),
                        new DomainCount("third.example", 15_000)),
                    Map.of(
                        "first.example", "host",
                        "second.example", "host",
                        "third.example", "host",
                        "other.example", "other.example"),
                    100_000,
                    4)
                .sites())
        .containsExactly(
            new Site("host", List.of("first.example", "second.example", "third.example"), 0, 4),
            own("other.example", 4, 1),
            own(LanePlan.REST, 5, 3));
  }

  @Test
  void manySmallDomainsOfOneHostAreABigSite() {
    List<DomainCount> domains =
        IntStream.range(0, 2000).mapToObj(i -> new DomainCount("d" + i, 20)).toList();
    Map<String, String> hosted =
        domains.stream().collect(Collectors.toMap(DomainCount::domain, d -> "host"));
    assertThat(LanePlan.of(domains, hosted, 100_000, 8).sites())
        .extracting(Site::name, Site::firstLane, Site::lanes, site -> site.domains().size())
        .containsExactly(tuple("host", 0, 6, 2000), tuple(LanePlan.REST, 6, 10, 1));
  }

  @Test
  void aBigDomainHasLanesOfItsOwnInProportion() {
    LanePlan plan =
        plan(
            List.of(
                new DomainCount("big.example", 50_000), new DomainCount("half.example", 25_000)),
            100_000,
            4);
    assertThat(plan.sites())
        .containsExactly(
            own("big.example", 0, 4), own("half.example", 4, 2), own(LanePlan.REST, 6, 2));
  }

  @Test
  void domainsOfSomeSizeAreDealtOutSoThatNoLaneIsMuchFullerThanAnother() {
    List<DomainCount> domains =
        IntStream.range(0, 200).mapToObj(i -> new DomainCount("d" + i, 500)).toList();
    LanePlan plan = plan(domains, 100_000, 32);
    Map<Integer, Integer> sitesOfLanes = new TreeMap<>();
    plan.sites().stream()
        .filter(site -> !site.name().equals(LanePlan.REST))
        .forEach(site -> sitesOfLanes.merge(site.firstLane(), site.lanes(), Integer::sum));
    assertThat(sitesOfLanes).hasSize(65);
    assertThat(sitesOfLanes.values()).allMatch(sites -> sites == 3 || sites == 4);
  }

  @Test
  void theBiggestOfThoseIsTheFirstToBeDealtOut() {
    LanePlan plan =
        plan(
            List.of(
                new DomainCount("a", 400),
                new DomainCount("b", 300),
                new DomainCount("c", 250),
                new DomainCount("d", 100)),
            1050,
            1);
    assertThat(plan.sites())
        .containsExactly(
            own("a", 0, 1),
            own("b", 1, 1),
            own("c", 1, 1),
            own("d", 0, 1),
            own(LanePlan.REST, 0, 2));
  }

  @Test
  void manySmallDomainsAreNotNamed() {
    List<DomainCount> domains =
        IntStream.range(0, 200).mapToObj(i -> new DomainCount("d" + i, 20)).toList();
    assertThat(plan(domains, 100_000, 8).sites()).containsExactly(own(LanePlan.REST, 0, 16));
  }

  @Test
  void aListForOneLaneNamesNoSite() {
    assertThat(plan(List.of(new DomainCount("a", 40)), 90, 8).sites())
        .containsExactly(own(LanePlan.REST, 0, 1));
    assertThat(plan(List.of(), 0, 8).sites()).containsExactly(own(LanePlan.REST, 0, 1));
  }
}
