package io.mailwright.operations.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.audience.erased.ErasedPeople;
import io.mailwright.audience.imports.ImportStores;
import io.mailwright.audience.imports.NewImport;
import io.mailwright.audience.imports.OnError;
import io.mailwright.audience.intake.RowPosition;
import io.mailwright.audience.intake.ValidRow;
import io.mailwright.audience.suppression.SuppressionDraft;
import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.audience.suppression.TestSuppressions;
import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.lease.TestLeases;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.delivery.ledger.PersonRows;
import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.delivery.send.LiveRuns;
import io.mailwright.feedback.event.FeedbackEvent;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.event.TestFeedback;
import io.mailwright.feedback.evidence.Arrival;
import io.mailwright.feedback.evidence.RawMail;
import io.mailwright.feedback.evidence.TestEvidence;
import io.mailwright.feedback.link.TestKeys;
import io.mailwright.feedback.reader.StoredVisits;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.secret.SecretUse;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.operations.caught.CaughtMails;
import io.mailwright.operations.intake.TestFiles;
import io.mailwright.operations.node.RunLeases;
import io.mailwright.report.projection.Counts;
import io.mailwright.report.projection.Measure;
import io.mailwright.report.projection.ProjectionQuery;
import io.mailwright.report.projection.Projector;
import io.mailwright.report.projection.ReportUpkeep;
import io.mailwright.testing.FixedSites;
import io.mailwright.testing.TestDatabases;
import io.mailwright.testing.TestEntities;
import io.mailwright.testing.TestRows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A person who is erased is in no table and no file, is not mailed, and changes no count. */
class ErasingTest {
  private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final EmailAddress ANN = EmailAddress.of("Ann.Lee@A.Example");
  private static final String KEY = "ann.lee@a.example";
  private static final String OTHER = "xann.lee@a.example";

  @TempDir private Path folder;

  private Database database;
  private ErasedPeople erased;
  private TestFiles files;
  private RunLeases leases;
  private int sweeps;
  private Runnable duringSweep = () -> {};

  private Erasing erasing(Database on) {
    database = on;
    erased = new ErasedPeople(database, TestKeys.of(1));
    files = TestFiles.in(folder, database, CLOCK);
    leases =
        new RunLeases(
            TestLeases.on(database, CLOCK),
            new LiveRuns(),
            new NodeIdentity("here", 1),
            new Settings(name -> Optional.empty()),
            CLOCK);
    return new Erasing(
        database,
        new ErasureRepository(database, CLOCK),
        erased,
        new PersonRows(database, CLOCK),
        new PersonTraces(database, erased),
        new Mentions(database),
        new NamedInMails(database, TestEvidence.on(database, CLOCK)) {
          @Override
          long delete(AddressPattern address, BooleanSupplier hasTime) {
            sweeps++;
            duringSweep.run();
            return super.delete(address, hasTime);
          }
        },
        files.named(),
        new CaughtMails(List.of()),
        box(),
        leases);
  }

  private static SecretBox box() {
    return new SecretBox(new SecretKeySpec(new byte[32], "AES"), new SecureRandom());
  }

  private long begun(String key) {
    return begun(key, box().seal(SecretUse.ERASURE, key));
  }

  private long begun(String key, String sealed) {
    return new ErasureRepository(database, CLOCK).begin(key, erased.markOf(key), sealed, "boss");
  }

  private boolean isDone(long id) {
    return new ErasureRepository(database, CLOCK).find(id).orElseThrow().isDone();
  }

