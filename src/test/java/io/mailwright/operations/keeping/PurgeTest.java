package io.mailwright.operations.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.feedback.keeping.OldData;
import io.mailwright.feedback.reader.StoredVisits;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.testing.TestEntities;
import io.mailwright.testing.TestRows;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is deleted when it is old, and what never is. */
class PurgeTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Instant OLD = NOW.minus(Duration.ofDays(100));
  private static final int PEOPLE = 2_500;

  private TestEntities store;

  @AfterEach
  void close() {
    if (store != null) {
      store.close();
    }
  }

  /** Only these kinds go, after so many days. */
  private Purge purge(Database database, Map<KeptKind, Integer> days) {
    TestRetention.store(database, TestRetention.only(days));
    store = new TestEntities(database);
    Settings settings = new Settings(name -> Optional.empty());
    return new Purge(
        Stream.of(
            new AttemptPurger(CLOCK),
            new ReadingPurger(CLOCK),
            new DeliveryPurger(CLOCK),
            new EventPurger(settings, CLOCK),
            new NoticePurger(),
            new ReturnedMailPurger(),
            new JobPurger()),
        new RetentionRepository() {
          @Override
          public Retention get() {
            return store.in(e -> new JpaRetentionRepository(e).get());
          }

          @Override
          public Retention change(io.mailwright.kernel.store.Revision seen, RetentionRules to) {
            return store.in(e -> new JpaRetentionRepository(e).change(seen, to));
          }
        },
        database,
        CLOCK);
  }

  private static long all(Purge purge, KeptKind kind, long executionId) {
    var walk = purge.walk(kind.name(), executionId, OldData.START);
    long rows = 0;
    for (OptionalLong slice = walk.next(); slice.isPresent(); slice = walk.next()) {
      assertThat(slice.getAsLong()).isLessThanOrEqualTo(Purger.SLICE * 2L);
      rows += slice.getAsLong();
    }
    return rows;
  }

  /**
   * Two campaigns with the same people, each mail tried once: 7 over, 8 not.
   *
   * @param state of all mails of the first
   */
  private static void campaigns(Database database, DeliveryState state) {
    TestRows.insertTemplateAndPool(database);
    List<String> people = IntStream.range(0, PEOPLE).mapToObj(i -> "p" + i + "@a.example").toList();
    TestRows.insertCampaign(database, 7, "from@example.com", OLD);
    TestRows.insertCampaign(database, 8, "from@example.com", OLD);
    Ledgers.prepared(database, CLOCK, 7, people);
    var snapshot = Ledgers.snapshots(database, CLOCK);
    while (!snapshot.nextSlice(8, List.of(1L), 1).isDone()) {
      // a slice a call
    }
    run(
        database,
        "UPDATE campaign SET ended_at = TIMESTAMP WITH TIME ZONE '%s' WHERE id = 7".formatted(OLD),
        "UPDATE campaign SET state = 'WAITING' WHERE id = 8",
        "INSERT INTO report_state (campaign_id, hour_offset, is_final) VALUES (7, 0, TRUE)",
        "UPDATE report_feedback SET upto_id = 1000",
        """
        INSERT INTO engagement (delivery_id, link, campaign_id, human, machine, signs, first_at, last_at)
        SELECT id, 0, campaign_id, 1, 0, 0, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP FROM delivery
        """,
        """
        INSERT INTO attempt (delivery_id, attempt, campaign_id, fence, at, outcome)
        SELECT id, 1, campaign_id, 1, TIMESTAMP WITH TIME ZONE '%s', 2 FROM delivery
        """
            .formatted(OLD));
    settle(database, "campaign_id = 7", state);
  }

  /** Gives mails of the first campaign a state, and counts them anew. */
  private static void settle(Database database, String which, DeliveryState state) {
    run(
        database,
        "UPDATE delivery SET state = %d WHERE %s".formatted(state.code(), which),
        """
        UPDATE lane_count SET n = (SELECT COUNT(*) FROM delivery d WHERE d.campaign_id = lane_count.campaign_id
          AND d.lane = lane_count.lane AND d.state = lane_count.state) WHERE campaign_id = 7
        """);
  }

  private static void run(Database database, String... statements) {
    database.change(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
              statement.execute(sql);
            }
          }
        });
  }

  private static long count(Database database, String from) {
    return number(database, "SELECT COUNT(*) FROM " + from);
  }

  private static long number(Database database, String sql) {
    return database.query(
        connection -> {
          try (Statement select = connection.createStatement();
              ResultSet row = select.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void rowsOfAFinishedCampaignGoAndItsCountsStay(Database database) {
    campaigns(database, DeliveryState.SENT);
    Purge purge = purge(database, Map.of(KeptKind.ATTEMPTS, 30, KeptKind.DELIVERIES, 99));
    assertThat(rows(purge)).containsEntry(KeptKind.ATTEMPTS, (long) PEOPLE);
    assertThat(rows(purge)).containsEntry(KeptKind.DELIVERIES, (long) PEOPLE);

    assertThat(all(purge, KeptKind.ATTEMPTS, 1)).isEqualTo(PEOPLE);
    assertThat(count(database, "attempt WHERE campaign_id = 7")).isZero();
    assertThat(count(database, "delivery WHERE campaign_id = 7")).isEqualTo(PEOPLE);
    assertThat(all(purge, KeptKind.DELIVERIES, 1)).isEqualTo(PEOPLE);
    assertThat(count(database, "delivery WHERE campaign_id = 7")).isZero();

    assertThat(count(database, "attempt WHERE campaign_id = 8")).isEqualTo(PEOPLE);
    assertThat(count(database, "delivery WHERE campaign_id = 8")).isEqualTo(PEOPLE);
    assertThat(Ledgers.of(database, CLOCK).countsAgree(8)).isTrue();
    assertThat(
            number(database, "SELECT SUM(n) FROM lane_count WHERE campaign_id = 7 AND state = 2"))
        .isEqualTo(PEOPLE);
    assertThat(new PurgeCounts(database).of(1))
        .isEqualTo(Map.of(KeptKind.ATTEMPTS, (long) PEOPLE, KeptKind.DELIVERIES, (long) PEOPLE));
    assertThat(all(purge, KeptKind.DELIVERIES, 2)).isZero();
    assertThat(rows(purge).values()).allMatch(n -> n == 0);
  }

  private static Map<KeptKind, Long> rows(Purge purge) {
    return purge
        .preview(TestRetention.only(Map.of(KeptKind.ATTEMPTS, 30, KeptKind.DELIVERIES, 99)))
        .stream()
        .collect(java.util.stream.Collectors.toMap(Purge.Due::kind, Purge.Due::rows));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whatReportsHaveNotCountedStays(Database database) {
    campaigns(database, DeliveryState.SENT);
    run(
        database,
        "UPDATE report_state SET is_final = FALSE WHERE campaign_id = 7",
        "UPDATE report_feedback SET upto_id = 2");
    event(database, 2, 1, 7, OLD);
    event(database, 3, 1, 7, OLD);
    Purge purge = purge(database, Map.of(KeptKind.DELIVERIES, 1, KeptKind.EVENTS, 1));
    assertThat(all(purge, KeptKind.DELIVERIES, 1)).isZero();
    assertThat(all(purge, KeptKind.EVENTS, 1)).isEqualTo(1);
    assertThat(count(database, "feedback_event WHERE id = 3")).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whoReadAFinishedCampaignGoes(Database database) {
    campaigns(database, DeliveryState.SENT);
    Purge purge = purge(database, Map.of(KeptKind.READING, 1));
    assertThat(all(purge, KeptKind.READING, 1)).isEqualTo(PEOPLE);
    assertThat(count(database, "engagement")).isEqualTo(PEOPLE);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whoReadsWhileItIsPurgedIsNotCountedAgain(Database database) {
    campaigns(database, DeliveryState.SENT);
    Purge purge = purge(database, Map.of(KeptKind.READING, 1));
    var walk = purge.walk(KeptKind.READING.name(), 1, OldData.START);
    assertThat(walk.next()).as("the mark").hasValue(0);
    assertThat(walk.next()).hasValue(Purger.SLICE);
    long first = number(database, "SELECT MIN(id) FROM delivery WHERE campaign_id = 7");
    StoredVisits.add(database, 7, first, 0, NOW, false);
    while (walk.next().isPresent()) {
      // a slice a call
    }
    assertThat(count(database, "engagement WHERE campaign_id = 7")).isZero();
    assertThat(count(database, "engagement_count WHERE campaign_id = 7")).isZero();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aMailInDoubtKeepsTheWholeCampaign(Database database) {
    campaigns(database, DeliveryState.SENT);
    settle(
        database,
        "id = (SELECT MAX(id) FROM delivery WHERE campaign_id = 7)",
        DeliveryState.IN_DOUBT);
    Purge purge = purge(database, Map.of(KeptKind.ATTEMPTS, 0, KeptKind.DELIVERIES, 0));
    assertThat(all(purge, KeptKind.ATTEMPTS, 1)).isZero();
    assertThat(all(purge, KeptKind.DELIVERIES, 1)).isZero();
    assertThat(count(database, "delivery")).isEqualTo(2L * PEOPLE);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whatIsLeftAfterAKillIsFoundByTheNextRun(Database database) {
    campaigns(database, DeliveryState.FAILED);
    Purge purge = purge(database, Map.of(KeptKind.DELIVERIES, 1));
    var killed = purge.walk(KeptKind.DELIVERIES.name(), 1, OldData.START);
    assertThat(killed.next()).as("the mark").hasValue(0);
    long first = killed.next().orElseThrow();
    assertThat(first).isEqualTo(Purger.SLICE);
    assertThat(all(purge, KeptKind.DELIVERIES, 2)).isEqualTo(PEOPLE - first);
    assertThat(new PurgeCounts(database).of(1)).containsEntry(KeptKind.DELIVERIES, first);
    assertThat(count(database, "purged_campaign")).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aRestartGoesOnWhereItWasAndFromAnEarlierPlaceFindsTheSame(Database database) {
    campaigns(database, DeliveryState.FAILED);
    Purge purge = purge(database, Map.of(KeptKind.ATTEMPTS, 1, KeptKind.DELIVERIES, 1));
    var stopped = purge.walk(KeptKind.ATTEMPTS.name(), 1, OldData.START);
    assertThat(stopped.next()).as("the mark").hasValue(0);
    stopped.next();
    var behind = purge.walk(KeptKind.ATTEMPTS.name(), 2, stopped.position());
    assertThat(behind.position()).isEqualTo(stopped.position()).startsWith("7:");
    assertThat(behind.next()).hasValue(Purger.SLICE);
    assertThat(all(purge, KeptKind.ATTEMPTS, 3)).isEqualTo(PEOPLE - 2L * Purger.SLICE);

    var deliveries = purge.walk(KeptKind.DELIVERIES.name(), 1, "7:0");
    deliveries.next();
    deliveries.next();
    var again = purge.walk(KeptKind.DELIVERIES.name(), 2, "7:0");
    assertThat(again.next()).hasValue(PEOPLE - 2L * Purger.SLICE);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void mailsThatCameBackGoWithTheirReviewsButNotWhatWaits(Database database) {
    for (int i = 1; i <= 4; i++) {
      run(
          database,
          """
          INSERT INTO returned_mail (id, identity, source, subject, state, is_trusted, received_at, raw, size, is_whole)
          VALUES (%1$d, 'm%1$d', 'test', 's', %2$d, FALSE, TIMESTAMP WITH TIME ZONE '%3$s', %4$s, 1, TRUE)
          """
              .formatted(i, i, i == 4 ? NOW : OLD, database.dialect().pick("X'00'", "'\\x00'")));
    }
    for (int i = 1; i <= 2; i++) {
      run(
          database,
          """
          INSERT INTO review (id, state, asked_by, asked_at, upto_id, last_id, looked, total, done_at)
          VALUES (%1$d, 'READY', 'u', TIMESTAMP WITH TIME ZONE '%2$s', 4, 4, 4, 4, TIMESTAMP WITH TIME ZONE '%2$s')
          """
              .formatted(i, i == 1 ? OLD : NOW),
          """
          INSERT INTO review_change (review_id, mail_id, no, email_key, before_kind, before_reason, after_kind,
            after_reason, rule, effect, state)
          VALUES (%d, 2, 0, 'p1@a.example', 'HARD', 'x', 'SOFT', 'y', 'r', 'LIFT', 'FOUND')
          """
              .formatted(i));
    }
    Purge purge = purge(database, Map.of(KeptKind.RETURNED_MAILS, 10));
    assertThat(
            purge.preview(TestRetention.only(Map.of(KeptKind.RETURNED_MAILS, 10))).stream()
                .mapToLong(Purge.Due::rows)
                .sum())
        .isEqualTo(3);
    var walk = purge.walk(KeptKind.RETURNED_MAILS.name(), 1, OldData.START);
    walk.next();
    assertThat(walk.position()).matches("-?\\d+,-?\\d+");
    var rest = purge.walk(KeptKind.RETURNED_MAILS.name(), 2, walk.position());
    while (!rest.isAtEnd()) {
      rest.next();
    }
    assertThat(count(database, "returned_mail WHERE id IN (1, 4)")).isEqualTo(2);
    assertThat(count(database, "returned_mail")).isEqualTo(2);
    assertThat(count(database, "review")).isEqualTo(1);
    assertThat(count(database, "review_change")).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void eventsGoButNotThoseThatStillCountAgainstAnAddress(Database database) {
    campaigns(database, DeliveryState.SENT);
    Instant recent = NOW.minus(Duration.ofDays(20));
    event(database, 1, 2, 7, OLD);
    event(database, 2, 2, 7, recent);
    event(database, 3, 1, 7, recent);
    event(database, 4, 1, 8, OLD);
    Purge purge = purge(database, Map.of(KeptKind.EVENTS, 10));
    assertThat(all(purge, KeptKind.EVENTS, 1)).isEqualTo(2);
    assertThat(count(database, "feedback_event WHERE id IN (2, 4)")).isEqualTo(2);
  }

  private static void event(Database database, long id, int kind, long campaignId, Instant at) {
    run(
        database,
        """
        INSERT INTO feedback_event (id, kind, campaign_id, email_key, at, source, identity)
        VALUES (%d, %d, %d, 'p1@a.example', TIMESTAMP WITH TIME ZONE '%s', 'test', 'i%1$d')
        """
            .formatted(id, kind, campaignId, at));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void noticesAndExecutionsGoWithWhatTheyAreAbout(Database database) {
    campaigns(database, DeliveryState.SENT);
    for (long id : List.of(7L, 8L)) {
      run(
          database,
          """
          INSERT INTO notice (at, level, kind, campaign_id, subject, body, dedup_key)
          VALUES (TIMESTAMP WITH TIME ZONE '%s', 'info', 'k', %d, 's', 'b', 'k%2$d')
          """
              .formatted(OLD, id),
          "INSERT INTO JOB_INSTANCE (JOBINSTANCEID, JOBNAME) VALUES (%d, 'send-campaign')"
              .formatted(id),
          """
          INSERT INTO JOB_EXECUTION (JOBEXECUTIONID, JOBINSTANCEID, CREATETIME, ENDTIME, BATCHSTATUS)
          VALUES (%1$d, %1$d, TIMESTAMP WITH TIME ZONE '%2$s', TIMESTAMP WITH TIME ZONE '%2$s', 'COMPLETED')
          """
              .formatted(id, OLD),
          """
          INSERT INTO job_run (execution_id, instance_id, job, campaign_id, node, incarnation, fence, started_by,
            stop_requested, created_at)
          VALUES (%1$d, %1$d, 'send-campaign', %1$d, 'n', 1, 1, 'u', FALSE, TIMESTAMP WITH TIME ZONE '%2$s')
          """
              .formatted(id, OLD));
    }
    Purge purge = purge(database, Map.of(KeptKind.NOTICES, 10, KeptKind.JOBS, 10));
    assertThat(all(purge, KeptKind.NOTICES, 1)).isEqualTo(1);
    assertThat(all(purge, KeptKind.JOBS, 1)).isEqualTo(1);
    assertThat(count(database, "notice WHERE campaign_id = 8")).isEqualTo(1);
    assertThat(count(database, "JOB_EXECUTION WHERE JOBEXECUTIONID = 8")).isEqualTo(1);
    assertThat(count(database, "job_run")).isEqualTo(1);
    assertThat(count(database, "JOB_INSTANCE")).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void forEverIsForEver(Database database) throws DatabaseException {
    campaigns(database, DeliveryState.SENT);
    Purge purge = purge(database, Map.of());
    for (KeptKind kind : KeptKind.values()) {
      assertThat(all(purge, kind, 1)).isZero();
    }
    assertThat(count(database, "delivery")).isEqualTo(2L * PEOPLE);
  }

  @Test
  void rulesAreReadAsTheyWereStored() {
    RetentionRules rules = RetentionRules.of("").with(KeptKind.JOBS, java.util.OptionalInt.empty());
    assertThat(RetentionRules.of(rules.stored())).isEqualTo(rules);
    assertThat(rules.daysOf(KeptKind.JOBS)).isEmpty();
    assertThat(rules.daysOf(KeptKind.ATTEMPTS)).hasValue(KeptKind.ATTEMPTS.usualDays());
  }
}
