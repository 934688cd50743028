package io.mailwright.delivery.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.LanePlan.DomainCount;
import io.mailwright.delivery.ledger.LanePlan.Site;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanePlanTest {
  @Test
  void aBigDomainHasLanesOfItsOwnInProportion() {
    LanePlan plan =
        LanePlan.of(
            List.of(
                new DomainCount("big.example", 50_000), new DomainCount("half.example", 25_000)),
            100_000,
            4);
    assertThat(plan.sites())
        .containsExactly(
            new Site("big.example", 0, 4),
            new Site("half.example", 4, 2),
            new Site(LanePlan.REST, 6, 2));
  }

  @Test
  void domainsOfSomeSizeAreDealtOutSoThatNoLaneIsMuchFullerThanAnother() {
    List<DomainCount> domains =
        IntStream.range(0, 200).mapToObj(i -> new DomainCount("d" + i, 500)).toList();
    LanePlan plan = LanePlan.of(domains, 100_000, 32);
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
        LanePlan.of(
            List.of(
                new DomainCount("a", 400),
                new DomainCount("b", 300),
                new DomainCount("c", 250),
                new DomainCount("d", 100)),
            1050,
            1);
    assertThat(plan.sites())
        .containsExactly(
            new Site("a", 0, 1),
            new Site("b", 1, 1),
            new Site("c", 1, 1),
            new Site("d", 0, 1),
            new Site(LanePlan.REST, 0, 2));
  }

  @Test
  void manySmallDomainsAreNotNamed() {
    List<DomainCount> domains =
        IntStream.range(0, 200).mapToObj(i -> new DomainCount("d" + i, 20)).toList();
    assertThat(LanePlan.of(domains, 100_000, 8).sites())
        .containsExactly(new Site(LanePlan.REST, 0, 16));
  }

  @Test
  void aListForOneLaneNamesNoSite() {
    assertThat(LanePlan.of(List.of(new DomainCount("a", 40)), 90, 8).sites())
        .containsExactly(new Site(LanePlan.REST, 0, 1));
    assertThat(LanePlan.of(List.of(), 0, 8).sites()).containsExactly(new Site(LanePlan.REST, 0, 1));
  }
}
