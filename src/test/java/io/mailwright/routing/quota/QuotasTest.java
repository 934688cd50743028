package io.mailwright.routing.quota;

import static io.mailwright.routing.quota.QuotaRig.GMAIL;
import static io.mailwright.routing.quota.QuotaRig.LABELS;
import static io.mailwright.routing.quota.QuotaRig.daily;
import static io.mailwright.routing.quota.QuotaRig.rolling;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.campaign.RateUnit;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What two nodes let go of a quota: never more than it allows, and nearly all of it. */
class QuotasTest {
  private static final String BEGIN = "2026-12-01T14:20:00Z";

  static Stream<Arguments> rollingQuotas() {
    return TestDatabases.both()
        .flatMap(
            database ->
                Stream.of(
                    // As fast as they get leave, and hardly faster than the limit.
                    Arguments.of(database, 40, RateUnit.MINUTE, 10, Duration.ofMillis(500), 100),
                    Arguments.of(database, 40, RateUnit.MINUTE, 10, Duration.ofMillis(700), 1),
                    Arguments.of(database, 3, RateUnit.DAY, 6, Duration.ofMinutes(23), 5),
                    Arguments.of(database, 1, RateUnit.SECOND, 10, Duration.ofMillis(2), 1),
                    Arguments.of(database, 1000, RateUnit.SECOND, 3, Duration.ofMillis(2), 2000),
                    Arguments.of(database, 1000, RateUnit.SECOND, 4, Duration.ofMillis(4), 3),
                    Arguments.of(database, 10_000, RateUnit.HOUR, 2, Duration.ofSeconds(7), 9000),
                    Arguments.of(database, 10_000, RateUnit.HOUR, 3, Duration.ofSeconds(7), 12)));
  }

