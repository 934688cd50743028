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
import java.util.Comparator;
import java.util.List;
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
  private int givenUp;

  /** For how many milliseconds a dot is held up after its mail may go, by its number. */
  private IntToLongFunction heldUp = dot -> 0;

  /** By how many milliseconds a worker wakes up late that waits for a permit. */
  private IntToLongFunction lateWake = refusal -> 0;

  /** How many milliseconds a mail needs from its permit until it is ready, by its number. */
  private enum Delays {
    ALL_THE_SAME(98),
    OF_A_LIVELY_SERVER(98),
    OF_A_BUSY_MACHINE(98),
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
      case OF_A_BUSY_MACHINE -> mail -> 3 + (random.nextInt(10) < 6 ? 0 : random.nextInt(17));
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

  private enum Stage {
    NEXT,
    READY,
    NOTED,
    HANDED_OVER
  }

  /** A node, and how many milliseconds its mails need until they are ready. */
  private record Sender(Quotas node, int workers, IntToLongFunction millis) {}

  /** When a worker goes on, with what, and with which mail. */
  private record Step(Instant at, Sender of, Stage stage, Optional<Permit> mail) {
    Step then(Stage next, Duration later) {
      return new Step(at.plus(later), of, next, mail);
    }

    Step next(Instant when) {
      return new Step(when, of, Stage.NEXT, Optional.empty());
    }
  }

  @ParameterizedTest
  @MethodSource("delays")
  void areNeverTooManyForTheirReceiver(Database database, Delays delays) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(5, RateUnit.SECOND));
      send(rig, rig.node(), WORKERS, Duration.ofMinutes(1), millis(delays));
      rig.grants.assertNeverOver(5, Duration.ofSeconds(1));
      assertThat(rig.grants.count()).as("of 300").isGreaterThanOrEqualTo(3 * delays.used);
    }
  }

  /** While nothing is sent, the delay falls for all mails alike. */
  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void areQuickAgainAfterAQuietTime(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(5, RateUnit.SECOND));
      Quotas node = rig.node();
      send(rig, node, WORKERS, Duration.ofSeconds(20), mail -> 300);
      send(rig, node, WORKERS, Duration.ofSeconds(10), mail -> 2);
      rig.clock.forward(Duration.ofMinutes(4));
      send(rig, node, WORKERS, Duration.ofSeconds(10), mail -> 2);
      rig.grants.assertNeverOver(5, Duration.ofSeconds(1));
    }
  }

  /** A permit of the day before counts no more: its mail needs one of the new day. */
  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void areOfTheDayOnWhichTheyCome(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, "2026-12-01T00:59:59.500Z")) {
      rig.site(daily(2, "09:00", "Asia/Shanghai"));
      Quotas node = rig.node();
      Permit early = (Permit) node.take(GMAIL, LABELS);
      Permit late = (Permit) node.take(GMAIL, LABELS);
      assertThat(node.untilDue(early)).as("on the same day").isZero();
      rig.clock.forward(Duration.ofSeconds(1));
      assertThat(rig.send(node, 1)).isEqualTo(1);
      assertThat(node.untilDue(late)).as("by the second of the new day").isZero();
      assertThat(rig.send(node, 1)).as("for it and the other are two").isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void arePermittedInBlocks(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(600, RateUnit.SECOND));
      send(rig, rig.node(), 100, Duration.ofSeconds(10), mail -> 40 + random.nextInt(40));
      rig.grants.assertNeverOver(600, Duration.ofSeconds(1));
      assertThat(rig.grants.count()).as("of 6000").isGreaterThanOrEqualTo(5800);
    }
  }

  /** What the first mails of a server needed keeps the connections of those to come for long. */
  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void waitNoLongerForWhatTheFirstOnesNeeded(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(40, RateUnit.SECOND));
      send(rig, rig.node(), 4, Duration.ofMinutes(1), mail -> mail < 200 ? 187 : 4);
      rig.grants.assertNeverOver(40, Duration.ofSeconds(1));
      assertThat(rig.grants.count()).as("of 200 and 50 s").isGreaterThanOrEqualTo(2_050);
    }
  }

  /** Many that need long at once are no rule: others keep their connections no longer for that. */
  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void areLateInBadMoments(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(40, RateUnit.SECOND));
      send(rig, rig.node(), 4, Duration.ofMinutes(2), mail -> mail % 240 < 30 ? 130 : 4);
      rig.grants.assertNeverOver(40, Duration.ofSeconds(1));
      assertThat(rig.grants.count()).as("of 4,800").isGreaterThanOrEqualTo(4_416);
    }
  }

  /** Nodes need different times, and both change: a receiver sees one quota all the same. */
  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void areOfTwoNodes(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(5, RateUnit.SECOND));
      Sender slow = new Sender(rig.node(), 4, mail -> mail < 150 ? 180 : 60 + random.nextInt(60));
      Sender quick = new Sender(rig.node(), 4, mail -> mail % 97 == 96 ? 950 : 3);
      send(rig, Duration.ofMinutes(2), List.of(slow, quick));
      rig.grants.assertNeverOver(5, Duration.ofSeconds(1));
      assertThat(rig.grants.count()).as("of 600").isGreaterThanOrEqualTo(570);
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void areOfSeveralQuotas(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(5, RateUnit.SECOND));
      rig.quota(QuotaScope.SENDER, "example.com", rolling(240, RateUnit.MINUTE));
      rig.quota(QuotaScope.SOURCE, "4", rolling(20_000, RateUnit.HOUR));
      send(rig, rig.node(), WORKERS, Duration.ofMinutes(3), mail -> 30 + random.nextInt(400));
      rig.grants.assertNeverOver(5, Duration.ofSeconds(1));
      rig.grants.assertNeverOver(240, Duration.ofMinutes(1));
      assertThat(rig.grants.count()).as("of 720").isGreaterThanOrEqualTo(706);
    }
  }

  /** The machine may stop a worker after its last look at the clock; its receiver sees that. */
  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void areCountedWhenTheirDotsLeave(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(5, RateUnit.SECOND));
      heldUp = mail -> mail % 7 == 3 ? 30 : 0;
      send(rig, rig.node(), WORKERS, Duration.ofMinutes(1), mail -> 20);
      rig.grants.assertNeverOver(5, Duration.ofSeconds(1));
      assertThat(rig.grants.count()).as("of 300").isGreaterThanOrEqualTo(280);
    }
  }

  /** Who waits for the next permit wakes up late, each time: that is no delay of the next one. */
  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void areOfTheMomentAtWhichTheirPermitsWereFree(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(5, RateUnit.SECOND));
      lateWake = refusal -> 10 + random.nextInt(15);
      send(rig, rig.node(), WORKERS, Duration.ofMinutes(1), mail -> 20);
      rig.grants.assertNeverOver(5, Duration.ofSeconds(1));
      assertThat(rig.grants.count()).as("of 300").isGreaterThanOrEqualTo(294);
    }
  }

  /**
   * As workers do: they ask when a mail is ready, when the journal has its dot, and when that left.
   */
  private void send(
      QuotaRig rig, Quotas node, int workers, Duration time, IntToLongFunction millis) {
    send(rig, time, List.of(new Sender(node, workers, millis)));
  }

  private void send(QuotaRig rig, Duration time, List<Sender> senders) {
    PriorityQueue<Step> steps = new PriorityQueue<>(Comparator.comparing(Step::at));
    for (Sender sender : senders) {
      for (int worker = 0; worker < sender.workers; worker++) {
        steps.add(new Step(rig.clock.instant(), sender, Stage.NEXT, Optional.empty()));
      }
    }
    Instant end = rig.clock.instant().plus(time);
    int begun = 0;
    int dots = 0;
    int refusals = 0;
    for (Step step = steps.poll(); step.at.isBefore(end); step = steps.poll()) {
      rig.clock.forward(Duration.between(rig.clock.instant(), step.at));
      Quotas node = step.of.node;
      switch (step.stage) {
        case NEXT -> {
          QuotaAnswer answer = node.take(GMAIL, LABELS);
          if (answer instanceof QuotaAnswer.Refused refused) {
            Instant later = step.at.plusMillis(1);
            Instant until = refused.hold().until().plusMillis(lateWake.applyAsLong(refusals++));
            steps.add(step.next(until.isAfter(later) ? until : later));
          } else {
            Instant ready = step.at.plusMillis(step.of.millis.applyAsLong(begun++));
            steps.add(new Step(ready, step.of, Stage.READY, Optional.of((Permit) answer)));
          }
        }
        case READY -> {
          Duration wait = node.untilDue(step.mail.orElseThrow());
          steps.add(
              wait.isZero()
                  ? step.then(Stage.NOTED, Duration.ofMillis(2))
                  : step.then(Stage.READY, wait));
        }
        case NOTED -> {
          if (node.untilDue(step.mail.orElseThrow()).isZero()) {
            Duration held = Duration.ofMillis(heldUp.applyAsLong(dots++));
            steps.add(step.then(Stage.HANDED_OVER, held));
          } else {
            node.giveBack(step.mail.orElseThrow());
            givenUp++;
            steps.add(step.next(step.at));
          }
        }
        case HANDED_OVER -> {
          rig.grants.add(step.at);
          node.untilDue(step.mail.orElseThrow());
          steps.add(step.next(step.at));
        }
      }
    }
    assertThat(givenUp).as("mails that were given up when the journal had them").isZero();
  }
}
