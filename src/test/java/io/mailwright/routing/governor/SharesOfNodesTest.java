package io.mailwright.routing.governor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mailwright.campaign.RateUnit;
import io.mailwright.kernel.db.Database;
import io.mailwright.routing.brake.TestBrakes;
import io.mailwright.routing.quota.QuotaLabels;
import io.mailwright.routing.quota.QuotaScope;
import io.mailwright.routing.quota.Subjects;
import io.mailwright.routing.quota.TestQuotas;
import io.mailwright.routing.rate.SiteRates;
import io.mailwright.routing.route.Pace;
import io.mailwright.routing.route.TestPaces;
import io.mailwright.routing.share.FairShares;
import io.mailwright.routing.share.ShareExchange;
import io.mailwright.routing.share.Standing;
import io.mailwright.routing.share.TestShares;
import io.mailwright.routing.warmup.TestWarmUps;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Campaigns on two nodes of one database that send by one server, all gates as in production; in
 * simulated time.
 */
class SharesOfNodesTest {
  private static final Instant START = Instant.parse("2026-12-01T14:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final SettableClock clock = new SettableClock(START);
  private final Database database = TestDatabases.h2();
  private final Random random = new Random(5);
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing((Task t) -> t.ready).thenComparing(t -> t.number));
  private final Map<Long, Integer> sentBy = new HashMap<>();
  private Pace.Intervals intervals = Pace.Intervals.NONE;
  private int numbers;

  /** A worker, or what a node does each second. */
  private abstract static class Task {
    private final int number;
    private Instant ready;

    Task(int number, Instant ready) {
      this.number = number;
      this.ready = ready;
    }

    abstract Instant run(Instant now);
  }

  private final class Node {
    private final FairShares shares = new FairShares(clock);
    private final Governor governor =
        new StandardGates(
                TestBrakes.on(database, clock),
                TestWarmUps.of(database, clock),
                new SiteRates(clock),
                TestQuotas.of(database, clock),
                shares,
                TestPaces.of(database, clock))
            .governor();

    Node(int afterMillis) {
      ShareExchange exchange = TestShares.exchange(shares, database);
      tasks.add(
          new Task(numbers++, START.plusMillis(afterMillis)) {
            @Override
            Instant run(Instant now) {
              exchange.exchange();
              return now.plusSeconds(1);
            }
          });
    }

    /** A campaign whose workers always have a mail, or one each so many milliseconds. */
    void campaign(long id, int weight, boolean isUrgent, int workers, int millis) {
      shares.active(id, new Standing(weight, isUrgent));
      Ask ask =
          new Ask(
              new Subjects(1, 1, "news@example.com", "bounces@example.com", "gmail", id),
              new QuotaLabels("Relay", "Relay", "Gmail", "Campaign " + id));
      for (int i = 0; i < workers; i++) {
        tasks.add(
            new Task(numbers++, clock.instant()) {
              @Override
              Instant run(Instant now) {
                // Nobody wakes to the moment.
                return ask(now).plusNanos(random.nextInt(2_000_000));
              }

              private Instant ask(Instant now) {
                Leave leave = governor.ask(ask, intervals, PATIENCE);
                if (leave instanceof Leave.Granted granted) {
                  sentBy.merge(id, 1, Integer::sum);
                  Instant from = granted.from().isAfter(now) ? granted.from() : now;
                  return from.plusMillis(millis + random.nextInt(10));
                }
                return ((Leave.Held) leave).hold().until();
              }
            });
      }
    }
  }

  private void run(Duration time) {
    Instant end = clock.instant().plus(time);
    while (tasks.element().ready.isBefore(end)) {
      Task task = tasks.remove();
      if (task.ready.isAfter(clock.instant())) {
        clock.forward(Duration.between(clock.instant(), task.ready));
      }
      task.ready = task.run(clock.instant());
      tasks.add(task);
    }
  }

  private int sent() {
    return sentBy.values().stream().mapToInt(Integer::intValue).sum();
  }

  private double shareOf(long campaign) {
    return 100.0 * sentBy.get(campaign) / sent();
  }

  private void limit(String how) {
    switch (how) {
      case "interval" -> intervals = new Pace.Intervals(Duration.ofMillis(50), Duration.ZERO);
      case "second" -> quota(30, RateUnit.SECOND);
      case "many" -> quota(600, RateUnit.SECOND);
      default -> throw new IllegalArgumentException(how);
    }
  }

  private void quota(long limit, RateUnit per) {
    TestQuotas.add(database, 1, QuotaScope.SITE, "gmail", limit, per);
  }

  @ParameterizedTest
  @CsvSource({"interval, 20", "second, 30", "many, 600"})
  void twoCampaignsShareByWeight(String how, int perSecond) {
    limit(how);
    new Node(200).campaign(1, 75, false, 16, 5);
    new Node(700).campaign(2, 25, false, 16, 5);
    run(Duration.ofSeconds(90));
    assertThat(shareOf(1)).isCloseTo(75, within(5.0));
    assertThat(sent()).as("mails").isGreaterThanOrEqualTo(90 * perSecond * 97 / 100);
  }

  @Test
  void anUrgentCampaignLeavesATenth() {
    limit("interval");
    new Node(200).campaign(1, 10, true, 16, 5);
    new Node(700).campaign(2, 90, false, 16, 5);
    run(Duration.ofSeconds(90));
    assertThat(shareOf(1)).isCloseTo(90, within(5.0));
  }

  /** Half is its share, and it wants a tenth. */
  @Test
  void whoWantsLessThanItsShareHoldsNobodyUp() {
    limit("second");
    new Node(200).campaign(1, 50, false, 1, 330);
    new Node(700).campaign(2, 50, false, 16, 5);
    run(Duration.ofSeconds(60));
    assertThat(sent()).isGreaterThanOrEqualTo(60 * 30 * 96 / 100);
  }

  @Test
  void whoComesLaterHasItsShareSoonAndNoMore() {
    limit("interval");
    new Node(200).campaign(1, 50, false, 16, 5);
    Node other = new Node(700);
    run(Duration.ofSeconds(60));
    sentBy.clear();
    other.campaign(2, 50, false, 16, 5);
    run(Duration.ofSeconds(60));
    assertThat(shareOf(2)).isCloseTo(50, within(5.0));
  }

  @Test
  void theOtherTakesAllWhenOneHasNothingMore() {
    limit("interval");
    new Node(200).campaign(1, 75, false, 16, 5);
    Node other = new Node(700);
    other.campaign(2, 25, false, 16, 5);
    run(Duration.ofSeconds(30));
    tasks.removeIf(task -> task.number >= 1 && task.number <= 16);
    sentBy.clear();
    run(Duration.ofSeconds(30));
    assertThat(sentBy.get(2L)).isGreaterThanOrEqualTo(20 * 30 - 20 * 7);
  }
}
