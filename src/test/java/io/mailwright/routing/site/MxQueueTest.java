package io.mailwright.routing.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MxQueueTest {
  private final Map<String, CompletableFuture<MxAnswer>> asked = new LinkedHashMap<>();
  private final List<String> answered = new ArrayList<>();
  private int idle;

  private final MxQueue queue =
      new MxQueue(
          domain -> asked.computeIfAbsent(domain, d -> new CompletableFuture<>()),
          new MxQueue.Listener() {
            @Override
            public void answered(String domain, MxAnswer answer) {
              answered.add(domain);
            }

            @Override
            public void idle() {
              idle++;
            }
          },
          Runnable::run);

  private static List<String> domains(int n) {
    return IntStream.range(0, n).mapToObj(i -> "d" + i + ".net").toList();
  }

  private void answer(String domain, MxAnswer answer) {
    asked.get(domain).complete(answer);
  }

  @Test
  void asksAFewAtOnceAndInOrder() {
    List<String> domains = domains(100);
    CompletableFuture<Void> all = queue.ask(domains);
    assertThat(asked.keySet()).containsExactlyElementsOf(domains.subList(0, MxQueue.AT_ONCE));
    answer("d5.net", new MxAnswer.None());
    assertThat(asked).hasSize(MxQueue.AT_ONCE + 1).containsKey("d64.net");
    domains.forEach(
        domain -> {
          if (!domain.equals("d5.net")) {
            answer(domain, new MxAnswer.None());
          }
        });
    assertThat(all).isCompleted();
    assertThat(answered).hasSize(100);
    assertThat(idle).isEqualTo(1);
  }

  @Test
  void whoAsksForTheSameSharesTheLookUp() {
    CompletableFuture<Void> first = queue.ask(List.of("a.net", "b.net"));
    CompletableFuture<Void> second = queue.ask(List.of("b.net"));
    answer("b.net", new MxAnswer.None());
    assertThat(second).isCompleted();
    assertThat(first).isNotDone();
    assertThat(answered).containsExactly("b.net");
  }

  @Test
  void givesUpWhatWaitsWhenNobodyAnswers() {
    CompletableFuture<Void> all = queue.ask(domains(2000));
    assertThat(asked).hasSize(MxQueue.AT_ONCE);
    for (int i = 0; i < MxQueue.SILENCE; i++) {
      answer("d" + i + ".net", new MxAnswer.Unreachable());
    }
    domains(MxQueue.AT_ONCE).forEach(domain -> answer(domain, new MxAnswer.Unreachable()));
    assertThat(all).isCompleted();
    assertThat(asked).as("none began after the silence").hasSize(MxQueue.AT_ONCE);
    assertThat(idle).isEqualTo(1);
    queue.ask(List.of("d0.net", "later.net"));
    assertThat(asked).as("asked anew").containsKey("later.net");
  }

  @Test
  void asksFurtherWhenAllThatWereUnderWayWereSilent() {
    queue.ask(List.of("a.net"));
    queue.ask(List.of("b.net"));
    answer("a.net", new MxAnswer.Unreachable());
    queue.ask(List.of("c.net"));
    assertThat(asked).doesNotContainKey("c.net");
    answer("b.net", new MxAnswer.Unreachable());
    assertThat(asked).containsKey("c.net");
  }

  @Test
  void goesOnWhenSomeAnswer() {
    CompletableFuture<Void> all = queue.ask(domains(300));
    for (int i = 0; i < 300; i++) {
      answer("d" + i + ".net", i % 10 == 0 ? new MxAnswer.Failed() : new MxAnswer.Unreachable());
    }
    assertThat(all).isCompleted();
    assertThat(answered).hasSize(300);
  }

  @Test
  void nothingToAskIsDone() {
    assertThat(queue.ask(List.of())).isCompleted();
  }
}
