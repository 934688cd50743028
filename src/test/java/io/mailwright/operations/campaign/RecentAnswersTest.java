package io.mailwright.operations.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentAnswersTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-12-01T14:00:00Z"));
  private final RecentAnswers<String> answers = new RecentAnswers<>(clock);
  private final AtomicInteger asked = new AtomicInteger();

  private String ask(long campaign) {
    return answers.of(campaign, id -> id + ":" + asked.incrementAndGet());
  }

  @Test
  void asksOnceInTwoSecondsHoweverManyLook() {
    assertThat(ask(7)).isEqualTo("7:1");
    clock.forward(Duration.ofMillis(1999));
    assertThat(ask(7)).isEqualTo("7:1");
    assertThat(ask(8)).isEqualTo("8:2");
    clock.forward(Duration.ofMillis(1));
    assertThat(ask(7)).isEqualTo("7:3");
  }

  @Test
  void doesNotAskForWhatWasFoundByTheWay() {
    answers.keep(7, "found");
    assertThat(ask(7)).isEqualTo("found");
    clock.forward(Duration.ofSeconds(2));
    assertThat(ask(7)).isEqualTo("7:1");
  }

  @Test
  void asksAgainWhenTheAnswerIsKnownToBeWrong() {
    ask(7);
    answers.forget(7);
    assertThat(ask(7)).isEqualTo("7:2");
  }
}
