package io.mailwright.routing.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.db.Database;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PaceTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration NONE = Duration.ZERO;

  private final SettableClock clock = new SettableClock(NOW);
  private final Pace pace = Pace.alone(clock);

  private Pace.Moment next(Duration server, Duration campaign) {
    return pace.next(1, 7, new Pace.Intervals(server, campaign), PATIENCE, true);
  }

  private void goTo(Duration afterBegin) {
    clock.forward(Duration.between(clock.instant(), NOW.plus(afterBegin)));
  }

  @Test
  void theLongerIntervalOfServerAndCampaignRules() {
    Duration server = Duration.ofMillis(400);
    Duration campaign = Duration.ofMillis(200);
    assertThat(next(server, campaign).at()).isEqualTo(NOW);
    Pace.Moment second = next(server, campaign);
    assertThat(second.at()).isEqualTo(NOW.plusMillis(400));
    assertThat(second.isTaken()).isFalse();
    assertThat(second.isServers()).isTrue();
    goTo(Duration.ofMillis(390));
    assertThat(next(server, campaign).isTaken()).isTrue();
    assertThat(pace.next(2, 7, new Pace.Intervals(NONE, campaign), PATIENCE, true).at())
        .as("another server, the same campaign")
        .isEqualTo(NOW.plusMillis(600));
    assertThat(pace.next(1, 8, new Pace.Intervals(server, NONE), PATIENCE, true).at())
        .as("another campaign, the same server")
        .isEqualTo(NOW.plusMillis(800));
  }

  @Test
  void aShorterIntervalCountsFromTheLastMail() {
    assertThat(next(NONE, Duration.ofHours(1)).isTaken()).isTrue();
    assertThat(next(NONE, Duration.ofHours(1)).at()).isEqualTo(NOW.plusSeconds(3600));
    assertThat(next(NONE, Duration.ofMillis(50)).at()).isEqualTo(NOW.plusMillis(50));
  }

  @Test
  void whoIsNotToWaitTakesOnlyThePresentMoment() {
    Pace.Intervals intervals = new Pace.Intervals(Duration.ofMillis(10), NONE);
    assertThat(pace.next(1, 7, intervals, NONE, true).isTaken()).isTrue();
    assertThat(pace.next(1, 7, intervals, NONE, true).isTaken()).isFalse();
    assertThat(pace.known(1, 7, intervals, NONE, true).orElseThrow().askAt())
        .isEqualTo(NOW.plusMillis(10));
    assertThat(pace.known(1, 7, intervals, PATIENCE, true)).isEmpty();
  }

  @Test
  void aMomentThatIsOverWhenTheDatabaseAnswersIsNotTaken() {
    PaceStore memory = PaceStore.inMemory();
    Pace slow =
        new Pace(
            wish -> {
              PaceStore.Block block = memory.lease(wish);
              clock.forward(Duration.ofMillis(80));
              return block;
            },
            clock);
    Pace.Intervals intervals = new Pace.Intervals(Duration.ofMillis(50), NONE);
    Instant last = Instant.EPOCH;
    for (int i = 0; i < 2000; i++) {
      Pace.Moment moment = slow.next(1, 7, intervals, PATIENCE, true);
      if (moment.isTaken()) {
        assertThat(moment.goodUntil()).isAfterOrEqualTo(clock.instant());
        assertThat(Duration.between(last, moment.at()).toMillis()).isGreaterThanOrEqualTo(50);
        last = moment.at();
      }
      clock.forward(Duration.ofMillis(5));
    }
    assertThat(last).isAfter(NOW.plusSeconds(5));
  }

  @Test
  void aMomentThatIsGivenBackIsTheNextMails() {
    Pace.Moment first = next(Duration.ofHours(1), NONE);
    goTo(Duration.ofSeconds(3));
    pace.giveBack(1, 7, first);
    assertThat(next(Duration.ofHours(1), NONE).at()).isEqualTo(NOW.plusSeconds(3));
  }

  @Test
  void theMailAfterTheFirstOfARowCountsFromWhenThatWasSent() {
    Duration interval = Duration.ofMillis(200);
    Pace.Moment first = next(interval, NONE);
    goTo(Duration.ofMillis(30));
    pace.went(1, 7, first);
    Pace.Moment second = next(interval, NONE);
    assertThat(second.at()).isEqualTo(NOW.plusMillis(230));
    goTo(Duration.ofMillis(230));
    Pace.Moment taken = next(interval, NONE);
    assertThat(taken.isTaken()).isTrue();
    goTo(Duration.ofMillis(250));
    pace.went(1, 7, taken);
    assertThat(next(interval, NONE).at()).isEqualTo(NOW.plusMillis(430));
    pace.giveBack(1, 7, taken);
    assertThat(next(interval, NONE).at()).isEqualTo(NOW.plusMillis(250));
  }

  private JdbcPaceStore empty(Database database) {
    database.change(
        connection -> {
          try (var delete = connection.prepareStatement("DELETE FROM mail_pace")) {
            delete.executeUpdate();
          }
        });
    return new JdbcPaceStore(database);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aRestartForgetsNothing(Database database) {
    JdbcPaceStore store = empty(database);
    Pace.Intervals intervals = new Pace.Intervals(Duration.ofHours(2), NONE);
    assertThat(new Pace(store, clock).next(1, 7, intervals, PATIENCE, true).isTaken()).isTrue();
    clock.forward(Duration.ofMinutes(30));
    Pace restarted = new Pace(store, clock);
    assertThat(restarted.next(1, 7, intervals, PATIENCE, true).at())
        .isEqualTo(NOW.plus(Duration.ofHours(2)));
    assertThat(restarted.next(1, 7, intervals, PATIENCE, true).isTaken()).isFalse();
    goTo(Duration.ofHours(2));
    assertThat(restarted.next(1, 7, intervals, PATIENCE, true).isTaken()).isTrue();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aClockThatIsSetBackCostsTwoIntervalsAtMost(Database database) {
    JdbcPaceStore store = empty(database);
    for (Pace one : List.of(new Pace(store, clock), Pace.alone(clock))) {
      Pace.Intervals intervals = new Pace.Intervals(Duration.ofSeconds(5), NONE);
      assertThat(one.next(1, 7, intervals, PATIENCE, true).isTaken()).isTrue();
      clock.forward(Duration.ofHours(-3));
      assertThat(one.next(1, 7, intervals, PATIENCE, true).at())
          .isEqualTo(clock.instant().plusSeconds(5));
      clock.forward(Duration.ofSeconds(5));
      one.next(1, 7, intervals, PATIENCE, true);
      clock.forward(Duration.ofSeconds(5));
      assertThat(one.next(1, 7, intervals, PATIENCE, true).isTaken()).isTrue();
    }
  }

  static Stream<Arguments> intervals() {
    return TestDatabases.both()
        .flatMap(
            database ->
                Stream.of(5, 70, 1500)
                    .flatMap(
                        millis ->
                            Stream.of(
                                Arguments.of(database, millis, 2),
                                Arguments.of(database, millis, 3))));
  }

  /** Nodes whose workers ask at random times; one is started anew in the middle. */
  @ParameterizedTest
  @MethodSource("intervals")
  void nodesShareTheMomentsAndLoseFew(Database database, int millis, int nodes) {
    JdbcPaceStore store = empty(database);
    AtomicInteger statements = new AtomicInteger();
    PaceStore counted =
        wish -> {
          statements.incrementAndGet();
          return store.lease(wish);
        };
    Duration interval = Duration.ofMillis(millis);
    Pace.Intervals intervals = new Pace.Intervals(interval, NONE);
    Random random = new Random(millis);
    List<Pace> all = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      all.add(new Pace(counted, clock));
    }
    List<Instant> sent = new ArrayList<>();
    int[] sentBy = new int[nodes];
    int seconds = Math.max(20, millis / 25);
    boolean isRestarted = false;
    while (clock.instant().isBefore(NOW.plusSeconds(seconds))) {
      int node = random.nextInt(nodes);
      Pace.Moment moment = all.get(node).next(1, 7, intervals, PATIENCE, true);
      if (moment.isTaken()) {
        sent.add(moment.at());
        sentBy[node]++;
      }
      if (!isRestarted && clock.instant().isAfter(NOW.plusSeconds(seconds / 2))) {
        all.set(0, new Pace(counted, clock));
        isRestarted = true;
      }
      clock.forward(Duration.ofNanos(random.nextInt(1_000_000)));
    }
    sent.sort(null);
    for (int i = 1; i < sent.size(); i++) {
      assertThat(Duration.between(sent.get(i - 1), sent.get(i)))
          .as("between mails %s and %s", i - 1, i)
          .isGreaterThanOrEqualTo(interval);
    }
    double allowed = seconds * 1000.0 / millis;
    assertThat(sent.size())
        .as("mails")
        .isBetween((int) (0.85 * allowed), (int) allowed + 1 + 10 / millis);
    for (int count : sentBy) {
      assertThat(count).as("of one node").isGreaterThan((int) (allowed / nodes / 5));
    }
    assertThat(statements.get())
        .as("questions to the database")
        .isLessThan(Math.max(sent.size() * 4, 4 * seconds));
  }
}
