package io.mailwright.report.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Adds a tally to a campaign's sums. The caller holds the campaign's row of {@code report_state},
 * so that nobody adds to them at the same time.
 */
final class TallyWriter {
  private final int mostDomains;
  private final int mostReasons;

  TallyWriter(int mostDomains, int mostReasons) {
    this.mostDomains = mostDomains;
    this.mostReasons = mostReasons;
  }

  void write(Connection connection, long campaignId, Tally tally) throws SQLException {
    domains(connection, campaignId, tally);
    new Rows<String>("report_site", List.of("site"), Measure.all()) {
      @Override
      int key(PreparedStatement statement, int at, String site) throws SQLException {
        statement.setString(at, site);
        return at + 1;
      }
    }.add(connection, campaignId, tally.sites);
    new Rows<Long>("report_route", List.of("route_id"), Measure.all()) {
      @Override
      int key(PreparedStatement statement, int at, Long route) throws SQLException {
        statement.setLong(at, route);
        return at + 1;
      }
    }.add(connection, campaignId, tally.routes);
    new Rows<Tally.Hour>("report_hour", List.of("start_at", "site", "route_id"), Measure.timed()) {
      @Override
      int key(PreparedStatement statement, int at, Tally.Hour hour) throws SQLException {
        statement.setLong(at, hour.startAt());
        statement.setString(at + 1, hour.site());
        statement.setLong(at + 2, hour.route());
        return at + 3;
      }
    }.add(connection, campaignId, tally.hours);
    new Rows<Tally.Cause>(
        "report_cause", List.of("start_at", "cause"), List.of(Measure.DEFERRALS, Measure.FAILED)) {
      @Override
      int key(PreparedStatement statement, int at, Tally.Cause cause) throws SQLException {
        statement.setLong(at, cause.startAt());
        statement.setString(at + 1, cause.cause());
        return at + 2;
      }
    }.add(connection, campaignId, tally.causes);
    reasons(connection, campaignId, tally);
  }

  private void domains(Connection connection, long campaignId, Tally tally) throws SQLException {
    Rows<String> rows =
        new Rows<>("report_domain", List.of("domain"), Measure.all()) {
          @Override
          int key(PreparedStatement statement, int at, String domain) throws SQLException {
            statement.setString(at, domain);
            return at + 1;
          }

          @Override
          List<String> moreColumns() {
            return List.of("site");
          }

          @Override
          void more(PreparedStatement statement, int at, String domain) throws SQLException {
            statement.setString(at, tally.siteOfDomain.getOrDefault(domain, Place.OTHERS));
          }
        };
    Map<String, long[]> fresh = rows.update(connection, campaignId, tally.domains);
    if (fresh.isEmpty()) {
      return;
    }
    long room = mostDomains - count(connection, "report_domain", campaignId);
    Map<String, long[]> inserted = new TreeMap<>();
    long[] others = Measure.none();
    for (Map.Entry<String, long[]> domain : fresh.entrySet()) {
      if (inserted.size() < room) {
        inserted.put(domain.getKey(), domain.getValue());
      } else {
        Measure.add(others, domain.getValue());
      }
    }
    rows.insert(connection, campaignId, inserted);
    if (!Measure.isNone(others)) {
      rows.add(connection, campaignId, Map.of(Place.OTHERS, others));
    }
  }

