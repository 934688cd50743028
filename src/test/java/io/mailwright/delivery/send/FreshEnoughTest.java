package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FreshEnoughTest {
  private static final Duration OLD = Duration.ofSeconds(2);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T10:00:00Z"));
  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void readsAgainWhatIsTwoSecondsOld() {
    FreshEnough<Integer> value = new FreshEnough<>(clock, reads::incrementAndGet);
    assertThat(value.get()).isEqualTo(1);
    clock.forward(OLD.minusMillis(1));
    assertThat(value.get()).isEqualTo(1);
    clock.forward(Duration.ofMillis(1));
    assertThat(value.get()).isEqualTo(2);
  }

  @Test
  void onlyOneWaitsForASlowDatabase() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    FreshEnough<Integer> value =
        new FreshEnough<>(
            clock,
            () -> {
              int number = reads.incrementAndGet();
              if (number == 2) {
                asked.countDown();
                awaitQuietly(answer);
              }
              return number;
            });
    value.get();
    clock.forward(OLD);
    CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(value::get);
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Integer> other = CompletableFuture.supplyAsync(value::get);
    assertThat(other.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    answer.countDown();
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(value.get()).isEqualTo(2);
  }

  private static void awaitQuietly(CountDownLatch answer) {
    try {
      answer.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aValueThatTookLongToReadIsNotOldAtOnce() {
    FreshEnough<Integer> value =
        new FreshEnough<>(
            clock,
            () -> {
              clock.forward(OLD.multipliedBy(2));
              return reads.incrementAndGet();
            });
    assertThat(value.get()).isEqualTo(1);
    assertThat(value.get()).isEqualTo(1);
    clock.forward(OLD);
    assertThat(value.get()).isEqualTo(2);
    assertThat(value.get()).isEqualTo(2);
  }

  @Test
  void theLastValueStandsWhileItCannotBeRead() {
    FreshEnough<Integer> value =
        new FreshEnough<>(
            clock,
            () -> {
              int number = reads.incrementAndGet();
              if (number != 2) {
                throw new IllegalStateException("the database is gone");
              }
              return number;
            });
    assertThatThrownBy(value::get).hasMessage("the database is gone");
    assertThat(value.get()).isEqualTo(2);
    clock.forward(OLD);
    assertThat(value.get()).isEqualTo(2);
    assertThat(reads).hasValue(3);
  }
}
