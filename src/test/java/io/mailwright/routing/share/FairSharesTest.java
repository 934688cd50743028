package io.mailwright.routing.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mailwright.routing.governor.Hold;
import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In simulated time, a step a millisecond. */
class FairSharesTest {
  private static final String KEY = "gmail on route r2";
  private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

  private final SettableClock clock = new SettableClock(START);
  private final FairShares shares = new FairShares(clock);
  private final Random random = new Random(7);
  private final List<Sender> senders = new ArrayList<>();

  /** A budget of so many a second, either in even steps or all at the beginning of a second. */
  private final class Budget {
    private final int perSecond;
    private final boolean atOnce;
    private long used;

    Budget(int perSecond, boolean atOnce) {
      this.perSecond = perSecond;
      this.atOnce = atOnce;
    }

    private long sinceStart() {
      return Duration.between(START, clock.instant()).toMillis();
    }

    /** When there is one; now: it was taken. */
    Instant take() {
      long millis = sinceStart();
      long given = atOnce ? (millis / 1000 + 1) * perSecond : millis * perSecond / 1000 + 1;
      // What nobody took in time is lost, but for what came in the last second.
      used = Math.max(used, given - perSecond);
      if (used < given) {
        used++;
        return clock.instant();
      }
      return START.plusMillis(
          atOnce ? (millis / 1000 + 1) * 1000 : (used * 1000 + perSecond - 1) / perSecond);
    }
  }

  /** A campaign with some workers that send a mail in about ten milliseconds each. */
  private final class Sender {
    private final long id;
    private final Budget budget;
    private final long[] busyUntil;
    private final int gapMillis;
    private long nextMail;
    private long sent;
    private boolean isOn = true;

    Sender(long id, Standing standing, Budget budget, int workers, int gapMillis) {
      this.id = id;
      this.budget = budget;
      this.busyUntil = new long[workers];
      this.gapMillis = gapMillis;
      shares.active(id, standing);
      senders.add(this);
    }

    void step(long now) {
      for (int worker = 0; worker < busyUntil.length && isOn; worker++) {
        if (busyUntil[worker] <= now && nextMail <= now) {
          busyUntil[worker] = now + ask(now);
        }
      }
    }

    private long ask(long now) {
      Optional<Hold> hold = shares.take(KEY, id);
      if (hold.isPresent()) {
        return Duration.between(clock.instant(), hold.get().until()).toMillis();
      }
      Instant at = budget.take();
      if (at.isAfter(clock.instant())) {
        shares.refused(KEY, id, at);
        return Duration.between(clock.instant(), at).toMillis() + random.nextInt(3);
      }
      sent++;
      nextMail = now + gapMillis;
      return 5 + random.nextInt(10);
    }

    long sentSince(long before) {
      return sent - before;
    }
  }

  private void run(Duration time) {
    for (long ms = 0; ms < time.toMillis(); ms++) {
      long now = clock.millis();
      // Who is served first in a millisecond must not matter.
      int first = random.nextInt(senders.size());
      for (int i = 0; i < senders.size(); i++) {
        senders.get((first + i) % senders.size()).step(now);
      }
      clock.forward(Duration.ofMillis(1));
    }
  }

  @ParameterizedTest
  @CsvSource({"100,false", "100,true", "1000,false", "1000,true", "10,false", "2,false"})
  void sharesABudgetByWeight(int perSecond, boolean atOnce) {
    Budget budget = new Budget(perSecond, atOnce);
    Sender heavy = new Sender(1, new Standing(3, false), budget, 16, 0);
    Sender light = new Sender(2, new Standing(1, false), budget, 16, 0);
    run(Duration.ofSeconds(60));
    long all = heavy.sent + light.sent;
    assertThat(all).as("nothing is left unused").isGreaterThanOrEqualTo(perSecond * 60 * 98 / 100);
    assertThat(100.0 * heavy.sent / all).isCloseTo(75, within(2.0));
  }

  @ParameterizedTest
  @CsvSource({"100,false", "100,true", "1000,false"})
  void anUrgentOneGoesFirstAndLeavesATenth(int perSecond, boolean atOnce) {
    Budget budget = new Budget(perSecond, atOnce);
    Sender big = new Sender(1, new Standing(100, false), budget, 16, 0);
    Sender other = new Sender(2, new Standing(300, false), budget, 16, 0);
    Sender urgent = new Sender(3, new Standing(1, true), budget, 16, 0);
    run(Duration.ofSeconds(60));
    long all = big.sent + other.sent + urgent.sent;
    assertThat(all).isGreaterThanOrEqualTo(perSecond * 60 * 98 / 100);
    assertThat(100.0 * urgent.sent / all).isCloseTo(90, within(2.0));
    assertThat(100.0 * big.sent / all).isCloseTo(2.5, within(1.0));
    assertThat(100.0 * other.sent / all).isCloseTo(7.5, within(1.0));
  }

