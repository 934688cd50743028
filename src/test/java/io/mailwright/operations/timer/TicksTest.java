package io.mailwright.operations.timer;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What ticks comes again, whatever happened the last time. */
class TicksTest {
  private final List<String> happened = new ArrayList<>();
  private final List<Runnable> scheduled = new ArrayList<>();

  private final Ticks ticks =
      new Ticks(
          Stream.of(
              part("a", new Tick(7, this::fail, "failing")),
              part("b", new Tick(2, () -> happened.add("tick"), "ticking")),
              part("c", new Tick(1, () -> happened.add("urgent tick"), "hurrying", true))),
          proxy(ManagedScheduledExecutorService.class, this::schedule),
          proxy(ScheduledExecutorService.class, this::scheduleUrgent));

  private void fail() {
    happened.add("failed");
    throw new IllegalStateException("as it may");
  }

  private Ticking part(String name, Tick tick) {
    return new Ticking() {
      @Override
      public List<Tick> ticks() {
        return List.of(tick);
      }

      @Override
      public void begin() {
        happened.add(name + " begins");
      }

      @Override
      public void end() {
        happened.add(name + " ends");
      }
    };
  }

  private interface Answer {
    Object to(String method, Object... values);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, values) -> answer.to(method.getName(), values)));
  }

  private Object schedule(String method, Object... values) {
    assertThat(method).isEqualTo("scheduleWithFixedDelay");
    assertThat(values[1]).as("the first and later delays").isEqualTo(values[2]);
    happened.add("every " + values[1] + " " + values[3]);
    scheduled.add((Runnable) values[0]);
    return proxy(ScheduledFuture.class, this::cancel);
  }

  private Object scheduleUrgent(String method, Object... values) {
    happened.add("urgent: " + method);
    return proxy(ScheduledFuture.class, this::cancel);
  }

  private Object cancel(String method, Object... values) {
    assertThat(method).isEqualTo("cancel");
    happened.add("cancelled, interrupting: " + values[0]);
    return true;
  }

  @Test
  void beginsEveryPartBeforeTheFirstTick() {
    ticks.start();
    assertThat(happened)
        .containsExactly(
            "a begins",
            "b begins",
            "c begins",
            "every 7 " + TimeUnit.SECONDS,
            "every 2 " + TimeUnit.SECONDS,
            "urgent: scheduleWithFixedDelay");
  }

  @Test
  void onlyWhatIsUrgentComesAgainOnceTheNodeIsAboutToStop() {
    ticks.start();
    happened.clear();
    ticks.slow();
    assertThat(happened)
        .containsExactly("cancelled, interrupting: false", "cancelled, interrupting: false");
  }

  @Test
  void oneThatFailsComesAgain() {
    ticks.start();
    happened.clear();
    scheduled.get(0).run();
    scheduled.get(0).run();
    scheduled.get(1).run();
    assertThat(happened).containsExactly("failed", "failed", "tick");
  }

  @Test
  void endsThePartsWhenNothingTicksAnyMore() {
    ticks.start();
    happened.clear();
    ticks.stop();
    assertThat(happened)
        .containsExactly(
            "cancelled, interrupting: false",
            "cancelled, interrupting: false",
            "urgent: shutdown",
            "a ends",
            "b ends",
            "c ends");
    happened.clear();
    ticks.stop();
    assertThat(happened)
        .as("nothing is cancelled twice")
        .containsExactly("a ends", "b ends", "c ends");
  }
}
