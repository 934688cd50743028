package io.mailwright.routing.quota;

import static io.mailwright.routing.quota.QuotaRig.GMAIL;
import static io.mailwright.routing.quota.QuotaRig.LABELS;
import static io.mailwright.routing.quota.QuotaRig.rolling;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.campaign.RateUnit;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a receiver sees of a quota whose mails are handed over some time after their permits: never
 * more than it allows, and nearly all of it.
 */
class LateMailsTest {
  private static final String BEGIN = "2026-12-01T14:20:00Z";
  private static final int WORKERS = 8;

  private final Random random = new Random(1);

  /** How many milliseconds a mail needs from its permit until it is ready, by its number. */
  private enum Delays {
    ALL_THE_SAME(98),
    OF_A_LIVELY_SERVER(98),
    LONG_AT_THE_BEGIN(98),
    LONG_NOW_AND_THEN(80),
    LONGER_THAN_THE_WINDOW(40),
    LESS_FROM_SOME_TIME_ON(97);

    private final int used;

    Delays(int used) {
      this.used = used;
    }
  }

  private IntToLongFunction millis(Delays delays) {
    return switch (delays) {
      case ALL_THE_SAME -> mail -> 50;
      case OF_A_LIVELY_SERVER -> mail -> 20 + random.nextInt(100);
      case LONG_AT_THE_BEGIN -> mail -> mail < WORKERS ? 300 + random.nextInt(900) : 4;
      case LONG_NOW_AND_THEN -> mail -> mail % 40 == 39 ? 1500 : 10 + random.nextInt(5);
      case LONGER_THAN_THE_WINDOW -> mail -> 1000 + random.nextInt(800);
      case LESS_FROM_SOME_TIME_ON -> mail -> mail < 100 ? 90 : 5;
    };
  }

  static Stream<Arguments> delays() {
    return TestDatabases.both()
        .flatMap(
            database -> Stream.of(Delays.values()).map(delays -> Arguments.of(database, delays)));
  }

  /** When a worker goes on, and with which mail. */
  private record Step(Instant at, Optional<Permit> mail) {}

  @ParameterizedTest
  @MethodSource("delays")
  void areNeverTooManyForTheirReceiver(Database database, Delays delays) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(5, RateUnit.SECOND));
      send(rig, WORKERS, Duration.ofMinutes(1), millis(delays));
      rig.grants.assertNeverOver(5, Duration.ofSeconds(1));
      assertThat(rig.grants.count()).as("of 300").isGreaterThanOrEqualTo(3 * delays.used);
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void arePermittedInBlocks(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(600, RateUnit.SECOND));
      send(rig, 100, Duration.ofSeconds(10), mail -> 40 + random.nextInt(40));
      rig.grants.assertNeverOver(600, Duration.ofSeconds(1));
      assertThat(rig.grants.count()).as("of 6000").isGreaterThanOrEqualTo(5800);
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void areOfSeveralQuotas(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(5, RateUnit.SECOND));
      rig.quota(QuotaScope.SENDER, "example.com", rolling(240, RateUnit.MINUTE));
      rig.quota(QuotaScope.SOURCE, "4", rolling(20_000, RateUnit.HOUR));
      send(rig, WORKERS, Duration.ofMinutes(3), mail -> 30 + random.nextInt(400));
      rig.grants.assertNeverOver(5, Duration.ofSeconds(1));
      rig.grants.assertNeverOver(240, Duration.ofMinutes(1));
      assertThat(rig.grants.count()).as("of 720").isGreaterThanOrEqualTo(706);
    }
  }

  private static void send(QuotaRig rig, int workers, Duration time, IntToLongFunction millis) {
    Quotas node = rig.node();
    PriorityQueue<Step> steps = new PriorityQueue<>(Comparator.comparing(Step::at));
    for (int worker = 0; worker < workers; worker++) {
      steps.add(new Step(rig.clock.instant(), Optional.empty()));
    }
    Instant end = rig.clock.instant().plus(time);
    int begun = 0;
    for (Step step = steps.poll(); step.at.isBefore(end); step = steps.poll()) {
      rig.clock.forward(Duration.between(rig.clock.instant(), step.at));
      Duration wait = step.mail.map(node::untilDue).orElse(Duration.ZERO);
      if (!wait.isZero()) {
        steps.add(new Step(step.at.plus(wait), step.mail));
        continue;
      }
      step.mail.ifPresent(mail -> rig.grants.add(rig.clock.instant()));
      QuotaAnswer answer = node.take(GMAIL, LABELS);
      if (answer instanceof QuotaAnswer.Refused refused) {
        Instant later = step.at.plusMillis(1);
        Instant until = refused.hold().until();
        steps.add(new Step(until.isAfter(later) ? until : later, Optional.empty()));
      } else {
        Instant ready = step.at.plusMillis(millis.applyAsLong(begun++));
        steps.add(new Step(ready, Optional.of((Permit) answer)));
      }
    }
  }
}
