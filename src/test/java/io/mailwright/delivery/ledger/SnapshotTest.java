package io.mailwright.delivery.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.db.Database;
import io.mailwright.testing.FixedSites;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestRows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a snapshot makes of a list, also where domains share a mail exchanger. */
class SnapshotTest {
  private static final long CAMPAIGN = 7;
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T10:00:00Z"));

  private void contacts(Database database, int rows) {
    Ledgers.list(
        database,
        clock,
        IntStream.range(0, rows).mapToObj(i -> "r" + i + "@d" + i % 100 + ".net").toList());
  }

  /** The first forty of a hundred domains are hosted by one, the next ten by another. */
  private static FixedSites hosts() {
    Map<String, String> sites = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      sites.put("d" + i + ".net", "big-host");
    }
    for (int i = 40; i < 50; i++) {
      sites.put("d" + i + ".net", "other-host.com");
    }
    return new FixedSites(sites);
  }

  /** Rows by the site of their lane and the domain's own. */
  private static Map<String, Long> rowsBySites(Database database, FixedSites sites) {
    return database.query(
        connection -> {
          Map<String, Long> rows = new TreeMap<>();
          try (PreparedStatement select =
                  connection.prepareStatement(
                      """
                      SELECT l.site, SUBSTRING(d.email_key, POSITION('@' IN d.email_key) + 1) FROM delivery d
                      JOIN lane l ON l.campaign_id = d.campaign_id AND l.no = d.lane
                      """);
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              String own = sites.sites().getOrDefault(row.getString(2), "small");
              rows.merge(row.getString(1) + " holds " + own, 1L, Long::sum);
            }
          }
          return rows;
        });
  }

  private static Map<String, Integer> lanesBySite(Database database) {
    return database.query(
        connection -> {
          Map<String, Integer> lanes = new TreeMap<>();
          try (PreparedStatement select =
                  connection.prepareStatement("SELECT site, COUNT(*) FROM lane GROUP BY site");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              lanes.put(row.getString(1), row.getInt(2));
            }
          }
          return lanes;
        });
  }

  private void prepare(Database database, FixedSites sites, int workers) {
    prepare(database, CAMPAIGN, sites, workers);
  }

  private void prepare(Database database, long campaign, FixedSites sites, int workers) {
    JdbcSnapshot snapshot = new JdbcSnapshot(database, clock, sites);
    while (!snapshot.nextSlice(campaign, List.of(1L), workers).isDone()) {
      // until it is written
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aBigSiteHasLanesOfItsOwnAndTheRestIsMixed(Database database) {
    contacts(database, 4000);
    prepare(database, hosts(), 10);
    assertThat(lanesBySite(database))
        .containsExactly(
            Map.entry("*", 10), Map.entry("big-host", 8), Map.entry("other-host.com", 2));
    assertThat(rowsBySites(database, hosts()))
        .containsExactly(
            Map.entry("* holds small", 2000L),
            Map.entry("big-host holds big-host", 1600L),
            Map.entry("other-host.com holds other-host.com", 400L));
    assertThat(new JdbcLedger(database, clock).countsAgree(CAMPAIGN)).isTrue();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aWorkerIsToldTheSiteOfItsLane(Database database) {
    contacts(database, 400);
    prepare(database, hosts(), 2);
    Ledger ledger = new JdbcLedger(database, clock);
    Map<String, Integer> rows = new TreeMap<>();
    for (int worker = 0; worker < 4; worker++) {
      LaneChunk chunk =
          ledger
              .claimNext(
                  CAMPAIGN, "w" + worker, 1, 1, (lane, open) -> new ClaimLimit(1000, 1 << 24))
              .orElseThrow();
      rows.merge(chunk.lane().site(), chunk.claims().size(), Integer::sum);
    }
    assertThat(rows).containsExactly(Map.entry("*", 240), Map.entry("big-host", 160));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void theRowsOfALaneLieInItsRangesAndNoOthersDo(Database database) {
    contacts(database, 12_000);
    prepare(database, hosts(), 10);
    String within =
        """
        SELECT COUNT(*) FROM delivery d JOIN lane_range r
        ON r.campaign_id = d.campaign_id AND d.id BETWEEN r.first_id AND r.last_id AND r.lane %s d.lane
        """;
    assertThat(TestRows.number(database, within.formatted("="))).isEqualTo(12_000);
    assertThat(TestRows.number(database, within.formatted("<>"))).isZero();
    assertThat(TestRows.number(database, "SELECT SUM(pending) FROM lane_range")).isEqualTo(12_000);
    assertThat(
            TestRows.number(
                database,
                "SELECT COUNT(*) FROM delivery d JOIN contact c ON c.id = d.contact_id AND c.email_key = d.email_key"))
        .isEqualTo(12_000);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void noIdIsGivenTwice(Database database) {
    contacts(database, 400);
    prepare(database, hosts(), 2);
    long last = TestRows.number(database, "SELECT MAX(id) FROM delivery");
    database.change(
        connection -> {
          try (PreparedStatement purge = connection.prepareStatement("DELETE FROM delivery")) {
            purge.executeUpdate();
          }
        });
    prepare(database, CAMPAIGN + 1, hosts(), 2);
    assertThat(TestRows.number(database, "SELECT MIN(id) FROM delivery")).isGreaterThan(last);
  }
}
