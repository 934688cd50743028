package io.mailwright.routing.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How much of an interval is used while the database takes its time, by nodes of sixteen workers
 * each that always have a mail. In simulated time; while one worker asks for a block ahead the
 * others go on, on a thread of their own, so that a lock that is kept meanwhile would stop them.
 */
class PaceUseTest {
  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int WORKERS = 16;

  private final SettableClock clock = new SettableClock(START);
  private final Random random = new Random(11);
  private final PaceStore memory = PaceStore.inMemory();
  private final PriorityQueue<Worker> workers =
      new PriorityQueue<>(Comparator.comparing((Worker w) -> w.ready).thenComparing(w -> w.number));
  private final List<Pace> nodes = new ArrayList<>();
  private final List<Instant> sent = new ArrayList<>();
  private Pace.Intervals intervals;
  private Duration latency;
  private int statements;

  private static final class Worker {
    private final int number;
    private final int node;
    private Instant ready = START;

    Worker(int number, int node) {
      this.number = number;
      this.node = node;
    }
  }

  private PaceStore.Block lease(PaceStore.Wish wish) {
    statements++;
    PaceStore.Block block = memory.lease(wish);
    Instant answer = clock.instant().plus(latency);
    if (wish.latestStart() - wish.now() == PaceMeter.AHEAD) {
      CompletableFuture.runAsync(() -> run(answer), task -> new Thread(task).start())
          .orTimeout(20, TimeUnit.SECONDS)
          .join();
    }
    goTo(answer);
    return block;
  }

  private void goTo(Instant moment) {
    if (moment.isAfter(clock.instant())) {
      clock.forward(Duration.between(clock.instant(), moment));
    }
  }

  private void start(int count) {
    for (int node = 0; node < count; node++) {
      nodes.add(new Pace(this::lease, clock));
      for (int i = 0; i < WORKERS; i++) {
        workers.add(new Worker(workers.size(), node));
      }
    }
  }

  private void run(Instant end) {
    while (!workers.isEmpty() && workers.element().ready.isBefore(end)) {
      Worker worker = workers.remove();
      goTo(worker.ready);
      Pace.Moment moment = nodes.get(worker.node).next(1, 7, intervals, PATIENCE, true);
      if (moment.isTaken()) {
        sent.add(moment.at());
        worker.ready = moment.at().plusMillis(5 + random.nextInt(60));
      } else {
        worker.ready = moment.askAt();
      }
      // Nobody wakes to the moment.
      worker.ready = worker.ready.plusNanos(random.nextInt(4_000_000));
      workers.add(worker);
    }
  }

  private void assertNeverNearer(int millis) {
    sent.sort(null);
    for (int i = 1; i < sent.size(); i++) {
      assertThat(Duration.between(sent.get(i - 1), sent.get(i)))
          .as("between mails %s and %s", i - 1, i)
          .isGreaterThanOrEqualTo(Duration.ofMillis(millis));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "5, 10, 1",
    "50, 5, 1",
    "50, 40, 1",
    "50, 200, 1",
    "700, 100, 1",
    "2000, 100, 1",
    "5, 10, 2",
    "50, 5, 2",
    "50, 40, 2",
    "50, 200, 2",
    "700, 100, 2",
    "2000, 100, 2",
    "50, 40, 3"
  })
  void isAllButTwoPercent(int millis, int answerMillis, int count) {
    latency = Duration.ofMillis(answerMillis);
    intervals = new Pace.Intervals(Duration.ofMillis(millis), Duration.ZERO);
    start(count);
    run(START.plusSeconds(5));
    sent.clear();
    statements = 0;
    int seconds = Math.max(60, millis / 5);
    run(clock.instant().plusSeconds(seconds));
    assertNeverNearer(millis);
    assertThat(sent.size()).as("mails").isGreaterThanOrEqualTo(980 * seconds / millis);
    assertThat(statements).as("questions").isLessThan(3 * seconds * count);
  }

  @Test
  void aRestartCostsABlockAtMost() {
    latency = Duration.ofMillis(40);
    intervals = new Pace.Intervals(Duration.ofMillis(50), Duration.ZERO);
    start(2);
    run(START.plusSeconds(30));
    nodes.set(0, new Pace(this::lease, clock));
    run(START.plusSeconds(60));
    assertNeverNearer(50);
    assertThat(sent.size()).isGreaterThanOrEqualTo(20 * 60 * 98 / 100 - 20 * 3 / 2);
  }

  @Test
  void aCampaignsIntervalIsUsedByOneServerAndAnother() {
    latency = Duration.ofMillis(40);
    intervals = new Pace.Intervals(Duration.ofMillis(50), Duration.ofMillis(40));
    start(1);
    run(START.plusSeconds(60));
    assertNeverNearer(50);
    assertThat(sent.size()).isGreaterThanOrEqualTo(20 * 60 * 98 / 100);
  }
}
