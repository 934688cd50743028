package io.mailwright.report.projection;

import jakarta.annotation.Nullable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts a campaign anew, row by row and in the plainest way, and says where the kept sums differ.
 * The rows are the truth.
 */
final class LedgerRecount {
  private static final int FETCHED = 2000;
  private static final int SECONDS = 3600;
  private static final int MOST_DIFFERENCES = 50;

  private final Connection connection;
  private final long campaignId;
  private final Map<String, long[]> domains = new TreeMap<>();
  private final Map<String, long[]> routes = new TreeMap<>();
  private final Map<String, long[]> hours = new TreeMap<>();
  private final Map<String, long[]> cameBack = new TreeMap<>();
  private final Map<String, long[]> reasons = new TreeMap<>();
  private final int hourOffset;

  private LedgerRecount(Connection connection, long campaignId, int hourOffset) {
    this.connection = connection;
    this.campaignId = campaignId;
    this.hourOffset = hourOffset;
  }

  /** Where kept sums differ from the rows; empty if nowhere. */
  static List<String> differences(Connection connection, long campaignId, int hourOffset)
      throws SQLException {
    LedgerRecount recount = new LedgerRecount(connection, campaignId, hourOffset);
    recount.countDeliveries();
    recount.countTries();
    recount.countFeedback();
    recount.countVisits();
    return recount.compare();
  }

  private void countDeliveries() throws SQLException {
    read(
        """
        SELECT email_key, state, attempts, settled_at, COALESCE(server_id, 0) AS route
        FROM delivery WHERE campaign_id = ?
        """,
        row -> {
          int state = row.getInt("state");
          switch (state) {
            case 2 -> {
              count(row, row.getTimestamp("settled_at"), Measure.ACCEPTED);
              if (row.getInt("attempts") > 1) {
                count(row, row.getTimestamp("settled_at"), Measure.AFTER_DEFERRAL);
              }
            }
            case 3 -> count(row, null, Measure.DEFERRED);
            case 4, 5 -> count(row, row.getTimestamp("settled_at"), Measure.FAILED);
            case 6 -> count(row, null, Measure.IN_DOUBT);
            case 7 -> count(row, null, Measure.SUPPRESSED);
            case 8 -> count(row, null, Measure.CANCELLED);
            default -> {
              // Pending or claimed: nothing is known of it yet.
            }
          }
          if (state >= 4) {
            add(reasons, "kind " + state, Measure.FAILED);
          }
        });
  }

  private void countTries() throws SQLException {
    read(
        """
        SELECT d.email_key, a.at, COALESCE(a.server_id, 0) AS route
        FROM delivery d JOIN attempt a ON a.delivery_id = d.id
        WHERE d.campaign_id = ? AND a.outcome = 3
        """,
        row -> {
          count(row, row.getTimestamp("at"), Measure.DEFERRALS);
          add(reasons, "kind 3", Measure.FAILED);
        });
  }

  private void countFeedback() throws SQLException {
    Set<String> seen = new HashSet<>();
    read(
        """
        SELECT e.email_key, e.kind, e.at FROM feedback_event e
        WHERE e.campaign_id = ? AND e.kind BETWEEN 1 AND 6 AND e.id <= (SELECT upto_id FROM report_feedback WHERE id = 1) ORDER BY e.id
        """,
        row -> {
          if (seen.add(row.getInt("kind") + row.getString("email_key"))) {
            Measure measure = Measure.feedback().get(row.getInt("kind") - 1);
            cameBack(row, row.getTimestamp("at"), measure);
          }
        });
  }

  private void countVisits() throws SQLException {
    read(
        """
        SELECT d.email_key, g.link, g.human, g.machine, g.first_human_at, g.first_machine_at,
               EXISTS (SELECT 1 FROM engagement_first f WHERE f.delivery_id = g.delivery_id
                       AND f.kind = CASE WHEN g.link = 0 THEN 5 ELSE 6 END) AS human_waits,
               EXISTS (SELECT 1 FROM engagement_first f WHERE f.delivery_id = g.delivery_id
                       AND f.kind = CASE WHEN g.link = 0 THEN 7 ELSE 8 END) AS machine_waits
        FROM engagement g JOIN delivery d ON d.id = g.delivery_id WHERE g.campaign_id = ? AND g.link IN (0, -1)
        """,
        row -> {
          boolean isOpen = row.getInt("link") == 0;
          if (row.getInt("human") > 0 && !row.getBoolean("human_waits")) {
            cameBack(
                row, row.getTimestamp("first_human_at"), isOpen ? Measure.OPENS : Measure.CLICKS);
          }
          if (row.getInt("machine") > 0 && !row.getBoolean("machine_waits")) {
            cameBack(
                row,
                row.getTimestamp("first_machine_at"),
                isOpen ? Measure.MACHINE_OPENS : Measure.MACHINE_CLICKS);
          }
        });
  }

  private void cameBack(ResultSet row, Timestamp at, Measure measure) throws SQLException {
    add(domains, domain(row), measure);
    add(cameBack, "" + start(at), measure);
  }

  private void count(ResultSet row, @Nullable Timestamp at, Measure measure) throws SQLException {
    add(domains, domain(row), measure);
    long route = row.getLong("route");
    add(routes, "" + route, measure);
    if (at != null) {
      add(hours, start(at) + " by " + route, measure);
    }
  }

  private static String domain(ResultSet row) throws SQLException {
    String email = row.getString("email_key");
    int at = email.indexOf('@');
    return at < 0 ? Place.OTHERS : email.substring(at + 1);
  }

  private long start(Timestamp at) {
    return Math.floorDiv(at.toInstant().getEpochSecond() - hourOffset, SECONDS) * SECONDS
        + hourOffset;
  }

