package io.mailwright.routing.governor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mailwright.routing.quota.QuotaLabels;
import io.mailwright.routing.quota.Subjects;
import io.mailwright.routing.route.Pace;
import io.mailwright.routing.share.FairShares;
import io.mailwright.routing.share.Standing;
import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Campaigns of eight workers each that send by one server with an interval, in simulated time. */
class SharedIntervalTest {
  private static final Instant START = Instant.parse("2026-12-01T14:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int WORKERS = 8;

  private final SettableClock clock = new SettableClock(START);
  private final FairShares shares = new FairShares(clock);
  private final Governor governor = new Governor(List.of(), Pace.alone(clock), shares);
  private final Random random = new Random(3);
  private final PriorityQueue<Worker> workers =
      new PriorityQueue<>(Comparator.comparing((Worker w) -> w.ready).thenComparing(w -> w.number));
  private final List<Instant> sent = new ArrayList<>();
  private final Map<Long, Integer> sentBy = new HashMap<>();

  private static final class Worker {
    private final int number;
    private final Ask ask;
    private Instant ready = START;

    Worker(int number, long campaign) {
      this.number = number;
      this.ask =
          new Ask(
              new Subjects(1, 1, "news@example.com", "bounces@example.com", "gmail", campaign),
              new QuotaLabels("Relay", "Relay", "Gmail", "Campaign " + campaign));
    }
  }

  private void campaign(long id, int weight, boolean isUrgent) {
    shares.active(id, new Standing(weight, isUrgent));
    for (int i = 0; i < WORKERS; i++) {
      workers.add(new Worker(workers.size(), id));
    }
  }

  private void run(Duration interval, Duration time) {
    Pace.Intervals intervals = new Pace.Intervals(interval, Duration.ZERO);
    while (workers.element().ready.isBefore(START.plus(time))) {
      Worker worker = workers.remove();
      if (worker.ready.isAfter(clock.instant())) {
        clock.forward(Duration.between(clock.instant(), worker.ready));
      }
      Leave leave = governor.ask(worker.ask, intervals, PATIENCE);
      if (leave instanceof Leave.Granted granted) {
        sent.add(granted.from());
        sentBy.merge(worker.ask.campaignId(), 1, Integer::sum);
        worker.ready = granted.from().plusMillis(5 + random.nextInt(10));
      } else {
        worker.ready = ((Leave.Held) leave).hold().until();
      }
      // Nobody wakes to the moment.
      worker.ready = worker.ready.plusNanos(random.nextInt(500_000));
      workers.add(worker);
    }
  }

  private double shareOf(long campaign) {
    return 100.0 * sentBy.get(campaign) / sent.size();
  }

  @ParameterizedTest
  @CsvSource({"5, 60", "50, 60", "700, 700"})
  void isTakenInTurnsByWeight(int millis, int seconds) {
    campaign(1, 300, false);
    campaign(2, 100, false);
    run(Duration.ofMillis(millis), Duration.ofSeconds(seconds));
    assertThat(sent.size()).isGreaterThanOrEqualTo((int) (0.97 * seconds * 1000 / millis));
    assertThat(shareOf(1)).isCloseTo(75, within(3.0));
    sent.sort(null);
    for (int i = 1; i < sent.size(); i++) {
      assertThat(Duration.between(sent.get(i - 1), sent.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofMillis(millis));
    }
  }

  @ParameterizedTest
  @CsvSource({"50, 60"})
  void anUrgentCampaignLeavesATenth(int millis, int seconds) {
    campaign(1, 100, true);
    campaign(2, 100, false);
    run(Duration.ofMillis(millis), Duration.ofSeconds(seconds));
    assertThat(shareOf(1)).isCloseTo(90, within(3.0));
  }
}