  private void run(String... statements) {
    database.change(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
              statement.execute(sql);
            }
          }
        });
  }

  /**
   * Everything that can be known of somebody: mails sent, waiting and in doubt, and what came back.
   */
  private void aLife() {
    TestRows.insertTemplateAndPool(database);
    TestRows.insertCampaign(database, 7, "from@example.com", NOW);
    Ledgers.prepared(database, CLOCK, 7, List.of(KEY, OTHER));
    TestRows.insertCampaign(database, 8, "from@example.com", NOW);
    var snapshot = Ledgers.snapshots(database, CLOCK);
    while (!snapshot.nextSlice(8, List.of(1L), 1).isDone()) {
      // a slice a call
    }
    run(
        "UPDATE contact SET email = 'Ann.Lee@A.Example', attributes = '{\"Mail\":\"ANN.LEE@a.example\"}' WHERE email_key = '"
            + KEY
            + "'",
        "UPDATE contact SET attributes = '{\"Friend\":\"Ann.Lee@a.example\"}' WHERE email_key = '"
            + OTHER
            + "'",
        "UPDATE delivery SET state = 2, reply_code = 250, reply_text = 'ok <ann.lee@a.example>', settled_at = CURRENT_TIMESTAMP WHERE campaign_id = 7 AND email_key = '"
            + KEY
            + "'",
        """
        UPDATE lane_count SET n = (SELECT COUNT(*) FROM delivery d WHERE d.campaign_id = lane_count.campaign_id
          AND d.lane = lane_count.lane AND d.state = lane_count.state)
        """,
        """
        INSERT INTO attempt (delivery_id, attempt, campaign_id, fence, at, outcome, reply_text)
        SELECT id, 1, campaign_id, 1, CURRENT_TIMESTAMP, 3, '451 4.7.1 <Ann.Lee@A.Example>: later' FROM delivery
        WHERE email_key = '%s'
        """
            .formatted(KEY),
        """
        INSERT INTO engagement (delivery_id, link, campaign_id, human, machine, signs, first_at, last_at, reader)
        SELECT id, 0, campaign_id, 1, 0, 0, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, '203.0.113.0/24 00' FROM delivery
        """,
        "INSERT INTO engagement_count (campaign_id, link, human_recipients, human_events, machine_recipients, machine_events) VALUES (7, 0, 2, 2, 0, 0)",
        "UPDATE delivery SET why = 'forwarded to ann.lee@a.example and refused' WHERE campaign_id = 8 AND email_key = '"
            + OTHER
            + "'",
        """
        INSERT INTO notice (at, level, kind, subject, body, dedup_key)
        VALUES (CURRENT_TIMESTAMP, 'info', 'k', 'About ann.lee@a.example', 'xann.lee@a.example; Ann.Lee@a.example.', 'd')
        """,
        "UPDATE campaign SET why = 'the last was ann.lee@a.example' WHERE id = 8");
    TestFeedback.on(database)
        .record(
            new FeedbackEvent(
                FeedbackKind.HARD_BOUNCE,
                Optional.of(7L),
                KEY,
                NOW,
                "mailbox",
                Optional.of("550 <ann.lee@a.example> unknown"),
                FeedbackEvent.identity(FeedbackKind.HARD_BOUNCE, "address " + KEY)));
  }

  private void returned(String mail) {
    try {
      TestEvidence.on(database, CLOCK)
          .store(
              Arrival.of("test"),
              "Returned",
              RawMail.read(new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void suppress(String key) {
    try (TestEntities store = new TestEntities(database)) {
      store.in(
          e ->
              TestSuppressions.of(e, database, CLOCK)
                  .addNow(
                      List.of(
                          new SuppressionDraft(
                              key,
                              0,
                              SuppressionReason.COMPLAINT,
                              "feed",
                              Optional.empty(),
                              Optional.of("said by " + key)))));
    }
  }

  private List<String> whereIs(String text) {
    return database.query(
        connection -> {
          List<String> found = new ArrayList<>();
          for (String table : tables(connection)) {
            try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT * FROM " + table)) {
              ResultSetMetaData columns = row.getMetaData();
              while (row.next()) {
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                  String value = row.getString(i);
                  if (value != null
                      && value
                          .toLowerCase(Locale.ROOT)
                          .replace(OTHER, "")
                          .contains(text.toLowerCase(Locale.ROOT))) {
                    found.add(table + "." + columns.getColumnName(i) + ": " + value);
                  }
                }
              }
            }
          }
          return found;
        });
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet row =
        connection
            .getMetaData()
            .getTables(
                connection.getCatalog(),
                connection.getSchema(),
                "%",
                new String[] {"TABLE", "BASE TABLE"})) {
      while (row.next()) {
        if (!row.getString("TABLE_NAME").equals("flyway_schema_history")) {
          tables.add(row.getString("TABLE_NAME"));
        }
      }
    }
    assertThat(tables).hasSizeGreaterThan(30);
    return tables;
  }

  private long number(String sql) {
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
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void nothingOfAnErasedPersonIsFoundInAnyTableOrFile(Database on) throws Exception {
    Erasing erasing = erasing(on);
    aLife();
    suppress(KEY);
    returned("To: <Ann.Lee@a.example>\r\n\r\nno such user\r\n");
    returned(
        "Content-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder()
                .encodeToString(
                    "The mail to ann.lee@a.example could not be delivered, as you may know by now.\n"
                        .getBytes(StandardCharsets.UTF_8))
            + "\r\n");
    returned("To: <bob@a.example>\r\n\r\nno such user\r\n");
    files.failedImport("email,friend\nbob@a.example,ANN.LEE@A.example\n");
    files.failedImport("email\nbob@a.example\n");
    assertThat(whereIs(KEY)).isNotEmpty();

    Map<ErasedPart, Long> preview = erasing.preview(ANN);
    assertThat(preview)
        .containsEntry(ErasedPart.CONTACTS, 1L)
        .containsEntry(ErasedPart.DELIVERIES, 2L)
        .containsEntry(ErasedPart.CANCELLED, 1L)
        .containsEntry(ErasedPart.EVENTS, 1L)
        .containsEntry(ErasedPart.READING, 2L)
        .containsEntry(ErasedPart.SUPPRESSIONS, 1L)
        .containsEntry(ErasedPart.FILES, 1L);
    assertThat(whereIs(KEY)).as("the preview changes nothing").isNotEmpty();

    Erasure done = erasing.erase(ANN, "boss");

    assertThat(done.isDone()).isTrue();
    assertThat(done.askedBy()).isEqualTo("boss");
    assertThat(done.counts()).containsEntry(ErasedPart.DELIVERIES, 2L);
    assertThat(whereIs(KEY)).isEmpty();
    assertThat(whereIs("ann.lee")).isEmpty();
    assertThat(files.contents()).hasSize(1).noneMatch(text -> text.contains("ANN.LEE"));
    assertThat(number("SELECT COUNT(*) FROM returned_mail")).isEqualTo(1);
    assertThat(number("SELECT COUNT(*) FROM engagement WHERE reader IS NOT NULL"))
        .as("of the others")
        .isEqualTo(2);
    assertThat(number("SELECT human_recipients FROM engagement_count")).isEqualTo(2);
    assertThat(number("SELECT COUNT(*) FROM contact")).as("the others stay").isEqualTo(1);
    assertThat(number("SELECT COUNT(*) FROM notice WHERE body LIKE '%" + OTHER + "%'"))
        .as("a longer address is another one")
        .isEqualTo(1);
    assertThat(number("SELECT COUNT(*) FROM delivery WHERE campaign_id = 7 AND state = 2"))
        .isEqualTo(1);
    assertThat(number("SELECT COUNT(*) FROM delivery WHERE campaign_id = 8 AND state = 8"))
        .isEqualTo(1);
    assertThat(Ledgers.of(database, CLOCK).countsAgree(7)).isTrue();
    assertThat(Ledgers.of(database, CLOCK).countsAgree(8)).isTrue();
    assertThat(TestSuppressions.told(database))
        .containsExactly(erased.markOf(KEY) + " 0 COMPLAINT erased on request");
    assertThat(number("SELECT events FROM feedback_count WHERE campaign_id = 7")).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void aReportIsCountedAnewWithWhatAnErasedPersonReadFirst(Database on) {
    Erasing erasing = erasing(on);
    TestRows.insertTemplateAndPool(database);
    TestRows.insertCampaign(database, 7, "from@example.com", NOW);
    Ledgers.prepared(database, CLOCK, 7, List.of(KEY, OTHER));
    run(
        "UPDATE delivery SET state = 2, attempts = 1, settled_at = CURRENT_TIMESTAMP",
        "UPDATE lane_count SET n = CASE WHEN state = 2 THEN 2 ELSE 0 END");
    long first = number("SELECT MIN(id) FROM delivery");
    for (long mail = first; mail <= first + 1; mail++) {
      StoredVisits.add(database, 7, mail, 0, NOW, true);
      for (int link = 0; link <= 2; link++) {
        StoredVisits.add(database, 7, mail, link, NOW.plusSeconds(3600L * (link + 1)), false);
      }
    }
    run("UPDATE engagement SET reader = '203.0.113.0/24 00'");
    Projector projector =
        new Projector(database, FixedSites.none(), ReplyClassifier.standard(), CLOCK);
    ReportUpkeep upkeep = new ReportUpkeep(database, projector, ReplyClassifier.standard(), CLOCK);
    ProjectionQuery query = new ProjectionQuery(database);
    projector.catchUp();
    assertThat(upkeep.differences(7)).isEmpty();
    Counts total = total(query);
    assertThat(total.of(Measure.OPENS)).isEqualTo(2);
    assertThat(total.of(Measure.CLICKS)).isEqualTo(2);
    assertThat(total.of(Measure.MACHINE_OPENS)).isEqualTo(2);
    Map<Instant, Counts> hours = hours(query);

    assertThat(erasing.preview(ANN)).containsEntry(ErasedPart.READING, 4L);
    Erasure done = erasing.erase(ANN, "boss");
    assertThat(done.counts()).containsEntry(ErasedPart.READING, 4L);

    assertThat(number("SELECT COUNT(*) FROM engagement WHERE link > 0")).isEqualTo(2);
    assertThat(
            number(
                """
                SELECT COUNT(*) FROM engagement g JOIN delivery d ON d.id = g.delivery_id
                WHERE d.email_key LIKE 'erased:%' AND g.reader IS NULL AND g.signs = 0 AND g.human = 1 AND g.last_at = g.first_at
                """))
        .isEqualTo(2);
    assertThat(upkeep.differences(7)).isEmpty();
    upkeep.rebuild(7);
    assertThat(upkeep.differences(7)).isEmpty();
    assertThat(total(query)).isEqualTo(total);
    assertThat(hours(query)).isEqualTo(hours);
    assertThat(erasing.erase(ANN, "boss").counts())
        .as("there is nothing more to go")
        .doesNotContainKey(ErasedPart.READING);
  }

  private static Counts total(ProjectionQuery query) {
    return query.sites(7, 9).stream()
        .map(ProjectionQuery.Sum::counts)
        .reduce(Counts.NONE, Counts::plus);
  }

  private static Map<Instant, Counts> hours(ProjectionQuery query) {
    Map<Instant, Counts> hours = new TreeMap<>();
    query.byHour(7).forEach(hour -> hours.merge(hour.start(), hour.counts(), Counts::plus));
    return hours;
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void whoeverBringsAnErasedPersonAgainBringsNobody(Database on) {
    Erasing erasing = erasing(on);
    aLife();
    erasing.erase(ANN, "boss");

    suppress(KEY);
    assertThat(
            TestFeedback.on(database)
                .record(
                    new FeedbackEvent(
                        FeedbackKind.HARD_BOUNCE,
                        Optional.of(7L),
                        KEY,
                        NOW,
                        "mailbox",
                        Optional.of("550 <ann.lee@a.example> unknown"),
                        FeedbackEvent.identity(FeedbackKind.HARD_BOUNCE, "address " + KEY))))
        .as("told again it is the same")
        .isFalse();
    long importId = files.failedImport("email\n");
    var staging = ImportStores.staging(database);
    staging.stage(
        importId,
        List.of(
            new ValidRow(2, ANN, Optional.empty(), Optional.empty(), Optional.empty(), Map.of()),
            new ValidRow(
                3,
                EmailAddress.of("bob@a.example"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of())),
        List.of(),
        new RowPosition(10, 3));

    assertThat(whereIs(KEY)).isEmpty();
    assertThat(number("SELECT COUNT(*) FROM import_row")).isEqualTo(1);
    assertThat(number("SELECT COUNT(*) FROM import_reject WHERE reason = 'ERASED_PERSON'"))
        .isEqualTo(1);
    assertThat(number("SELECT events FROM feedback_count WHERE campaign_id = 7")).isEqualTo(1);
    assertThat(TestSuppressions.told(database)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void aMailInHandIsLeftToItsWorkerAndErasedAfterwards(Database on) {
    Erasing erasing = erasing(on);
    aLife();
    run("UPDATE delivery SET state = 1 WHERE campaign_id = 8 AND email_key = '" + KEY + "'");
    long id = begun(KEY);
    erasing.goOn();
    assertThat(isDone(id)).isFalse();
    assertThat(sweeps).as("nothing is looked through while it waits").isZero();
    assertThat(Ledgers.of(database, CLOCK).suppressedOf(8, List.of(KEY)))
        .as("the worker is told not to send it")
        .containsExactly(KEY);

    run(
        "UPDATE delivery SET state = 4, reply_text = '550 <ann.lee@a.example>' WHERE campaign_id = 8 AND email_key = '"
            + KEY
            + "'");
    erasing.goOn();
    assertThat(isDone(id)).isTrue();
    assertThat(sweeps).isEqualTo(1);
    assertThat(whereIs(KEY)).isEmpty();
  }

  /** H2 lets one write at a time, so there nobody comes between. */
  @Test
  void whomASliceOfAnImportHasReadIsErasedBehindIt() throws SQLException {
    Erasing erasing = erasing(TestDatabases.postgresql());
    aLife();
    run(
        "INSERT INTO contact_list (id, version, name, created_at) VALUES (2, 0, 'two', CURRENT_TIMESTAMP)");
    long importId =
        ImportStores.imports(database)
            .create(
                new NewImport(
                    2, OnError.SKIP, "CSV", "people.csv", "/elsewhere/1.csv", "somebody"));
    var staging = ImportStores.staging(database);
    staging.begin(importId);
    staging.stage(
        importId,
        List.of(
            new ValidRow(2, ANN, Optional.empty(), Optional.empty(), Optional.empty(), Map.of())),
        List.of(),
        new RowPosition(10, 2));
    staging.finishReading(importId);
    var others = TestLeases.on(database, CLOCK);
    Lease held =
        others
            .take(Lease.ofImport(importId), "there:1", Duration.ofMinutes(1), Duration.ofMinutes(1))
            .orElseThrow();
    long id = begun(KEY);

    try (Connection slice = database.dataSource().getConnection()) {
      slice.setAutoCommit(false);
      try (Statement insert = slice.createStatement()) {
        insert.execute(
            "INSERT INTO contact (list_id, email_key, email, created_at, updated_at) SELECT 2, email_key, email,"
                + " CURRENT_TIMESTAMP, CURRENT_TIMESTAMP FROM import_row");
      }
      erasing.goOn();
      assertThat(isDone(id)).isFalse();
      slice.commit();
    }
    assertThat(number("SELECT COUNT(*) FROM contact WHERE list_id = 2")).isEqualTo(1);
    assertThat(staging.apply(importId, 10)).isFalse();
    others.release(held);

    erasing.goOn();
    assertThat(isDone(id)).isTrue();
    assertThat(whereIs(KEY)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void whoIsBackWhileTextsAreLookedThroughIsErasedAgain(Database on) {
    Erasing erasing = erasing(on);
    aLife();
    long id = begun(KEY);
    duringSweep =
        () ->
            run(
                "INSERT INTO contact (list_id, email_key, email, created_at, updated_at) VALUES (1, '"
                    + KEY
                    + "', 'Ann.Lee@A.Example', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)");
    erasing.goOn();
    assertThat(isDone(id)).isFalse();

    duringSweep = () -> {};
    erasing.goOn();
    assertThat(isDone(id)).isTrue();
    assertThat(whereIs(KEY)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void oneThatAlwaysFailsKeepsNoOtherFromBeingDone(Database on) {
    Erasing erasing = erasing(on);
    aLife();
    long broken = begun("bob@a.example", "not sealed by us");
    long id = begun(KEY);

    erasing.goOn();

    assertThat(isDone(broken)).isFalse();
    assertThat(isDone(id)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void aStopEndsItAndLeavesTheRestForLater(Database on) {
    Erasing erasing = erasing(on);
    aLife();
    long first = begun(KEY);
    long second = begun("bob@a.example");
    duringSweep = leases::stopAll;

    erasing.goOn();
    assertThat(isDone(first)).isFalse();
    assertThat(sweeps).as("the next is not begun").isEqualTo(1);
    assertThat(leases.isIdle()).isTrue();

    duringSweep = () -> {};
    erasing.goOn();
    assertThat(isDone(first)).isTrue();
    assertThat(isDone(second)).isTrue();
  }
}
