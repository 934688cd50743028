package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.TlsMode;
import io.mailwright.routing.route.RouteHealth;
import io.mailwright.routing.route.SourceTurns;
import io.mailwright.testing.MemoryRouteStates;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RouteChoiceTest {
  private final RouteHealth health = new RouteHealth(new MemoryRouteStates(), Clock.systemUTC());
  private final RouteChoice choice = new RouteChoice(health, new SourceTurns());
  private final Route heavy = route(1, 3);
  private final Route light = route(2, 1);
  private final List<Route> both = List.of(heavy, light);

  private static Route route(long id, int weight) {
    return Route.ofServer(
        id,
        "Server " + id,
        weight,
        Duration.ZERO,
        ServerEndpoint.of("127.0.0.1", 25, TlsMode.NONE));
  }

  private Route chosen() throws InterruptedException {
    return choice.choose(both).orElseThrow().route();
  }

  @Test
  void goesByWeightOnceBothHaveAnswered() throws Exception {
    assertThat(List.of(chosen(), chosen())).containsExactly(heavy, light);
    choice.tried(heavy, true);
    choice.tried(light, true);
    assertThat(List.of(chosen(), chosen(), chosen(), chosen()))
        .containsExactlyInAnyOrder(heavy, heavy, heavy, light);
  }

  @Test
  void leavesAServerThatHasNotAnsweredToWhoTriesIt() throws Exception {
    assertThat(List.of(chosen(), chosen())).containsExactly(heavy, light);
    choice.tried(light, true);
    for (int i = 0; i < 5; i++) {
      assertThat(chosen()).isEqualTo(light);
    }
    choice.tried(heavy, true);
    assertThat(chosen()).isEqualTo(heavy);
  }

  @Test
  void waitsForTheFirstAnswerWhileAllAreTried() throws Exception {
    assertThat(List.of(chosen(), chosen())).containsExactly(heavy, light);
    FutureTask<Route> third = new FutureTask<>(this::chosen);
    Thread thread = new Thread(third);
    thread.start();
    await().until(() -> third.isDone() || thread.getState() == Thread.State.TIMED_WAITING);
    choice.tried(light, true);
    assertThat(third.get(10, TimeUnit.SECONDS)).isEqualTo(light);
  }

  @Test
  void takesAnyWhenNoneAnswers() throws Exception {
    assertThat(List.of(chosen(), chosen())).containsExactly(heavy, light);
    assertThat(both).contains(chosen());
  }

  @Test
  void waitsForNoOtherWhereThereIsOne() throws Exception {
    List<Route> one = List.of(heavy);
    assertThat(choice.choose(one).orElseThrow().route()).isEqualTo(heavy);
    assertThat(choice.choose(one).orElseThrow().route()).isEqualTo(heavy);
  }
}
