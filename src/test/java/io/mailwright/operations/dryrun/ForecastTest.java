package io.mailwright.operations.dryrun;

import static io.mailwright.operations.dryrun.ForecastRig.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mailwright.campaign.RateUnit;
import io.mailwright.campaign.policy.Breaker;
import io.mailwright.campaign.policy.Canary;
import io.mailwright.campaign.policy.OutcomeLimits;
import io.mailwright.campaign.policy.Percent;
import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.campaign.window.DayHours;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.delivery.policy.RetrySchedule;
import io.mailwright.kernel.db.Database;
import io.mailwright.routing.brake.CanaryPhase;
import io.mailwright.routing.brake.TestBrakes;
import io.mailwright.routing.quota.QuotaScope;
import io.mailwright.routing.quota.TestQuotas;
import io.mailwright.routing.rate.LearnedRate;
import io.mailwright.routing.warmup.TestWarmUps;
import io.mailwright.routing.warmup.WarmUpSteps;
import io.mailwright.testing.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When campaigns would be finished, against figures worked out by hand. */
class ForecastTest {
  private static final Duration WINDOW = Duration.ofMillis(61_600);
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";

  private static void assertTime(Prediction prediction, Duration expected) {
    assertThat((double) time(prediction).toMillis())
        .isCloseTo(expected.toMillis(), within(expected.toMillis() * 0.02));
  }