  @Test
  void whoComesLateGetsItsShareAtOnceAndNoMore() {
    Budget budget = new Budget(100, false);
    Sender early = new Sender(1, new Standing(50, false), budget, 8, 0);
    Sender idle = new Sender(9, new Standing(50, false), budget, 0, 0);
    run(Duration.ofSeconds(60));
    assertThat(early.sent).as("alone it has all").isBetween(5_950L, 6_050L);
    Sender late = new Sender(2, new Standing(50, false), budget, 8, 0);
    long before = early.sent;
    run(Duration.ofSeconds(1));
    assertThat(late.sent).isBetween(45L, 55L);
    assertThat(early.sentSince(before)).isBetween(45L, 55L);
    run(Duration.ofSeconds(9));
    assertThat(late.sent).isBetween(490L, 510L);
    assertThat(idle.sent).isZero();
  }

  @Test
  void theOthersTakeAllAtOnceWhenOneHasNothingToSend() {
    Budget budget = new Budget(100, false);
    Sender first = new Sender(1, new Standing(1, false), budget, 8, 0);
    Sender second = new Sender(2, new Standing(99, true), budget, 8, 0);
    run(Duration.ofSeconds(10));
    second.isOn = false;
    long before = first.sent;
    run(Duration.ofSeconds(1));
    assertThat(first.sentSince(before)).as("it did not even say so").isGreaterThanOrEqualTo(85);
    before = first.sent;
    run(Duration.ofSeconds(9));
    assertThat(first.sentSince(before)).isGreaterThanOrEqualTo(890);
    shares.idle(2);
    assertThat(shares.take(KEY, 1)).isEmpty();
  }

  /** A mail each 100 ms of a budget of 100 a second, although half of it is its share. */
  @ParameterizedTest
  @CsvSource({"100", "400"})
  void whoWantsLessThanItsShareHasItAndHoldsNobodyUp(int perSecond) {
    Budget budget = new Budget(perSecond, false);
    Sender slow = new Sender(1, new Standing(50, false), budget, 1, 100);
    Sender fast = new Sender(2, new Standing(50, false), budget, 16, 0);
    run(Duration.ofSeconds(60));
    assertThat(slow.sent).isGreaterThanOrEqualTo(500);
    assertThat(fast.sent + slow.sent).isGreaterThanOrEqualTo(perSecond * 60L * 97 / 100);
  }

  @Test
  void aTurnThatWasNotUsedCostsNothing() {
    shares.active(1, new Standing(1, false));
    shares.active(2, new Standing(1, false));
    for (int i = 0; i < 1_000; i++) {
      assertThat(shares.take(KEY, 1)).isEmpty();
      shares.giveBack(KEY, 1);
      assertThat(shares.take(KEY, 2)).isEmpty();
      shares.refused(KEY, 2, clock.instant());
    }
    Hold hold = null;
    for (int i = 0; i < 10 && hold == null; i++) {
      hold = shares.take(KEY, 1).orElse(null);
    }
    assertThat(hold).isNotNull();
    assertThat(hold.until()).isEqualTo(clock.instant().plusMillis(5));
    assertThat(hold.why()).startsWith("another campaign's turn at gmail on route r2");
  }

  /** Asking takes its time, so that several workers have their turn before the first is refused. */
  @Test
  void turnsOfSeveralWorkersThatAreRefusedTogetherCostNothing() {
    shares.active(1, new Standing(75, false));
    shares.active(2, new Standing(25, false));
    int[] sent = new int[3];
    for (int round = 0; round < 4_000; round++) {
      List<Long> ask = new ArrayList<>(List.of(1L, 1L, 1L, 1L, 2L, 2L, 2L, 2L));
      Collections.shuffle(ask, random);
      List<Long> turns = ask.stream().filter(id -> shares.take(KEY, id).isEmpty()).toList();
      for (int i = 1; i < turns.size(); i++) {
        shares.refused(KEY, turns.get(i), clock.instant());
      }
      if (!turns.isEmpty()) {
        sent[turns.get(0).intValue()]++;
      }
      clock.forward(Duration.ofMillis(20));
    }
    assertThat(100.0 * sent[1] / (sent[1] + sent[2])).isCloseTo(75, within(2.0));
  }

  @Test
  void oneCampaignAloneNeverWaits() {
    shares.active(1, new Standing(1, false));
    for (int i = 0; i < 10_000; i++) {
      assertThat(shares.take(KEY, 1)).isEmpty();
      shares.refused(KEY, 1, clock.instant().plusSeconds(60));
    }
  }

  @Test
  void dividesSeatsByWeightAndGivesWhatOneDoesNotWantToOthers() {
    assertThat(Seats.divide(32, List.of(claim(1, 3, false, 32), claim(2, 1, false, 32))))
        .isEqualTo(Map.of(1L, 24, 2L, 8));
    assertThat(Seats.divide(32, List.of(claim(1, 3, false, 4), claim(2, 1, false, 32))))
        .isEqualTo(Map.of(1L, 4, 2L, 28));
    assertThat(Seats.divide(30, List.of(claim(1, 99, false, 32), claim(2, 1, true, 32))))
        .isEqualTo(Map.of(1L, 3, 2L, 27));
    assertThat(
            Seats.divide(
                2, List.of(claim(1, 1, false, 8), claim(2, 1, false, 8), claim(3, 9, false, 8))))
        .isEqualTo(Map.of(1L, 1, 2L, 1, 3L, 1));
  }

  private static Seats.Claim claim(long id, int weight, boolean urgent, int wanted) {
    return new Seats.Claim(id, new Standing(weight, urgent), wanted);
  }
}