  private static long count(Connection connection, String table, long campaignId)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT COUNT(*) FROM " + table + " WHERE campaign_id = ?")) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private void reasons(Connection connection, long campaignId, Tally tally) throws SQLException {
    Map<Tally.Reason, Long> fresh = updateReasons(connection, campaignId, tally.reasons);
    if (fresh.isEmpty()) {
      return;
    }
    long room = mostReasons - count(connection, "report_reason", campaignId);
    Map<Tally.Reason, Long> inserted = new TreeMap<>();
    Map<Tally.Reason, Long> others = new TreeMap<>();
    for (Map.Entry<Tally.Reason, Long> reason : fresh.entrySet()) {
      if (inserted.size() < room && tally.words.containsKey(reason.getKey().digest())) {
        inserted.put(reason.getKey(), reason.getValue());
      } else {
        others.merge(
            new Tally.Reason(reason.getKey().kind(), Said.OTHER.digest()),
            reason.getValue(),
            Long::sum);
      }
    }
    inserted.putAll(updateReasons(connection, campaignId, others));
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO report_reason (campaign_id, kind, digest, cause, said, n) VALUES (?, ?, ?, ?, ?, ?)")) {
      for (Map.Entry<Tally.Reason, Long> reason : inserted.entrySet()) {
        Said said = tally.words.getOrDefault(reason.getKey().digest(), Said.OTHER);
        insert.setLong(1, campaignId);
        insert.setInt(2, reason.getKey().kind());
        insert.setLong(3, reason.getKey().digest());
        insert.setString(4, said.cause());
        insert.setString(5, said.text());
        insert.setLong(6, reason.getValue());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Those that have no row yet. */
  private static Map<Tally.Reason, Long> updateReasons(
      Connection connection, long campaignId, Map<Tally.Reason, Long> reasons) throws SQLException {
    Map<Tally.Reason, Long> changes =
        reasons.entrySet().stream()
            .filter(reason -> reason.getValue() != 0)
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    if (changes.isEmpty()) {
      return changes;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE report_reason SET n = n + ? WHERE campaign_id = ? AND kind = ? AND digest = ?")) {
      for (Map.Entry<Tally.Reason, Long> reason : changes.entrySet()) {
        update.setLong(1, reason.getValue());
        update.setLong(2, campaignId);
        update.setInt(3, reason.getKey().kind());
        update.setLong(4, reason.getKey().digest());
        update.addBatch();
      }
      return missing(changes, update.executeBatch());
    }
  }

  private static <K, V> Map<K, V> missing(Map<K, V> rows, int[] changed) {
    Map<K, V> missing = new TreeMap<>();
    int at = 0;
    for (Map.Entry<K, V> row : rows.entrySet()) {
      if (changed[at++] == 0) {
        missing.put(row.getKey(), row.getValue());
      }
    }
    return missing;
  }

  /** Rows of one of the tables with sums. */
  private abstract static class Rows<K> {
    private final String table;
    private final List<String> keys;
    private final List<Measure> measures;

    Rows(String table, List<String> keys, List<Measure> measures) {
      this.table = table;
      this.keys = keys;
      this.measures = measures;
    }

    /**
     * Sets the values of a row's key.
     *
     * @return the number of the next value
     */
    abstract int key(PreparedStatement statement, int at, K key) throws SQLException;

    /** Columns that a new row has besides. */
    List<String> moreColumns() {
      return List.of();
    }

    /** Sets their values. */
    void more(PreparedStatement statement, int at, K key) throws SQLException {}

    void add(Connection connection, long campaignId, Map<K, long[]> sums) throws SQLException {
      insert(connection, campaignId, update(connection, campaignId, sums));
    }

    /** Those that have no row yet. */
    Map<K, long[]> update(Connection connection, long campaignId, Map<K, long[]> sums)
        throws SQLException {
      Map<K, long[]> changes = new TreeMap<>(sums);
      changes.values().removeIf(Measure::isNone);
      if (changes.isEmpty()) {
        return changes;
      }
      String sets =
          measures.stream()
              .map(m -> m.column() + " = " + m.column() + " + ?")
              .collect(Collectors.joining(", "));
      String where = keys.stream().map(key -> " AND " + key + " = ?").collect(Collectors.joining());
      try (PreparedStatement update =
          connection.prepareStatement(
              "UPDATE " + table + " SET " + sets + " WHERE campaign_id = ?" + where)) {
        for (Map.Entry<K, long[]> row : changes.entrySet()) {
          int at = values(update, 1, row.getValue());
          update.setLong(at, campaignId);
          key(update, at + 1, row.getKey());
          update.addBatch();
        }
        return missing(changes, update.executeBatch());
      }
    }

    private int values(PreparedStatement statement, int from, long[] sums) throws SQLException {
      int at = from;
      for (Measure measure : measures) {
        statement.setLong(at++, sums[measure.ordinal()]);
      }
      return at;
    }

    void insert(Connection connection, long campaignId, Map<K, long[]> sums) throws SQLException {
      if (sums.isEmpty()) {
        return;
      }
      List<String> columns = new ArrayList<>(List.of("campaign_id"));
      measures.forEach(m -> columns.add(m.column()));
      columns.addAll(keys);
      columns.addAll(moreColumns());
      String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO "
                  + table
                  + " ("
                  + String.join(", ", columns)
                  + ") VALUES ("
                  + marks
                  + ")")) {
        for (Map.Entry<K, long[]> row : sums.entrySet()) {
          insert.setLong(1, campaignId);
          int at = key(insert, values(insert, 2, row.getValue()), row.getKey());
          more(insert, at, row.getKey());
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
  }

  /** The tables that hold what is kept of a campaign. */
  static Set<String> tables() {
    return Set.of(
        "report_domain",
        "report_site",
        "report_route",
        "report_hour",
        "report_cause",
        "report_reason");
  }
}
