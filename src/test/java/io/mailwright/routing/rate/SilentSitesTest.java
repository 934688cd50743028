package io.mailwright.routing.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.quota.QuotaLabels;
import io.mailwright.routing.quota.Subjects;
import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who waits how long for a site that does not answer. */
class SilentSitesTest {
  private static final Instant NOW = Instant.parse("2026-12-01T14:00:00Z");
  private static final Duration TEN = Duration.ofSeconds(10);
  private static final String ONE = "worker 1";
  private static final String TWO = "worker 2";

  private final SettableClock clock = new SettableClock(NOW);
  private final SilentSites sites = new SilentSites(clock);

  private static Ask to(String site) {
    return new Ask(
        new Subjects(1, 7, "news@example.com", "bounces@example.com", site, 3),
        new QuotaLabels("Relay", "r7", site, "Autumn"));
  }

  /** One worker waits in vain for all of the patience. */
  private Hold waitsInVain(String site) {
    Duration patience = sites.patience(site, 7);
    clock.forward(patience);
    return sites.silent(to(site), patience);
  }

  @Test
  void restsAndIsTriedByOneWithTwiceThePatience() {
    assertThat(sites.patience("slow.example", 7)).isEqualTo(TEN);
    assertThat(sites.mayAsk(to("slow.example"), ONE)).isEmpty();

    Hold hold = waitsInVain("slow.example");

    assertThat(hold.scope()).isEqualTo(HoldScope.SITE_ON_ROUTE);
    assertThat(hold.until()).isEqualTo(NOW.plusSeconds(70));
    assertThat(hold.why())
        .isEqualTo(
            "slow.example does not answer over route r7 since 2026-12-01T14:00:00Z;"
                + " asked again after 2026-12-01T14:01:10Z");
    assertThat(sites.mayAsk(to("slow.example"), ONE)).contains(hold);
    assertThat(sites.mayAsk(to("other.example"), ONE)).isEmpty();
    clock.forward(Duration.ofMinutes(1));
    assertThat(sites.mayAsk(to("slow.example"), ONE)).isEmpty();
    assertThat(sites.mayAsk(to("slow.example"), ONE)).as("for its next mail").isEmpty();
    assertThat(sites.mayAsk(to("slow.example"), TWO))
        .hasValueSatisfying(h -> assertThat(h.why()).endsWith("; one mail tries it again"));
    assertThat(sites.patience("slow.example", 7)).isEqualTo(Duration.ofSeconds(20));
    sites.leave(ONE);
    assertThat(sites.mayAsk(to("slow.example"), TWO)).isEmpty();
  }

  @Test
  void saysWhatKeepsTheOthersFromASilentSiteWhileItRestsAndWhileItIsTried() {
    assertThat(sites.holdOf(to("slow.example"))).isEmpty();
    Hold rest = waitsInVain("slow.example");
    assertThat(sites.holdOf(to("slow.example"))).contains(rest);
    clock.forward(Duration.ofMinutes(1));
    assertThat(sites.mayAsk(to("slow.example"), ONE)).isEmpty();
    assertThat(sites.holdOf(to("slow.example")))
        .hasValueSatisfying(h -> assertThat(h.why()).endsWith("; one mail tries it again"));
    sites.answered("slow.example", 7, Duration.ofSeconds(15));
    assertThat(sites.holdOf(to("slow.example"))).as("slow, but it answers").isEmpty();
  }

  @Test
  void whoeverWaitedTogetherSaysItOnce() {
    clock.forward(TEN);
    sites.silent(to("slow.example"), TEN);
    clock.forward(Duration.ofSeconds(1));
    sites.silent(to("slow.example"), TEN);
    assertThat(sites.patience("slow.example", 7)).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void patienceGrowsBeyondEveryTimeOutOfAServer() {
    for (int i = 0; i < 8; i++) {
      Hold hold = waitsInVain("dead.example");
      clock.forward(Duration.between(clock.instant(), hold.until()));
    }
    assertThat(sites.patience("dead.example", 7)).isGreaterThan(Duration.ofMinutes(5));
  }

  @Test
  void aQuickAnswerMakesItASiteLikeAnyOther() {
    clock.forward(Duration.between(clock.instant(), waitsInVain("slow.example").until()));
    sites.answered("slow.example", 7, Duration.ofMillis(300));
    assertThat(sites.patience("slow.example", 7)).isEqualTo(TEN);
    assertThat(sites.mayAsk(to("slow.example"), ONE)).isEmpty();
    assertThat(sites.mayAsk(to("slow.example"), TWO)).isEmpty();
  }

  @Test
  void aSlowOneKeepsItsPatienceAndGetsAFewWorkers() {
    waitsInVain("slow.example");
    clock.forward(Duration.ofMinutes(1));
    assertThat(sites.mayAsk(to("slow.example"), ONE)).isEmpty();
    sites.answered("slow.example", 7, Duration.ofSeconds(14));
    assertThat(sites.patience("slow.example", 7)).isEqualTo(Duration.ofSeconds(20));
    assertThat(sites.mayAsk(to("slow.example"), TWO)).isEmpty();
    assertThat(sites.mayAsk(to("slow.example"), "worker 3"))
        .hasValueSatisfying(h -> assertThat(h.why()).endsWith("; 2 mails at a time go there"));
    clock.forward(Duration.ofMinutes(61));
    assertThat(sites.mayAsk(to("slow.example"), "worker 3")).isEmpty();
    assertThat(sites.patience("slow.example", 7)).isEqualTo(TEN);
  }

  @Test
  void manySitesSpeakForTheRouteUnlessOneAnswers() {
    for (String site : new String[] {"a.example", "b.example", "c.example"}) {
      waitsInVain(site);
    }
    assertThat(sites.isOfRoute(7)).isFalse();
    waitsInVain("d.example");
    assertThat(sites.isOfRoute(7)).isTrue();
    assertThat(sites.isOfRoute(8)).isFalse();
    sites.answered("e.example", 7, Duration.ofMillis(20));
    assertThat(sites.isOfRoute(7)).isFalse();
  }
}
