package io.mailwright.routing.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.Dialect;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.testing.FixedSites;
import io.mailwright.testing.SettableClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HourLearningTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Duration FAST = Duration.ofMillis(200);

  /** A Monday, 09:30 UTC: hour 9 of the week. */
  private static final Instant NOW = Instant.parse("2026-11-30T09:30:00Z");

  private final SettableClock clock = new SettableClock(NOW);

  private static Settings settings(String learned) {
    return new Settings(
        name -> Optional.ofNullable(Map.of("mailwright.learned.hours", learned).get(name)));
  }

  private HourLearning node(Database database) {
    return new HourLearning(stored(database), settings("on"), clock);
  }

  private SiteHourRepository stored(Database database) {
    return new JdbcSiteHourRepository(database, FixedSites.none(), clock);
  }

  private HourTable table(Database database, HourLearning node) {
    return new HourTable(stored(database), node, settings("on"), clock);
  }

  private void observe(HourLearning node, int accepted, int deferred) {
    for (int i = 0; i < accepted + deferred; i++) {
      node.observe(
          "gmail",
          clock.instant(),
          i < accepted ? AttemptResult.ACCEPTED : AttemptResult.DEFERRED,
          FAST);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void addsUpWhatTwoNodesSee(Database database) {
    HourLearning one = node(database);
    HourLearning other = node(database);
    observe(one, 90, 10);
    observe(other, 50, 0);
    one.flush();
    other.flush();
    observe(one, 5, 0);
    one.flush();
    one.flush();
    HourCount seen = table(database, one).of("gmail").count(9);
    assertThat(seen.accepted()).isCloseTo(145, within(1e-6));
    assertThat(seen.deferred()).isCloseTo(10, within(1e-6));
    assertThat(seen.observations()).isEqualTo(155);
    assertThat(seen.latency()).isCloseTo(200, within(1e-6));
    assertThat(seen.latencyMargin()).isCloseTo(0, within(1e-3));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void fadesByTheWeekWhicheverComesFirst(Database database) {
    SiteHourRepository stored = stored(database);
    HourCount hundred = new HourCount(100, 0, 0, 1000, 10000, 100);
    stored.add(List.of(new SiteHourRepository.Seen("gmail", 9, 3000, hundred)));
    stored.add(List.of(new SiteHourRepository.Seen("gmail", 9, 3002, hundred)));
    // A node that was late brings what it saw two weeks ago.
    stored.add(List.of(new SiteHourRepository.Seen("gmail", 9, 3000, hundred)));
    HourCount seen = stored.of("gmail", 3002).orElseThrow().count(9);
    assertThat(seen.accepted()).isCloseTo(49 + 100 + 49, within(1e-6));
    assertThat(seen.observations()).isEqualTo(300);
    assertThat(stored.of("gmail", 3003).orElseThrow().count(9).accepted())
        .isCloseTo(198 * 0.7, within(1e-6));
    stored.forgetBefore(3002);
    assertThat(stored.of("gmail", 3002)).isPresent();
    stored.forgetBefore(3003);
    assertThat(stored.of("gmail", 3002)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void storesNoHourOfOnlyAFewMails(Database database) {
    HourLearning node = node(database);
    observe(node, HourLearning.FEWEST - 1, 0);
    node.flush();
    assertThat(stored(database).of("gmail", 3000)).isEmpty();
    // The rest of the hour's mails make them count.
    observe(node, 1, 0);
    node.flush();
    assertThat(stored(database).all(3000)).containsOnlyKeys("gmail");
    clock.forward(Duration.ofHours(3));
    observe(node, HourLearning.FEWEST - 1, 0);
    node.flush();
    clock.forward(Duration.ofHours(3));
    node.flush();
    observe(node, 2, 0);
    clock.forward(Duration.ofDays(6).plusHours(21));
    node.flush();
    assertThat(stored(database).of("gmail", 3000).orElseThrow().count(12).total()).isZero();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void countsSundaysLastHourForItsOwnWeek(Database database) {
    SettableClock sunday = new SettableClock(Instant.parse("2026-11-29T23:59:58Z"));
    HourLearning node = new HourLearning(stored(database), settings("on"), sunday);
    for (int i = 0; i < 100; i++) {
      node.observe("gmail", sunday.instant(), AttemptResult.ACCEPTED, FAST);
    }
    int week = HourOfWeek.weekOf(sunday.instant());
    sunday.forward(Duration.ofSeconds(8));
    node.flush();
    assertThat(HourOfWeek.weekOf(sunday.instant())).isEqualTo(week + 1);
    assertThat(stored(database).of("gmail", week + 1).orElseThrow().count(167).accepted())
        .isCloseTo(70, within(1e-6));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void neitherLearnsNorHeedsASiteThatIsOff(Database database) {
    HourLearning node = node(database);
    HourTable table = table(database, node);
    observe(node, 300, 0);
    node.flush();
    table.learn("gmail", false);
    table.learn("gmail", false);
    assertThat(table.learns("gmail")).isFalse();
    assertThat(table.of("gmail")).isSameAs(SiteHours.UNKNOWN);
    node.flush();
    observe(node, 300, 0);
    node.flush();
    assertThat(table.stored("gmail").orElseThrow().count(9).observations()).isEqualTo(300);
    table.learn("gmail", true);
    assertThat(table.of("gmail").count(9).observations()).isEqualTo(300);
    table.forget("gmail");
    assertThat(table.of("gmail")).isSameAs(SiteHours.UNKNOWN);
    assertThat(table.stored("gmail")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void learnsNothingWhereItIsOffForAll(Database database) {
    HourLearning node = new HourLearning(stored(database), settings("off"), clock);
    observe(node, 300, 0);
    node.flush();
    assertThat(stored(database).all(3000)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void keepsTheSameHoursUntilTheyChange(Database database) {
    HourLearning node = node(database);
    HourTable table = table(database, node);
    observe(node, 300, 0);
    node.flush();
    SiteHours before = table.of("gmail");
    table.refreshIfAsked();
    assertThat(table.of("gmail")).isSameAs(before);
    observe(node, 1, 0);
    node.flush();
    table.refreshIfAsked();
    assertThat(table.of("gmail")).isNotSameAs(before);
  }

  /** Weeks of mails over real tables: the peak is found, and the best hour is chosen. */
  @ParameterizedTest
  @MethodSource(BOTH)
  void learnsFromWeeksOfMails(Database database) {
    Random random = new Random(42);
    SettableClock time = new SettableClock(Instant.parse("2026-11-02T00:10:00Z"));
    HourLearning[] nodes = {
      new HourLearning(stored(database), settings("on"), time),
      new HourLearning(stored(database), settings("on"), time)
    };
    for (int hour = 0; hour < 4 * HourOfWeek.COUNT; hour++) {
      int ofWeek = HourOfWeek.of(time.instant());
      double deferred = ofWeek % 24 == 9 ? 0.2 : ofWeek == 76 ? 0.001 : 0.03;
      for (int mail = 0; mail < 150; mail++) {
        AttemptResult result =
            random.nextDouble() < deferred ? AttemptResult.DEFERRED : AttemptResult.ACCEPTED;
        nodes[mail % 2].observe("gmail", time.instant(), result, FAST);
      }
      nodes[0].flush();
      nodes[1].flush();
      time.forward(Duration.ofHours(1));
    }
    HourTable table = new HourTable(stored(database), nodes[0], settings("on"), time);
    SiteHours gmail = table.of("gmail");
    for (int hour = 0; hour < HourOfWeek.COUNT; hour++) {
      assertThat(gmail.isPeak(hour)).as("hour %d", hour).isEqualTo(hour % 24 == 9);
    }
    assertThat(gmail.count(9).observations()).isEqualTo(600);
    assertThat(gmail.peakAt(NOW).orElseThrow().why())
        .startsWith("peak hour of gmail (")
        .contains(" deferred of 266 at Mon 09-10 UTC) until 2026-11-30T10:00:00Z");
    // Of the week before the hour only the one of Thursday 04 UTC is clearly better than most.
    assertThat(
            gmail.bestHour(
                NOW,
                NOW.plus(Duration.ofDays(7)),
                at -> Optional.of(at).filter(a -> !a.equals(NOW))))
        .hasValueSatisfying(best -> assertThat(gmail.isPeak(HourOfWeek.of(best))).isFalse());
  }

  /** Nothing counted is lost between the threads that count and the one that stores. */
  @Test
  void losesNoCountBetweenThreads() throws InterruptedException {
    Database database = io.mailwright.testing.TestDatabases.h2();
    HourLearning node = node(database);
    int threads = 4;
    int each = 50_000;
    CountDownLatch ready = new CountDownLatch(threads);
    AtomicReference<Throwable> failed = new AtomicReference<>();
    Thread[] workers = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      workers[i] =
          new Thread(
              () -> {
                ready.countDown();
                observe(node, each, 0);
              });
      workers[i].setUncaughtExceptionHandler((thread, e) -> failed.set(e));
      workers[i].start();
    }
    ready.await();
    for (int i = 0; i < 20; i++) {
      node.flush();
    }
    for (Thread worker : workers) {
      worker.join();
    }
    node.flush();
    assertThat(failed.get()).isNull();
    assertThat(
            stored(database).of("gmail", HourOfWeek.weekOf(NOW)).orElseThrow().count(9).accepted())
        .isCloseTo(threads * each, within(1e-6));
  }

  @Test
  void keepsWhatCouldNotBeStored() throws SQLException {
    Database database = io.mailwright.testing.TestDatabases.h2();
    HourLearning node = node(database);
    observe(node, 300, 4);
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("ALTER TABLE site_hour RENAME TO away");
      assertThatThrownBy(node::flush).isInstanceOf(RuntimeException.class);
      statement.execute("ALTER TABLE away RENAME TO site_hour");
    }
    node.flush();
    assertThat(stored(database).of("gmail", HourOfWeek.weekOf(NOW)).orElseThrow().count(9).total())
        .isCloseTo(304, within(1e-6));
  }

  @Test
  void knowsNothingWhileTheDatabaseIsAway() {
    JdbcDataSource nowhere = new JdbcDataSource();
    nowhere.setUrl("jdbc:h2:tcp://127.0.0.1:1/none");
    Database away = new Database(nowhere, Dialect.H2);
    HourTable table = table(away, node(away));
    assertThat(table.of("gmail")).isSameAs(SiteHours.UNKNOWN);
  }
}
