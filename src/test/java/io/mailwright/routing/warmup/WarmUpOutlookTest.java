package io.mailwright.routing.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.campaign.policy.MailOutcome;
import io.mailwright.kernel.db.Database;
import io.mailwright.routing.governor.TestAsks;
import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WarmUpOutlookTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");

  @ParameterizedTest
  @MethodSource(BOTH)
  void daysComeOneAfterTheOtherAndNothingIsBegun(Database database) {
    TestWarmUps.add(database, 1, 1, "gmail", new WarmUpSteps(List.of(50L, 100L, 200L)));
    WarmUp warmUp = TestWarmUps.of(database, new SettableClock(NOW));
    WarmUpOutlook outlook = warmUp.outlook(1, "gmail").orElseThrow();
    assertThat(outlook.allowed()).containsExactly(50L, 100L, 200L);
    assertThat(outlook.goesAt(50, NOW)).isEqualTo(NOW);
    assertThat(outlook.goesAt(51, NOW)).isEqualTo("2026-12-02T00:00:00Z");
    assertThat(outlook.goesAt(150, NOW)).isEqualTo("2026-12-02T00:00:00Z");
    assertThat(outlook.goesAt(350, NOW)).isEqualTo("2026-12-03T00:00:00Z");
    // After the last step there is no limit.
    assertThat(outlook.goesAt(1_000_000, NOW)).isEqualTo("2026-12-04T00:00:00Z");
    // Who comes on the second day has that day's mails.
    Instant tomorrow = Instant.parse("2026-12-02T08:00:00Z");
    assertThat(outlook.goesAt(100, tomorrow)).isEqualTo(tomorrow);
    assertThat(outlook.goesAt(101, tomorrow)).isEqualTo("2026-12-03T00:00:00Z");
    assertThat(warmUp.sites(1, 10)).isEmpty();
    assertThat(warmUp.outlook(2, "gmail")).isEmpty();
    assertThat(warmUp.outlook(1, "yahoo")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whatWasUsedTodayCounts(Database database) {
    TestWarmUps.add(database, 1, 1, "gmail", new WarmUpSteps(List.of(50L, 100L)));
    SettableClock clock = new SettableClock(NOW);
    WarmUp warmUp = TestWarmUps.of(database, clock);
    for (int mail = 0; mail < 30; mail++) {
      assertThat(warmUp.take(TestAsks.to("gmail", 1))).isEmpty();
      warmUp.observe(1, "gmail", MailOutcome.ACCEPTED);
    }
    warmUp.settle();
    assertThat(warmUp.outlook(1, "gmail").orElseThrow().allowed()).containsExactly(20L, 100L);
    clock.forward(Duration.ofDays(1));
    assertThat(warmUp.outlook(1, "gmail").orElseThrow().allowed()).containsExactly(100L);
    for (int day = 0; day < 3; day++) {
      for (int mail = 0; mail < 60; mail++) {
        warmUp.take(TestAsks.to("gmail", 1));
        warmUp.observe(1, "gmail", MailOutcome.ACCEPTED);
      }
      warmUp.settle();
      clock.forward(Duration.ofDays(1));
    }
    assertThat(warmUp.outlook(1, "gmail")).isEmpty();
  }
}
