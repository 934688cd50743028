package io.mailwright.routing.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.routing.route.RouteHealth.Pass;
import io.mailwright.testing.SettableClock;
import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Health and counters in a database that nodes share and that survives them. */
class JdbcRouteStatesTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final long ROUTE = 1;
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T08:00:00Z"));

  private RouteHealth node(Database database) {
    return new RouteHealth(new JdbcRouteStates(database, clock), clock);
  }

  private static void blocked(RouteHealth health) {
    health.trouble(ROUTE, TroubleKind.REFUSED, LONGEST, "Relay: 554 5.7.1 listed");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void healthSurvivesARestart(Database database) {
    RouteHealth before = node(database);
    blocked(before);
    clock.forward(Duration.ofSeconds(6));
    Pass trial = before.enter(ROUTE).orElseThrow();
    assertThat(before.isTrial(trial)).isTrue();
    blocked(before);
    RouteHealth after = node(database);
    assertThat(after.stateOf(ROUTE)).isEqualTo(HealthState.QUARANTINED);
    assertThat(after.restOf(ROUTE)).isEqualTo(before.restOf(ROUTE));
    assertThat(after.restOf(ROUTE).orElseThrow().troubles()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aTrialThatACrashLeftIsMadeAgain(Database database) {
    RouteHealth before = node(database);
    blocked(before);
    clock.forward(Duration.ofSeconds(6));
    assertThat(before.enter(ROUTE)).isPresent();
    RouteHealth after = node(database);
    assertThat(after.enter(ROUTE)).as("while the other may be alive").isEmpty();
    clock.forward(Duration.ofSeconds(61));
    assertThat(after.enter(ROUTE)).isPresent();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void nodesShareHealthWithinOneLook(Database database) {
    RouteHealth one = node(database);
    RouteHealth other = node(database);
    Pass pass = other.enter(ROUTE).orElseThrow();
    blocked(one);
    other.refresh();
    assertThat(other.isOpen(pass)).isFalse();
    assertThat(other.restOf(ROUTE)).isEqualTo(one.restOf(ROUTE));
    clock.forward(Duration.ofSeconds(6));
    Pass trial = one.enter(ROUTE).orElseThrow();
    assertThat(other.enter(ROUTE)).as("one trial of all nodes").isEmpty();
    one.good(trial);
    assertThat(other.enter(ROUTE)).as("asked again, it knows").isEmpty();
    other.refresh();
    assertThat(other.isTrial(other.enter(ROUTE).orElseThrow())).isFalse();
    one.takeOut(ROUTE, "Relay: taken out by ann");
    other.refresh();
    assertThat(other.enter(ROUTE)).isEmpty();
    other.putBack(ROUTE);
    one.refresh();
    assertThat(one.enter(ROUTE)).isPresent();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aLongTrialStaysItsNodes(Database database) {
    RouteHealth one = node(database);
    RouteHealth other = node(database);
    blocked(one);
    clock.forward(Duration.ofSeconds(6));
    Pass trial = one.enter(ROUTE).orElseThrow();
    for (int i = 0; i < 10; i++) {
      clock.forward(Duration.ofSeconds(20));
      one.refresh();
      other.refresh();
      assertThat(other.enter(ROUTE)).isEmpty();
    }
    assertThat(one.isTrial(trial)).isTrue();
    one.good(trial);
    assertThat(one.stateOf(ROUTE)).isEqualTo(HealthState.HEALTHY);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void oneOfManyThatComeAtTheSameTimeTriesARoute(Database database) throws Exception {
    blocked(node(database));
    clock.forward(Duration.ofSeconds(6));
    List<Callable<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      RouteHealth node = node(database);
      assertThat(node.stateOf(ROUTE)).isEqualTo(HealthState.QUARANTINED);
      all.add(() -> node.enter(ROUTE).isPresent());
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      int entered = 0;
      for (Future<Boolean> one : threads.invokeAll(all)) {
        entered += one.get() ? 1 : 0;
      }
      assertThat(entered).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void countsAndKeepsTheLastReplyThatWasNoAcceptance(Database database) {
    server(database);
    RouteCounters counters = new RouteCounters(new JdbcRouteStates(database, clock));
    RouteDirectory directory = TestRoutes.directory(database);
    for (int i = 0; i < 1000; i++) {
      counters.sent(ROUTE);
    }
    counters.deferred(ROUTE, SmtpReply.parse("450 4.7.1 slower"));
    counters.failed(ROUTE, SmtpReply.parse("550 5.1.1 nobody"));
    counters.store();
    counters.store();
    clock.forward(Duration.ofMinutes(1));
    counters.sent(ROUTE);
    counters.refused(ROUTE, Optional.empty());
    counters.store();
    RouteView route = directory.get(ROUTE);
    assertThat(List.of(route.sent(), route.deferred(), route.failed(), route.refused()))
        .containsExactly(1001L, 1L, 1L, 1L);
    assertThat(route.lastReply().orElseThrow()).contains("550", "nobody");
    assertThat(route.lastReplyAt()).contains(Instant.parse("2026-03-01T08:00:00Z"));
    assertThat(route.lastSentAt()).contains(Instant.parse("2026-03-01T08:01:00Z"));
    assertThat(route.condition().state()).isEqualTo(HealthState.HEALTHY);
    blocked(node(database));
    assertThat(directory.page(PageRequest.first(10)).items())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.condition().state()).isEqualTo(HealthState.QUARANTINED);
              assertThat(r.sent()).isEqualTo(1001);
            });
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void saysThatThisNodeDoesNotHaveTheSource(Database database) {
    server(database);
    RouteHealth health = TestRoutes.health(database, clock);
    RouteDirectory here = new JdbcRouteDirectory(database, health);
    health.trouble(ROUTE, TroubleKind.NO_SOURCE, Duration.ofMinutes(1), "no such address");
    assertThat(here.get(ROUTE).condition().state()).isEqualTo(HealthState.QUARANTINED);
    assertThat(here.get(ROUTE).condition().sentence()).contains("no such address");
    assertThat(TestRoutes.directory(database).get(ROUTE).condition().state())
        .as("on another node")
        .isEqualTo(HealthState.HEALTHY);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void refusesARouteThatMailsCannotGoBy(Database database) {
    server(database);
    RouteDirectory directory = TestRoutes.directory(database);
    directory.requireInUse(ROUTE, "routeId");
    assertThatThrownBy(() -> directory.requireInUse(424_242, "routeId"))
        .isInstanceOf(MailwrightException.class)
        .hasMessageContaining("routeId is no route that mails go by");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void listsRoutesInUseAndThoseThatSentSomething(Database database) {
    server(database);
    RouteDirectory directory = TestRoutes.directory(database);
    assertThat(directory.page(PageRequest.first(10)).items())
        .extracting(RouteView::name)
        .containsExactly("Relay");
    source(database, 11, "127.0.0.2", true);
    source(database, 12, "127.0.0.3", false);
    assertThat(directory.page(PageRequest.first(10)).items())
        .extracting(RouteView::name)
        .containsExactly("Relay (127.0.0.2)");
    RouteCounters counters = new RouteCounters(new JdbcRouteStates(database, clock));
    counters.sent(ROUTE);
    counters.sent(12);
    counters.store();
    assertThat(directory.page(PageRequest.first(2)).items())
        .extracting(RouteView::name, RouteView::isInUse)
        .containsExactly(tuple("Relay", false), tuple("Relay (127.0.0.2)", true));
    assertThat(directory.page(PageRequest.first(2)).next()).hasValue(11);
    assertThat(directory.page(PageRequest.newest(10)).items())
        .extracting(RouteView::id)
        .containsExactly(12L, 11L, 1L);
    assertThat(directory.find(11).orElseThrow().rotateAfter()).hasValue(100);
    assertThatThrownBy(() -> directory.get(13)).hasMessageContaining("no route 13");
  }

  private void source(Database database, long id, String address, boolean isInUse) {
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  INSERT INTO server_source (id, version, server_id, address, weight, rotate_after, in_use, created_at)
                  VALUES (?, 1, 1, ?, 2, 100, ?, ?)
                  """)) {
            insert.setLong(1, id);
            insert.setString(2, address);
            insert.setBoolean(3, isInUse);
            insert.setTimestamp(4, Timestamp.from(clock.instant()));
            insert.executeUpdate();
          }
        });
  }

  private void server(Database database) {
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  INSERT INTO mail_server (id, version, name, host, port, tls, tls_required, max_connections,
                                           built_in, created_at)
                  VALUES (1, 1, 'Relay', 'localhost', 25, 'NONE', FALSE, 4, FALSE, ?)
                  """)) {
            insert.setTimestamp(1, Timestamp.from(clock.instant()));
            insert.executeUpdate();
          }
        });
  }
}