  private static void add(Map<String, long[]> sums, String key, Measure measure) {
    sums.computeIfAbsent(key, k -> Measure.none())[measure.ordinal()]++;
  }

  @FunctionalInterface
  private interface Row {
    void read(ResultSet row) throws SQLException;
  }

  private void read(String sql, Row reader) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setFetchSize(FETCHED);
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          reader.read(row);
        }
      }
    }
  }

  private List<String> compare() throws SQLException {
    List<String> differences = new ArrayList<>();
    Map<String, long[]> keptDomains = kept("report_domain", "domain", Measure.all());
    giveBackErased(keptDomains);
    if (keptDomains.containsKey(Place.OTHERS)) {
      long[] others = domains.getOrDefault(Place.OTHERS, Measure.none());
      domains
          .entrySet()
          .removeIf(
              domain -> {
                boolean isOther =
                    !keptDomains.containsKey(domain.getKey())
                        && !domain.getKey().equals(Place.OTHERS);
                if (isOther) {
                  Measure.add(others, domain.getValue());
                }
                return isOther;
              });
      domains.put(Place.OTHERS, others);
    }
    compare("domain", domains, keptDomains, differences);
    compare(
        "all sites",
        Map.of("" + campaignId, sum(keptDomains)),
        kept("report_site", "campaign_id", Measure.all()),
        differences);
    compare(
        "route",
        routes,
        kept("report_route", "route_id", Measure.sending(Measure.all())),
        differences);
    compare(
        "hour",
        hours,
        kept("report_hour", "start_at || ' by ' || route_id", Measure.sending(Measure.timed())),
        differences);
    compare(
        "what came back in hour",
        cameBack,
        kept("report_hour", "start_at", Measure.feedback()),
        differences);
    Map<String, long[]> keptReasons = new TreeMap<>();
    read(
        "SELECT kind, SUM(n) AS n FROM report_reason WHERE campaign_id = ? AND kind < 20 GROUP BY kind",
        row ->
            keptReasons
                    .computeIfAbsent("kind " + row.getInt(1), kind -> Measure.none())[
                    Measure.FAILED.ordinal()] +=
                row.getLong("n"));
    compare("reasons of", reasons, keptReasons, differences);
    compareCauses(differences);
    return differences.size() > MOST_DIFFERENCES
        ? differences.subList(0, MOST_DIFFERENCES)
        : differences;
  }

  /** Why servers refused is kept twice; of replies that were too many only once. */
  private void compareCauses(List<String> differences) throws SQLException {
    Map<String, long[]> byReply = new TreeMap<>();
    Set<String> others = new HashSet<>();
    read(
        """
        SELECT cause, digest, SUM(CASE WHEN kind = 3 THEN n ELSE 0 END) AS deferrals,
               SUM(CASE WHEN kind = 3 THEN 0 ELSE n END) AS failed
        FROM report_reason WHERE campaign_id = ? AND kind IN (3, 4, 5) GROUP BY cause, digest
        """,
        row -> {
          if (row.getLong("digest") == Said.OTHER.digest()) {
            others.add(row.getString("cause"));
          } else if (!row.getString("cause").isEmpty()) {
            long[] sums = byReply.computeIfAbsent(row.getString("cause"), cause -> Measure.none());
            sums[Measure.DEFERRALS.ordinal()] += row.getLong("deferrals");
            sums[Measure.FAILED.ordinal()] += row.getLong("failed");
          }
        });
    if (others.isEmpty()) {
      compare(
          "cause",
          byReply,
          kept("report_cause", "cause", List.of(Measure.DEFERRALS, Measure.FAILED)),
          differences);
    }
  }

  /**
   * The row of an erased person no longer tells its domain, which was counted before: what a domain
   * has more of than its rows say is theirs, as far as there are such rows.
   */
  private void giveBackErased(Map<String, long[]> kept) {
    long[] erased = domains.getOrDefault(Place.OTHERS, Measure.none());
    kept.forEach(
        (domain, sums) -> {
          if (!domain.equals(Place.OTHERS)) {
            long[] rows = domains.computeIfAbsent(domain, d -> Measure.none());
            for (int i = 0; i < sums.length; i++) {
              long given = Math.min(erased[i], Math.max(0, sums[i] - rows[i]));
              rows[i] += given;
              erased[i] -= given;
            }
          }
        });
  }

  private Map<String, long[]> kept(String table, String key, List<Measure> measures)
      throws SQLException {
    Map<String, long[]> kept = new TreeMap<>();
    read(
        "SELECT %1$s, %2$s FROM %3$s WHERE campaign_id = ? GROUP BY %1$s"
            .formatted(key, Measure.sums(measures), table),
        row -> {
          long[] sums = Measure.none();
          for (int i = 0; i < measures.size(); i++) {
            sums[measures.get(i).ordinal()] = row.getLong(i + 2);
          }
          kept.put(row.getString(1), sums);
        });
    return kept;
  }

  private static long[] sum(Map<String, long[]> rows) {
    long[] sum = Measure.none();
    rows.values().forEach(row -> Measure.add(sum, row));
    return sum;
  }

  private static void compare(
      String what, Map<String, long[]> rows, Map<String, long[]> kept, List<String> differences) {
    Set<String> keys = new TreeSet<>(rows.keySet());
    keys.addAll(kept.keySet());
    for (String key : keys) {
      Counts counted = Counts.of(rows.getOrDefault(key, Measure.none()));
      Counts stored = Counts.of(kept.getOrDefault(key, Measure.none()));
      if (!counted.equals(stored)) {
        differences.add(what + " " + key + ": the rows say " + counted + "; kept is " + stored);
      }
    }
  }
}
