package io.mailwright.routing.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SourceTurnsTest {
  private static final long SERVER = 1;
  private static final List<Long> THREE = List.of(11L, 12L, 13L);

  private final SourceTurns turns = new SourceTurns();

  private long whose(Set<Long> fit) {
    return turns.whose(SERVER, THREE, fit::contains, route -> 2);
  }

  /** The route of the next mail. */
  private long next(Set<Long> fit) {
    long route = whose(fit);
    assertThat(turns.take(SERVER, route)).isTrue();
    return route;
  }

  @Test
  void goRoundInOrder() {
    List<Long> mails = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      mails.add(next(Set.of(11L, 12L, 13L)));
    }
    assertThat(mails).containsExactly(11L, 11L, 12L, 12L, 13L, 13L, 11L, 11L);
  }

  @Test
  void passOverARouteThatIsNotFitAlsoInTheMiddleOfItsTurn() {
    assertThat(next(Set.of(11L, 12L, 13L))).isEqualTo(11);
    assertThat(next(Set.of(13L, 12L))).isEqualTo(12);
    assertThat(turns.take(SERVER, 11)).isFalse();
    assertThat(next(Set.of(11L, 13L))).isEqualTo(13);
  }

  @Test
  void haveNoMoreMailsThanTheirNumberForAllWorkersTogether() throws Exception {
    whose(Set.of(11L));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> mails = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        mails.add(() -> turns.take(SERVER, 11));
      }
      int taken = 0;
      for (Future<Boolean> one : threads.invokeAll(mails)) {
        taken += one.get() ? 1 : 0;
      }
      assertThat(taken).isEqualTo(2);
    } finally {
      threads.shutdownNow();
    }
    assertThat(whose(Set.of(11L))).as("alone it has the next turn, too").isEqualTo(11);
    assertThat(turns.take(SERVER, 11)).isTrue();
  }
}
