package io.mailwright.delivery.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.testing.FixedSites;
import io.mailwright.testing.SettableClock;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerTest {
  private static final long CAMPAIGN = 7;
  private static final String COUNTS = "SELECT * FROM lane_count";
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T10:00:00Z"));

  @ParameterizedTest
  @MethodSource(BOTH)
  void snapshotTakesEachAddressOnceAndLeavesOutTheSuppressed(Database database) {
    contacts(database, 1, 300, "a");
    contacts(database, 2, 50, "a"); // the same addresses again, in another list
    suppress(database, "a3@site3.example");
    prepare(database, List.of(1L, 2L));
    DeliveryCounts counts = Ledgers.query(database).counts(CAMPAIGN);
    assertThat(counts.total()).isEqualTo(300);
    assertThat(counts.of(DeliveryState.SUPPRESSED)).isEqualTo(1);
    assertThat(new JdbcLedger(database, clock).countsAgree(CAMPAIGN)).isTrue();
  }

  /** Both ways: what is counted and is not there, and what is there and is not counted. */
  @ParameterizedTest
  @MethodSource(BOTH)
  void countsThatDifferFromTheRowsAreSeen(Database database) {
    contacts(database, 1, 30, "a");
    prepare(database, List.of(1L));
    JdbcLedger ledger = new JdbcLedger(database, clock);
    for (String change :
        List.of(
            "UPDATE lane_count SET n = n + 1 WHERE campaign_id = 7 AND lane = 0 AND state = 4",
            "DELETE FROM lane_count WHERE campaign_id = 7 AND n > 0")) {
      assertThat(ledger.countsAgree(CAMPAIGN)).as("before %s", change).isTrue();
      database.change(c -> c.createStatement().execute("CREATE TABLE kept AS " + COUNTS));
      database.change(c -> c.createStatement().execute(change));
      assertThat(ledger.countsAgree(CAMPAIGN)).as(change).isFalse();
      database.change(c -> c.createStatement().execute("DELETE FROM lane_count"));
      database.change(
          c -> c.createStatement().execute("INSERT INTO lane_count SELECT * FROM kept"));
      database.change(c -> c.createStatement().execute("DROP TABLE kept"));
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void saysWhyAnAddressIsLeftOutByTheContractsWords(Database database) {
    contacts(database, 1, 2, "a");
    suppress(database, "a1@site1.example");
    database.change(
        c -> c.createStatement().execute("UPDATE suppression SET reason = 'HARD_BOUNCE'"));
    prepare(database, List.of(1L));
    assertThat(texts(database, "SELECT why FROM delivery WHERE state = 7"))
        .containsExactly("suppressed: hard-bounce");
  }

  private static List<String> texts(Database database, String sql) {
    return database.query(
        connection -> {
          List<String> texts = new ArrayList<>();
          try (ResultSet row = connection.createStatement().executeQuery(sql)) {
            while (row.next()) {
              texts.add(row.getString(1));
            }
          }
          return texts;
        });
  }

  private static Instant firstTry(Database database, ClaimedDelivery claim) {
    return database.query(
        connection -> {
          try (ResultSet row =
              connection
                  .createStatement()
                  .executeQuery("SELECT first_try_at FROM delivery WHERE id = " + claim.id())) {
            row.next();
            return row.getTimestamp(1).toInstant();
          }
        });
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void everyRowIsClaimedOnceAndCountsFollow(Database database) {
    contacts(database, 1, 500, "b");
    prepare(database, List.of(1L));
    JdbcLedger ledger = new JdbcLedger(database, clock);
    Set<Long> seen = new HashSet<>();
    Optional<LaneChunk> chunk = ledger.claimNext(CAMPAIGN, "w", 1, 1, (lane, open) -> rows(20));
    while (chunk.isPresent()) {
      List<ClaimedDelivery> claims = chunk.get().claims();
      claims.forEach(c -> assertThat(seen.add(c.id())).isTrue());
      assertThat(ledger.settle(CAMPAIGN, sent(claims))).isEqualTo(claims.size());
      assertThat(ledger.settle(CAMPAIGN, sent(claims))).as("written twice").isZero();
      ledger.settle(LaneReturn.of(chunk.get().lane()), List.of());
      chunk = ledger.claimNext(CAMPAIGN, "w", 1, 1, (lane, open) -> rows(20));
    }
    assertThat(seen).hasSize(500);
    DeliveryCounts counts = Ledgers.query(database).counts(CAMPAIGN);
    assertThat(counts.of(DeliveryState.SENT)).isEqualTo(500);
    assertThat(counts.total()).isEqualTo(500);
    assertThat(ledger.countsAgree(CAMPAIGN)).isTrue();
    assertThat(ledger.nextReady(CAMPAIGN)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void deferredRowsComeBackWhenDueAndKeepTheirAttempts(Database database) {
    contacts(database, 1, 3, "c");
    prepare(database, List.of(1L));
    JdbcLedger ledger = new JdbcLedger(database, clock);
    LaneChunk lane = take(ledger, "w", 1, rows(20));
    List<ClaimedDelivery> claims = lane.claims();
    Instant due = clock.instant().plus(Duration.ofMinutes(5));
    List<Settlement> deferred = new ArrayList<>();
    for (ClaimedDelivery claim : claims) {
      deferred.add(
          new Settlement(
              claim.key(),
              DeliveryState.DEFERRED,
              true,
              Optional.of(due),
              Optional.of("later"),
              Optional.of(1L),
              Optional.of(SmtpReply.of(451, "greylisted")),
              clock.instant()));
    }
    ledger.settle(CAMPAIGN, deferred);
    ledger.settle(LaneReturn.of(lane.lane()), List.of());
    assertThat(ledger.claimNext(CAMPAIGN, "w", 1, 1, (taken, open) -> rows(20))).isEmpty();
    assertThat(ledger.nextReady(CAMPAIGN)).contains(due);
    clock.forward(Duration.ofMinutes(5));
    LaneChunk again = take(ledger, "w", 1, rows(20));
    List<ClaimedDelivery> second = again.claims();
    assertThat(second).hasSize(3).allSatisfy(c -> assertThat(c.attempts()).isEqualTo(1));
    assertThat(second).allSatisfy(c -> assertThat(c.firstTryAt()).isPresent());
    ledger.settle(LaneReturn.of(again.lane()), sent(second));
    assertThat(
            texts(
                database,
                "SELECT CONCAT(attempt, ' ', outcome, ' ', reply_code, ' ', reply_text) FROM attempt"))
        .as("the log has the tries that another one followed")
        .containsExactly("1 3 451 greylisted", "1 3 451 greylisted", "1 3 451 greylisted");
    assertThat(
            texts(
                database,
                "SELECT CONCAT(attempts, ' ', state, ' ', reply_code, ' ', reply_text) FROM delivery"))
        .as("and the row the last")
        .hasSize(3)
        .allMatch(row -> row.startsWith("2 2 250 "));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whatWasGivenBackIsClaimedBeforeWhatIsFresh(Database database) {
    contacts(database, 1, 40, "g");
    prepare(database, List.of(1L));
    JdbcLedger ledger = new JdbcLedger(database, clock);
    LaneChunk lane = take(ledger, "w", 1, rows(10));
    List<ClaimedDelivery> first = lane.claims();
    ledger.settle(
        CAMPAIGN,
        first.stream()
            .map(
                claim ->
                    Settlement.givenBack(
                        claim, Optional.empty(), Optional.empty(), clock.instant()))
            .toList());
    ledger.settle(LaneReturn.of(lane.lane()), List.of());
    clock.forward(Duration.ofSeconds(1));
    LaneChunk again = take(ledger, "w", 1, rows(15));
    List<ClaimedDelivery> second = again.claims();
    assertThat(second).hasSize(15);
    assertThat(second.subList(0, 10))
        .extracting(ClaimedDelivery::id)
        .isEqualTo(first.stream().map(ClaimedDelivery::id).toList());
    ledger.settle(LaneReturn.of(again.lane()), List.of());
    LaneChunk later = take(ledger, "x", 1, rows(100));
    assertThat(later.claims())
        .hasSize(25)
        .extracting(ClaimedDelivery::id)
        .doesNotContainAnyElementsOf(second.stream().map(ClaimedDelivery::id).toList());
    assertThat(ledger.countsAgree(CAMPAIGN)).isTrue();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void claimsOfAnEarlierFenceAreInDoubtAndAPersonDecides(Database database) {
    contacts(database, 1, 60, "d");
    prepare(database, List.of(1L));
    JdbcLedger ledger = new JdbcLedger(database, clock);
    LaneChunk lane = take(ledger, "w", 1, rows(20));
    List<ClaimedDelivery> claims = lane.claims();
    assertThat(ledger.settleStaleClaims(CAMPAIGN, 2, false)).isEqualTo(20);
    DeliveryQuery query = Ledgers.query(database);
    assertThat(query.counts(CAMPAIGN).of(DeliveryState.IN_DOUBT)).isEqualTo(20);
    List<Long> five = claims.stream().limit(5).map(ClaimedDelivery::id).toList();
    assertThat(ledger.settleInDoubt(CAMPAIGN, true, five, "seen")).isEqualTo(5);
    assertThat(ledger.settleInDoubt(CAMPAIGN, false, List.of(), "again")).isEqualTo(15);
    assertThat(query.counts(CAMPAIGN).of(DeliveryState.SENT)).isEqualTo(5);
    assertThat(query.counts(CAMPAIGN).of(DeliveryState.PENDING)).isEqualTo(55);
    assertThat(ledger.countsAgree(CAMPAIGN)).isTrue();
    assertThat(take(ledger, "w", 1, rows(20)).claims()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aClaimWhoseAnswerWasLostIsClaimedAgainByWhoHoldsTheLane(Database database) {
    contacts(database, 1, 30, "o");
    prepare(database, List.of(1L));
    JdbcLedger ledger = new JdbcLedger(database, clock);
    LaneChunk lane = take(ledger, "w", 1, rows(10));
    List<ClaimedDelivery> lost = lane.claims();
    clock.forward(Duration.ofSeconds(1));
    LaneChunk again = take(ledger, "w", 1, rows(10));
    assertThat(again.lane().no()).isEqualTo(lane.lane().no());
    assertThat(again.lane().isRegained()).isTrue();
    assertThat(again.claims())
        .extracting(ClaimedDelivery::id)
        .isEqualTo(lost.stream().map(ClaimedDelivery::id).toList());
    assertThat(ledger.countsAgree(CAMPAIGN)).isTrue();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whoLostAClaimMayStillBringEvidenceAndNothingElse(Database database) {
    contacts(database, 1, 10, "l");
    prepare(database, List.of(1L));
    JdbcLedger ledger = new JdbcLedger(database, clock);
    LaneChunk lane = take(ledger, "w", 1, rows(10));
    List<ClaimedDelivery> claims = lane.claims();
    ledger.settleStaleClaims(CAMPAIGN, 2, false);
    DeliveryQuery query = Ledgers.query(database);
    assertThat(ledger.settle(CAMPAIGN, sent(claims.subList(0, 4)))).isEqualTo(4);
    assertThat(query.counts(CAMPAIGN).of(DeliveryState.SENT)).isEqualTo(4);
    assertThat(ledger.settle(CAMPAIGN, sent(claims.subList(0, 4)))).as("twice").isZero();
    ledger.settleInDoubt(
        CAMPAIGN, false, claims.subList(4, 6).stream().map(ClaimedDelivery::id).toList(), "again");
    assertThat(ledger.settle(CAMPAIGN, sent(claims.subList(4, 6))))
        .as("a person was faster")
        .isZero();
    assertThat(query.counts(CAMPAIGN).of(DeliveryState.PENDING)).isEqualTo(2);
    assertThat(ledger.reopenUnsent(CAMPAIGN, 2)).as("another incarnation's").isZero();
    assertThat(ledger.reopenUnsent(CAMPAIGN, 1)).isEqualTo(4);
    assertThat(query.counts(CAMPAIGN).of(DeliveryState.PENDING)).isEqualTo(6);
    assertThat(ledger.countsAgree(CAMPAIGN)).isTrue();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whatIsOpenAgainByLateEvidenceWakesItsLane(Database database) {
    contacts(database, 1, 10, "w");
    prepare(database, List.of(1L));
    JdbcLedger ledger = new JdbcLedger(database, clock);
    LaneChunk lane = take(ledger, "w", 1, rows(10));
    List<ClaimedDelivery> claims = lane.claims();
    ledger.settleStaleClaims(CAMPAIGN, 2, false);
    LaneChunk taken = take(ledger, "other", 2, rows(10));
    assertThat(taken.claims()).isEmpty();
    ledger.settle(LaneReturn.of(taken.lane()), List.of());
    assertThat(ledger.nextReady(CAMPAIGN)).isEmpty();

    List<Settlement> notSent =
        claims.stream()
            .map(c -> Settlement.givenBack(c, Optional.empty(), Optional.empty(), clock.instant()))
            .toList();
    assertThat(ledger.settle(CAMPAIGN, notSent)).isEqualTo(10);
    assertThat(ledger.nextReady(CAMPAIGN)).isPresent();
    LaneChunk again = take(ledger, "other", 2, rows(10));
    assertThat(again.claims()).hasSize(10);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aLostReplyStaysInDoubtWhateverElseWasNotSent(Database database) {
    contacts(database, 1, 3, "q");
    prepare(database, List.of(1L));
    JdbcLedger ledger = new JdbcLedger(database, clock);
    LaneChunk lane = take(ledger, "w", 1, rows(10));
    List<ClaimedDelivery> claims = lane.claims();
    Settlement lost = lost(claims.get(0), Optional.empty());
    ledger.settleStaleClaims(CAMPAIGN, 2, false);
    assertThat(ledger.settle(CAMPAIGN, List.of(lost))).isEqualTo(1);
    assertThat(ledger.reopenUnsent(CAMPAIGN, 1)).isEqualTo(2);
    DeliveryQuery query = Ledgers.query(database);
    assertThat(query.counts(CAMPAIGN).of(DeliveryState.IN_DOUBT)).isEqualTo(1);
    assertThat(ledger.settle(CAMPAIGN, sent(claims.subList(0, 1)))).isZero();
    assertThat(ledger.countsAgree(CAMPAIGN)).isTrue();
  }

  /** Recovery knows neither the server nor the moment; a worker knows both. */
  @ParameterizedTest
  @MethodSource(BOTH)
  void whatRecoverySettlesWasTriedWhenItWasClaimed(Database database) {
    contacts(database, 1, 2, "t");
    prepare(database, List.of(1L));
    JdbcLedger ledger = new JdbcLedger(database, clock);
    Instant claimed = clock.instant();
    List<ClaimedDelivery> claims = new ArrayList<>();
    ledger
        .claimNext(CAMPAIGN, "w", 1, 1, (lane, open) -> rows(10))
        .ifPresent(c -> claims.addAll(c.claims()));
    ledger
        .claimNext(CAMPAIGN, "v", 1, 1, (lane, open) -> rows(10))
        .ifPresent(c -> claims.addAll(c.claims()));
    clock.forward(Duration.ofHours(1));
    ledger.settle(CAMPAIGN, List.of(lost(claims.get(0), Optional.empty())));
    ledger.settle(CAMPAIGN, List.of(lost(claims.get(1), Optional.of(1L))));
    assertThat(firstTry(database, claims.get(0))).isEqualTo(claimed);
    assertThat(firstTry(database, claims.get(1))).isEqualTo(clock.instant());
  }

  private Settlement lost(ClaimedDelivery claim, Optional<Long> server) {
    return new Settlement(
        claim.key(),
        DeliveryState.IN_DOUBT,
        true,
        Optional.empty(),
        Optional.of("lost"),
        server,
        Optional.empty(),
        clock.instant());
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void suppressedAndDeletedMeanwhileAreLeftOutAtTheClaim(Database database) {
    contacts(database, 1, 10, "e");
    prepare(database, List.of(1L));
    suppress(database, "e1@site1.example");
    database.change(
        c ->
            c.createStatement()
                .execute("DELETE FROM contact WHERE email_key = 'e2@site2.example'"));
    JdbcLedger ledger = new JdbcLedger(database, clock);
    assertThat(ledger.suppressedAmongOpen(CAMPAIGN)).isEqualTo(1);
    LaneChunk lane = take(ledger, "w", 1, rows(20));
    assertThat(lane.claims()).hasSize(8);
    DeliveryCounts counts = Ledgers.query(database).counts(CAMPAIGN);
    assertThat(counts.of(DeliveryState.SUPPRESSED)).isEqualTo(1);
    assertThat(counts.of(DeliveryState.CANCELLED)).isEqualTo(1);
    assertThat(ledger.cancelOpen(CAMPAIGN, "over")).isZero();
    assertThat(ledger.countsAgree(CAMPAIGN)).isTrue();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whoLeftOneOfItsListsIsLeftOutOnceAndWhoLeftAnotherIsNot(Database database) {
    contacts(database, 1, 10, "e");
    contacts(database, 2, 5, "e");
    sendsTo(database, 1, 2);
    suppress(database, "e1@site1.example", 1);
    suppress(database, "e1@site1.example", 2);
    suppress(database, "e2@site2.example", 2);
    suppress(database, "e3@site3.example", 9);
    prepare(database, List.of(1L, 2L));
    DeliveryCounts counts = Ledgers.query(database).counts(CAMPAIGN);
    assertThat(counts.total()).isEqualTo(10);
    assertThat(counts.of(DeliveryState.SUPPRESSED)).isEqualTo(2);

    suppress(database, "e4@site4.example", 1);
    suppress(database, "e5@site5.example", 9);
    JdbcLedger ledger = new JdbcLedger(database, clock);
    assertThat(ledger.suppressedAmongOpen(CAMPAIGN)).isEqualTo(1);
    assertThat(
            ledger.suppressedOf(CAMPAIGN, List.of("e4@site4.example", "e5@site5.example", "x@x")))
        .containsExactly("e4@site4.example");
    assertThat(take(ledger, "w", 1, rows(20)).claims()).hasSize(7);
    assertThat(ledger.countsAgree(CAMPAIGN)).isTrue();
  }

  /** The campaign's lists; there is no campaign beside the ledger here. */
  private static void sendsTo(Database database, long... listIds) {
    database.change(
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.execute(
                database
                    .dialect()
                    .pick(
                        "SET REFERENTIAL_INTEGRITY FALSE",
                        "SET LOCAL session_replication_role = replica"));
            for (long listId : listIds) {
              statement.execute(
                  "INSERT INTO campaign_list (campaign_id, list_id) VALUES (%d, %d)"
                      .formatted(CAMPAIGN, listId));
            }
          }
        });
  }

  private List<Settlement> sent(List<ClaimedDelivery> claims) {
    return claims.stream()
        .map(
            c ->
                new Settlement(
                    c.key(),
                    DeliveryState.SENT,
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(1L),
                    Optional.of(SmtpReply.of(250, "ok")),
                    clock.instant()))
        .toList();
  }

  private void prepare(Database database, List<Long> lists) {
    JdbcSnapshot snapshot = new JdbcSnapshot(database, clock, FixedSites.none());
    while (!snapshot.nextSlice(CAMPAIGN, lists, 8).isDone()) {
      assertThat(lists).isNotEmpty();
    }
  }

  private void contacts(Database database, long list, int n, String prefix) {
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO contact_list (id, version, name, created_at) VALUES (?, 0, ?, ?)")) {
            insert.setLong(1, list);
            insert.setString(2, "list " + list);
            insert.setTimestamp(3, Timestamp.from(clock.instant()));
            insert.executeUpdate();
          }
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO contact (list_id, email_key, email, created_at, updated_at) VALUES (?, ?, ?, ?, ?)")) {
            for (int i = 0; i < n; i++) {
              String email = prefix + i + "@site" + (i % 5 == 0 ? 0 : i) + ".example";
              insert.setLong(1, list);
              insert.setString(2, email);
              insert.setString(3, email);
              insert.setTimestamp(4, Timestamp.from(clock.instant()));
              insert.setTimestamp(5, Timestamp.from(clock.instant()));
              insert.addBatch();
            }
            insert.executeBatch();
          }
        });
  }

  private static ClaimLimit rows(int rows) {
    return new ClaimLimit(rows, 1 << 20);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aLaneIsClaimedOverAllSlicesOfItsSnapshotAndOverNothingElse(Database database) {
    contacts(database, 1, 40, "s");
    database.change(
        c ->
            c.createStatement()
                .execute("UPDATE contact SET id = id + 200000 WHERE MOD(id, 2) = 0"));
    // Another campaign's rows lie between the slices.
    JdbcSnapshot snapshot = new JdbcSnapshot(database, clock, FixedSites.none());
    boolean[] done = new boolean[2];
    while (!done[0] || !done[1]) {
      done[0] = snapshot.nextSlice(CAMPAIGN, List.of(1L), 1).isDone();
      done[1] = snapshot.nextSlice(CAMPAIGN + 1, List.of(1L), 1).isDone();
    }
    JdbcLedger ledger = new JdbcLedger(database, clock);
    Set<Long> contacts = new HashSet<>();
    List<Long> ids = new ArrayList<>();
    for (int chunk = 0; chunk < 5; chunk++) {
      LaneChunk taken = take(ledger, "w", 1, rows(9));
      taken.claims().forEach(c -> assertThat(contacts.add(c.contactId())).isTrue());
      taken.claims().forEach(c -> ids.add(c.id()));
      ledger.settle(LaneReturn.of(taken.lane()), sent(taken.claims()));
    }
    assertThat(contacts).as("9 + 9 + 9 + 9 + 4").hasSize(40);
    assertThat(ids).isSorted();
    assertThat(ledger.nextReady(CAMPAIGN)).isEmpty();
    assertThat(ledger.countsAgree(CAMPAIGN)).isTrue();
    DeliveryQuery query = Ledgers.query(database);
    assertThat(query.counts(CAMPAIGN).of(DeliveryState.SENT)).isEqualTo(40);
    assertThat(query.counts(CAMPAIGN + 1).of(DeliveryState.PENDING)).isEqualTo(40);
    assertThat(ledger.cancelOpen(CAMPAIGN + 1, "over")).isEqualTo(40);
    assertThat(ledger.countsAgree(CAMPAIGN + 1)).isTrue();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void severalThreadsWriteASnapshotAndEachContactOnce(Database database) throws Exception {
    contacts(database, 1, 400, "p");
    // 80 slices of five contacts
    database.change(c -> c.createStatement().execute("UPDATE contact SET id = id * 10000"));
    JdbcSnapshot snapshot = new JdbcSnapshot(database, clock, FixedSites.none());
    snapshot.nextSlice(CAMPAIGN, List.of(1L), 2);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Callable<Snapshot.Progress>> writers =
          Collections.nCopies(
              3,
              () -> {
                Snapshot.Progress progress;
                do {
                  progress = snapshot.nextSlice(CAMPAIGN, List.of(1L), 2);
                } while (progress.hasMore());
                return progress;
              });
      for (Future<Snapshot.Progress> writer : threads.invokeAll(writers)) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    Snapshot.Progress end = snapshot.nextSlice(CAMPAIGN, List.of(1L), 2);
    assertThat(end).isEqualTo(new Snapshot.Progress(400, 400, false, true));
    JdbcLedger ledger = new JdbcLedger(database, clock);
    assertThat(ledger.countsAgree(CAMPAIGN)).isTrue();
    Set<Long> contacts = new HashSet<>();
    Optional<LaneChunk> chunk = ledger.claimNext(CAMPAIGN, "w", 1, 1, (lane, open) -> rows(30));
    while (chunk.isPresent()) {
      chunk.get().claims().forEach(c -> assertThat(contacts.add(c.contactId())).isTrue());
      ledger.settle(LaneReturn.of(chunk.get().lane()), sent(chunk.get().claims()));
      chunk = ledger.claimNext(CAMPAIGN, "w", 1, 1, (lane, open) -> rows(30));
    }
    assertThat(contacts).hasSize(400);
    assertThat(ledger.countsAgree(CAMPAIGN)).isTrue();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aSampleOfAListWhoseDomainsTakeTurnsSharesTheRowsOutEvenly(Database database) {
    contacts(database, 1, 2000, "t");
    database.change(
        c ->
            c.createStatement()
                .execute(
                    "UPDATE contact SET email_key = CONCAT('turn', id, '@site', MOD(id, 40), '.example')"));
    JdbcSnapshot snapshot = new JdbcSnapshot(database, clock, FixedSites.none(), 40);
    while (!snapshot.nextSlice(CAMPAIGN, List.of(1L), 4).isDone()) {
      // until it is written
    }
    List<Long> lanes =
        database.query(
            connection -> {
              List<Long> rows = new ArrayList<>();
              try (PreparedStatement select =
                      connection.prepareStatement("SELECT n FROM lane_count WHERE state = 0");
                  ResultSet row = select.executeQuery()) {
                while (row.next()) {
                  rows.add(row.getLong(1));
                }
              }
              return rows;
            });
    assertThat(lanes.stream().mapToLong(n -> n).sum()).isEqualTo(2000);
    assertThat(Collections.max(lanes)).as("of eight lanes' 2000").isLessThan(800);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void rangesOfSlicesThatWereWrittenAtTheSameTimeAreJoined(Database database) {
    long[][] written = {{1, 9, 5}, {2, 20, 10}, {4, 6, 2}, {21, 30, 10}, {40, 50, 7}, {50, 51, 1}};
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO lane_range (campaign_id, lane, first_id, last_id, pending, suppressed) VALUES (?, 3, ?, ?, ?, 1)")) {
            for (long[] range : written) {
              insert.setLong(1, CAMPAIGN);
              insert.setLong(2, range[0]);
              insert.setLong(3, range[1]);
              insert.setLong(4, range[2]);
              insert.executeUpdate();
            }
          }
          LaneRanges.join(connection, CAMPAIGN);
        });
    List<LaneRanges.Range> all = database.query(c -> LaneRanges.after(c, CAMPAIGN, 3, 0));
    assertThat(all)
        .containsExactly(
            new LaneRanges.Range(1, 20),
            new LaneRanges.Range(21, 30),
            new LaneRanges.Range(40, 51));
    List<LaneRanges.Range> rest = database.query(c -> LaneRanges.after(c, CAMPAIGN, 3, 25));
    assertThat(rest).containsExactly(new LaneRanges.Range(26, 30), new LaneRanges.Range(40, 51));
    long[] sums =
        database.query(
            connection -> {
              try (PreparedStatement select =
                      connection.prepareStatement(
                          "SELECT SUM(pending), SUM(suppressed) FROM lane_range");
                  ResultSet row = select.executeQuery()) {
                row.next();
                return new long[] {row.getLong(1), row.getLong(2)};
              }
            });
    assertThat(sums).containsExactly(35, 6);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aClaimIsBoundedByTheLengthOfItsAttributes(Database database) {
    contacts(database, 1, 10, "l");
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement("UPDATE contact SET attributes = ?")) {
            update.setString(1, "{\"a\":\"" + "x".repeat(992) + "\"}");
            update.executeUpdate();
          }
        });
    prepare(database, List.of(1L));
    JdbcLedger ledger = new JdbcLedger(database, clock);
    LaneChunk lane = take(ledger, "w", 1, new ClaimLimit(20, 3_500));
    assertThat(lane.claims()).hasSize(3);
    ledger.settle(LaneReturn.of(lane.lane()), List.of());
    LaneChunk again = take(ledger, "w", 1, new ClaimLimit(20, 1));
    assertThat(again.claims()).as("one at least").hasSize(1);
    ledger.settle(LaneReturn.of(again.lane()), List.of());
    LaneChunk last = take(ledger, "w", 1, rows(20));
    assertThat(last.claims()).as("none is passed over").hasSize(6);
    assertThat(ledger.countsAgree(CAMPAIGN)).isTrue();
  }

  private static LaneChunk take(JdbcLedger ledger, String owner, long fence, ClaimLimit limit) {
    return ledger.claimNext(CAMPAIGN, owner, fence, fence, (lane, open) -> limit).orElseThrow();
  }

  private void suppress(Database database, String key) {
    suppress(database, key, 0);
  }

  private void suppress(Database database, String key, long listId) {
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO suppression (id, version, email_key, list_id, reason, source, created_at) VALUES (?, 0, ?, ?, 'MANUAL', 'test', ?)")) {
            insert.setLong(1, key.hashCode() + listId);
            insert.setString(2, key);
            insert.setLong(3, listId);
            insert.setTimestamp(4, Timestamp.from(clock.instant()));
            insert.executeUpdate();
          }
        });
  }
}