  @ParameterizedTest
  @MethodSource("rollingQuotas")
  void isNeverOverInAnyWindowAndNearlyUsedUp(
      Database database, int limit, RateUnit per, int windows, Duration tick, int eachTick)
      throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.quota(QuotaScope.SITE, "gmail", rolling(limit, per));
      rig.run(per.length().multipliedBy(windows), tick, eachTick, rig.node(), rig.node());
      rig.grants.assertNeverOver(limit, per.length());
      long allowed = (long) limit * windows;
      assertThat((long) rig.grants.count())
          .as("of %s", allowed)
          .isGreaterThanOrEqualTo(Math.min(allowed * 98 / 100, allowed - 1));
    }
  }

  static Stream<Arguments> dailyQuotas() {
    return TestDatabases.both()
        .flatMap(
            database ->
                Stream.of(
                    Arguments.of(database, "2026-12-01T14:20:00Z", 3, "09:00", "Asia/Shanghai"),
                    Arguments.of(database, "2026-12-01T14:20:00Z", 2000, "09:00", "Asia/Shanghai"),
                    // The clocks skip an hour, also the one with the reset in it, or repeat one.
                    Arguments.of(database, "2026-03-27T20:00:00Z", 90, "00:30", "Europe/Berlin"),
                    Arguments.of(database, "2026-10-23T20:00:00Z", 600, "00:30", "Europe/Berlin"),
                    Arguments.of(database, "2026-10-23T20:00:00Z", 90, "04:00", "Europe/Berlin")));
  }

  @ParameterizedTest
  @MethodSource("dailyQuotas")
  void beginsAnewAtALocalTimeOnEachDay(
      Database database, String begin, int limit, String at, String zone) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, begin)) {
      QuotaRule rule = daily(limit, at, zone);
      rig.site(rule);
      rig.run(Duration.ofDays(4), Duration.ofMinutes(30), limit, rig.node(), rig.node());
      var days = rig.grants.byDay(rule.reset().orElseThrow());
      assertThat(days).hasSize(5);
      assertThat(days.values()).allMatch(n -> n == limit);
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void countsOnAfterARestart(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(1000, RateUnit.MINUTE));
      for (int start = 0; start < 6; start++) {
        // Killed with up to a hundredth in hand, which counts as used.
        rig.run(Duration.ofSeconds(25), Duration.ofMillis(100), 3, rig.node());
      }
      rig.grants.assertNeverOver(1000, Duration.ofMinutes(1));
      assertThat(rig.grants.count()).isGreaterThanOrEqualTo(2000 + 750 * 9 / 10);
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void aChangedLimitActsWithinTwoSeconds(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      Quota quota = rig.site(rolling(600, RateUnit.MINUTE));
      Quotas one = rig.node();
      Quotas two = rig.node();
      Duration tick = Duration.ofMillis(100);
      rig.run(Duration.ofSeconds(90), tick, 1, one, two);

      rig.change(quota, rolling(60, RateUnit.MINUTE));
      rig.run(Duration.ofSeconds(2), tick, 1, one, two);
      Instant lowered = rig.clock.instant();
      rig.run(Duration.ofSeconds(58), tick, 1, one, two);
      assertThat(rig.grants.countIn(lowered, rig.clock.instant()))
          .as("while more than the new limit count")
          .isLessThanOrEqualTo(60);
      rig.run(Duration.ofSeconds(60), tick, 1, one, two);
      rig.grants.assertNeverOver(60, Duration.ofMinutes(1), lowered);
      assertThat(rig.grants.countIn(lowered, rig.clock.instant())).isGreaterThanOrEqualTo(58);

      assertThat(rig.send(one, 10) + rig.send(two, 10)).isLessThan(10);
      rig.change(quota, rolling(900, RateUnit.MINUTE));
      rig.clock.forward(Duration.ofSeconds(2));
      assertThat(rig.send(one, 2000)).isBetween(835, 900);
      rig.grants.assertNeverOver(900, Duration.ofMinutes(1));
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void whatWasSetBeforeACampaignBeginsHoldsForItsFirstMail(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      Quotas node = rig.node();
      assertThat(rig.send(node, 1)).isEqualTo(1);
      rig.site(rolling(5, RateUnit.DAY));
      node.renew();
      assertThat(rig.send(node, 100)).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void aNewQuotaActsWithinTwoSecondsAndARemovedOneNoLonger(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      Quotas node = rig.node();
      assertThat(((Permit) node.take(GMAIL, LABELS)).isFree()).isTrue();
      Quota quota = rig.site(rolling(5, RateUnit.DAY));
      rig.clock.forward(Duration.ofSeconds(2));
      assertThat(rig.send(node, 100)).isEqualTo(5);
      rig.in(
          quotas -> {
            quotas.delete(quota.id(), io.mailwright.kernel.store.Revision.latest());
            return null;
          });
      rig.clock.forward(Duration.ofSeconds(2));
      assertThat(rig.send(node, 100)).isEqualTo(100);
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void whatIsGivenBackCanBeTakenByAnotherNode(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(3, RateUnit.DAY));
      Quotas one = rig.node();
      Quotas two = rig.node();
      QuotaAnswer first = one.take(GMAIL, LABELS);
      assertThat(rig.send(one, 5)).isEqualTo(2);
      assertThat(rig.send(two, 5)).isZero();
      one.giveBack((Permit) first);
      one.giveBack((Permit) first);
      // Good on its own node at once, and after its time anywhere.
      rig.clock.forward(Duration.ofSeconds(2));
      one.upkeep();
      assertThat(rig.send(two, 5)).isEqualTo(1);
      assertThat(rig.send(one, 5)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void bringsBackWhatWasTakenAheadAndNotUsed(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(10_000, RateUnit.HOUR));
      Quotas one = rig.node();
      Quotas two = rig.node();
      assertThat(rig.send(one, 1)).isEqualTo(1);
      assertThat(rig.send(two, 20_000)).isEqualTo(9900);
      rig.clock.forward(Duration.ofSeconds(2));
      one.upkeep();
      assertThat(rig.send(two, 20_000)).isEqualTo(99);
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void aClockThatIsSetBackFreesNothing(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(1000, RateUnit.MINUTE));
      long[] passed = {0};
      Quotas node = rig.node(() -> passed[0]);
      assertThat(rig.send(node, 5000)).isEqualTo(1000);
      rig.clock.forward(Duration.ofHours(-1));
      assertThat(rig.send(node, 5000)).as("in the same process").isZero();
      assertThat(rig.send(rig.node(), 5000)).as("after a restart").isZero();
      rig.clock.forward(Duration.ofMinutes(2));
      assertThat(rig.send(rig.node(), 5000)).as("until the clock is there again").isZero();
      passed[0] = Duration.ofSeconds(62).toNanos();
      assertThat(rig.send(node, 5000)).as("when the time has really passed").isEqualTo(1000);
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void aSlowDatabaseCostsPartOfTheQuotaAndNeverAllOfIt(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(1000, RateUnit.SECOND));
      // Each look at the time takes 8 ms, so that an answer comes when a permit is nearly stale.
      Duration step = Duration.ofMillis(8);
      Quotas node =
          rig.node(
              () -> {
                rig.clock.forward(step);
                return QuotaRule.micros(rig.clock.instant()) * 1000;
              });
      Instant end = rig.clock.instant().plusSeconds(20);
      while (rig.clock.instant().isBefore(end)) {
        if (node.take(GMAIL, LABELS) instanceof Permit permit && !permit.isFree()) {
          rig.grants.add(rig.clock.instant());
          assertThat(permit.goodUntil()).isAfterOrEqualTo(rig.clock.instant());
        }
      }
      rig.grants.assertNeverOver(1000, Duration.ofSeconds(1));
      assertThat(rig.grants.count()).isGreaterThan(500);
    }
  }
}