  private static void assertBinds(Prediction prediction, String words) {
    assertThat(prediction.binding().orElseThrow().why()).startsWith(words);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void fortyAMinuteLetFourThousandGoInNinetyNineMinutes(Database database) {
    TestQuotas.add(database, 1, QuotaScope.SITE, "gmail", 40, RateUnit.MINUTE);
    Prediction prediction = new ForecastRig(database).load("gmail", 4000).run();
    // 40 at once, then 40 in each of 99 minutes. A permit counts from its last moment, 0.6 s later,
    // and after half a minute without work a new run begins, a second late.
    assertTime(prediction, WINDOW.multipliedBy(99));
    assertBinds(prediction, "gmail budget of 40 a minute used until ");
    assertThat(prediction.accepted()).isEqualTo(4000);
    assertThat(prediction.byHour()).hasSize(2);
    assertThat(prediction.byHour().get(ForecastRig.START)).isBetween(2350L, 2400L);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void threeADayLetTwelveGoInThreeDaysAndWhatWasUsedCounts(Database database) {
    TestQuotas.add(database, 1, QuotaScope.SOURCE, "1", 3, RateUnit.DAY);
    ForecastRig rig = new ForecastRig(database).load("gmail", 12);
    assertTime(rig.run(), Duration.ofDays(3));
    // Two of today's are gone: one now, two when those are a day old.
    var node = TestQuotas.of(database, rig.clock);
    for (int i = 0; i < 2; i++) {
      assertThat(
              node.take(
                  new io.mailwright.routing.quota.Subjects(
                      1, 1, "a@example.com", "a@example.com", "x", 1),
                  new io.mailwright.routing.quota.QuotaLabels("s", "r", "x", "c")))
          .isInstanceOf(io.mailwright.routing.quota.Permit.class);
    }
    Prediction after = rig.run();
    assertTime(after, Duration.ofDays(4));
    assertBinds(after, "route r1 budget of 3 a day used until ");
  }

  @Test
  void aLargeQuotaIsUsedToWithinTwoInAHundred() {
    Database database = TestDatabases.h2();
    TestQuotas.add(database, 1, QuotaScope.SITE, "gmail", 10_000, RateUnit.HOUR);
    ForecastRig rig = new ForecastRig(database).load("gmail", 45_000);
    // 10,000 at once, and again after each hour: the last 5,000 in the fifth.
    Prediction prediction = rig.run();
    assertTime(prediction, Duration.ofHours(4).plusSeconds(15));
  }

  @Test
  void quietHoursOfEachZoneAreWaitedFor() {
    ForecastRig rig = new ForecastRig(TestDatabases.h2());
    rig.window =
        new WindowRule(
            List.of(DayHours.of("window.quiet", List.of(), "22:00", "08:00")),
            List.of(),
            false,
            Optional.empty());
    // 10:00 UTC is 18:00 in Shanghai, 02:00 in Los Angeles: those wait until 16:00 UTC.
    Prediction prediction =
        rig.load("gmail", "Asia/Shanghai", 3000).load("gmail", "America/Los_Angeles", 2000).run();
    assertTime(prediction, Duration.ofHours(6).plusSeconds(5));
    assertThat(prediction.byHour())
        .containsEntry(Instant.parse("2026-12-01T10:00:00Z"), 3000L)
        .containsEntry(Instant.parse("2026-12-01T16:00:00Z"), 2000L);
    assertBinds(prediction, "quiet hours in America/Los_Angeles until ");
    assertThat(prediction.limits().get(0).waited()).isBetween(43_000_000L, 43_300_000L);
  }

  @Test
  void aSlowSiteDoesNotKeepTheOthers() {
    ForecastRig rig = new ForecastRig(TestDatabases.h2());
    rig.perSecond.put("yahoo", 20.0);
    rig.retry =
        new RetrySchedule(16, Duration.ofSeconds(10), Duration.ofHours(4), 0.2, Duration.ofDays(2));
    rig.rates.recall(
        new LearnedRate(
            "yahoo",
            1,
            OptionalDouble.of(20),
            OptionalInt.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            rig.clock.instant()));
    Prediction prediction =
        rig.load("yahoo", 24_000).load("gmail", 10_000).load("outlook", 10_000).run();
    // 24,000 at 20 a second.
    assertTime(prediction, Duration.ofSeconds(1200));
    Prediction.SiteForecast gmail =
        prediction.sites().stream().filter(s -> s.site().equals("gmail")).findFirst().orElseThrow();
    // 20,000 of 20 ms by 8 workers, of which yahoo employs one or two.
    assertThat(Duration.between(prediction.start(), gmail.finish().orElseThrow()).toSeconds())
        .isBetween(50L, 80L);
    assertBinds(prediction, "yahoo takes about ");
    assertThat(prediction.deferrals()).isBetween(1L, 480L);
  }

  @Test
  void twoRoutesShareByWeightAndByTheirQuotas() {
    Database database = TestDatabases.h2();
    TestQuotas.add(database, 1, QuotaScope.SOURCE, "1", 60, RateUnit.MINUTE);
    TestQuotas.add(database, 2, QuotaScope.SOURCE, "2", 30, RateUnit.MINUTE);
    ForecastRig rig = new ForecastRig(database).way(1, 3).way(2, 1).load("gmail", 9000);
    // 90 at once, then 90 a minute, whatever the weights.
    assertTime(rig.run(), WINDOW.multipliedBy(99));
  }

  @Test
  void weightsDecideWhereNothingElseDoes() {
    Database database = TestDatabases.h2();
    ForecastRig rig = new ForecastRig(database).way(1, 3).way(2, 1).load("gmail", 40_000);
    // The second takes a quarter, 10,000, which is a day's quota; it does not hold anybody.
    TestQuotas.add(database, 2, QuotaScope.SOURCE, "2", 10_500, RateUnit.DAY);
    Prediction prediction = rig.run();
    assertThat(prediction.limits()).isEmpty();
    // 40,000 of 20.3 ms by 8 workers, and 400 chunks of 10 ms.
    assertTime(prediction, Duration.ofMillis(40_000 * 203 / 80 + 400 * 10 / 8));
    assertThat(prediction.isAtFullSpeed()).isTrue();
    TestQuotas.add(database, 3, QuotaScope.SOURCE, "2", 9_500, RateUnit.DAY);
    assertThat(rig.run().limits()).isEmpty();
  }

  @Test
  void aWarmUpGrowsFromDayToDay() {
    Database database = TestDatabases.h2();
    TestWarmUps.add(database, 1, 1, "gmail", new WarmUpSteps(List.of(50L, 100L, 200L, 400L)));
    // 50 + 100 + 200 + 400, then all: on the fifth day, which begins 86 hours later.
    Prediction prediction = new ForecastRig(database).load("gmail", 1000).run();
    assertTime(prediction, Duration.ofHours(14 + 3 * 24));
    assertBinds(prediction, "warm-up day ");
  }

  @Test
  void anIntervalIsWaitedForBetweenAllMails() {
    ForecastRig rig = new ForecastRig(TestDatabases.h2()).load("gmail", 500).load("yahoo", 500);
    rig.interval = Duration.ofSeconds(1);
    assertTime(rig.run(), Duration.ofSeconds(999));
    rig.interval = Duration.ofSeconds(5);
    Prediction slow = rig.run();
    assertTime(slow, Duration.ofSeconds(5 * 999));
    assertBinds(slow, "the campaign sends a mail every 5 s; the next goes at ");
  }

  @Test
  void aCanaryIsWaitedForAndMayEndIt() {
    ForecastRig rig = new ForecastRig(TestDatabases.h2()).load("gmail", 5000).load("yahoo", 5000);
    Canary canary =
        new Canary(
            Percent.of(1),
            20,
            Duration.ofMinutes(30),
            new OutcomeLimits(Percent.of(10), Percent.of(5), new Percent(10)));
    rig.policy = new SendPolicy(false, Optional.of(canary), Optional.empty());
    assertTime(rig.run(), Duration.ofMinutes(30).plusSeconds(27));
    rig.deferred.put("gmail", 0.4);
    Prediction refused = rig.run();
    assertThat(refused.finish()).isEmpty();
    assertThat(refused.whyLeft().orElseThrow()).startsWith("canary: ");
    assertThat(refused.left()).isGreaterThanOrEqualTo(9900);
  }

  @Test
  void aCanaryIsNotAwaitedAgainByACampaignThatHasStarted() {
    ForecastRig rig = new ForecastRig(TestDatabases.h2()).load("gmail", 5000);
    rig.policy = new SendPolicy(false, Optional.of(Canary.STANDARD), Optional.empty());
    Instant lookAt = ForecastRig.START.plus(Duration.ofMinutes(5));
    rig.brakes = TestBrakes.after(ForecastRig.CAMPAIGN, CanaryPhase.PASSED, lookAt, rig.clock);
    assertThat(time(rig.run())).isLessThan(Duration.ofMinutes(1));
    // Who goes on with it lets the others go.
    rig.brakes = TestBrakes.after(ForecastRig.CAMPAIGN, CanaryPhase.REFUSED, lookAt, rig.clock);
    assertThat(time(rig.run())).isLessThan(Duration.ofMinutes(1));
    rig.brakes = TestBrakes.after(ForecastRig.CAMPAIGN, CanaryPhase.WAITING, lookAt, rig.clock);
    assertThat(time(rig.run())).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
  }

  @Test
  void aSiteThatTheBreakerHoldsIsWaitedFor() {
    ForecastRig rig = new ForecastRig(TestDatabases.h2()).load("gmail", 2000).load("yahoo", 2000);
    rig.policy = new SendPolicy(false, Optional.empty(), Optional.of(Breaker.STANDARD));
    Instant until = ForecastRig.START.plus(Duration.ofHours(2));
    rig.brakes = TestBrakes.holding(ForecastRig.CAMPAIGN, "gmail", until, rig.clock);
    Prediction prediction = rig.run();
    assertTime(prediction, Duration.ofHours(2).plusSeconds(5));
    assertBinds(prediction, "breaker: too many until ");
  }

  @Test
  void aGreylistCostsEachMailOneMoreTry() {
    ForecastRig rig = new ForecastRig(TestDatabases.h2()).load("gmail", 2000);
    rig.deferred.put("gmail", 0.5);
    Prediction prediction = rig.run();
    assertThat(prediction.deferrals()).isEqualTo(2000);
    assertThat(prediction.accepted()).isEqualTo(2000);
    // 5 minutes later, a fifth more or less.
    assertThat(time(prediction)).isBetween(Duration.ofSeconds(350), Duration.ofSeconds(372));
  }

  @Test
  void aPatientGreylistCostsEachMailTwoMoreTriesAndNoneMany() {
    ForecastRig rig = new ForecastRig(TestDatabases.h2()).load("gmail", 2000);
    rig.deferred.put("gmail", 2 / 3.0 + 1e-9);
    Prediction prediction = rig.run();
    assertThat(prediction.deferrals()).isBetween(4000L, 4005L);
    assertThat(prediction.accepted()).isEqualTo(2000);
    // 5 minutes later, and 10 after that, a fifth more or less.
    assertThat(time(prediction)).isBetween(Duration.ofMinutes(16), Duration.ofSeconds(1110));
  }

  @Test
  void whatTakesYearsEndsWithTheHorizon() {
    Database database = TestDatabases.h2();
    TestQuotas.add(database, 1, QuotaScope.SITE, "gmail", 3, RateUnit.DAY);
    Prediction prediction = new ForecastRig(database).load("gmail", 1_000_000).run();
    assertThat(prediction.finish()).isEmpty();
    assertThat(prediction.whyLeft()).contains("it would take more than a year");
    assertThat(prediction.accepted()).isBetween(1098L, 1110L);
  }

  @Test
  void endsWhenNobodyWantsIt() {
    Prediction prediction =
        new ForecastRig(TestDatabases.h2()).load("gmail", 100_000).run((done, at) -> done < 10_000);
    assertThat(prediction.whyLeft()).contains("the dry run was stopped");
    assertThat(prediction.left()).isBetween(80_000L, 90_000L);
  }

  @Test
  void aMillionOfTwoThousandSites() {
    Database database = TestDatabases.h2();
    TestQuotas.add(database, 1, QuotaScope.SITE, "gmail", 100_000, RateUnit.HOUR);
    TestQuotas.add(database, 2, QuotaScope.SITE, "yahoo", 40, RateUnit.SECOND);
    ForecastRig rig = new ForecastRig(database).way(1, 3).way(2, 1);
    rig.workers = 32;
    rig.window =
        new WindowRule(
            List.of(DayHours.of("window.quiet", List.of(), "22:00", "08:00")),
            List.of(),
            false,
            Optional.empty());
    List<String> zones = List.of("Asia/Shanghai", "Europe/Berlin", "America/New_York", "");
    rig.perSecond.put("qq", 30.0);
    rig.deferred.put("outlook", 0.1);
    for (String zone : zones) {
      rig.load("gmail", zone, 80_000)
          .load("qq", zone, 50_000)
          .load("outlook", zone, 40_000)
          .load("yahoo", zone, 30_000);
      for (int site = 0; site < 2000; site++) {
        rig.load("site" + site + ".example", zone, 25);
      }
    }
    long begun = System.nanoTime();
    Prediction prediction = rig.run();
    System.out.printf(
        "a million recipients: %.1f s, finished after %s, %,d deferrals%n",
        (System.nanoTime() - begun) / 1e9, time(prediction), prediction.deferrals());
    assertThat(prediction.accepted() + prediction.expired()).isEqualTo(1_000_000);
    assertThat(prediction.byHour().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(prediction.accepted());
  }
}
