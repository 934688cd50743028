package io.mailwright.delivery.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * On H2, in this process: the contacts are read, dealt out to the lanes in memory and written from
 * arrays. Sorting in the statement and asking afterwards what it wrote took a fifth as long as the
 * rows themselves. Rows get their ids in the order of lanes, but are written in the order of their
 * keys: H2 looks for a key first where the last one was, when it writes and again when it commits.
 */
final class EmbeddedSliceInsert implements SliceInsert {
  private final Clock clock;

  EmbeddedSliceInsert(Clock clock) {
    this.clock = clock;
  }

  private record Lanes(int first, int count) {
    int of(long key) {
      return first + (int) Math.floorMod(key, (long) count);
    }
  }

  /**
   * @param why null: it will be sent
   */
  private record Row(long contactId, String emailKey, int lane, String why) {}

  private record Numbered(long id, Row row) {}

  @Override
  public List<LanePiece> insert(
      Connection connection, Recipients recipients, SliceWriter.Slice slice) throws SQLException {
    List<Row> rows =
        contacts(connection, recipients, slice, plan(connection, recipients.campaignId()));
    if (recipients.mayRepeat()) {
      Set<String> there = there(connection, recipients.campaignId(), rows);
      rows.removeIf(row -> there.contains(row.emailKey()));
    }
    if (rows.isEmpty()) {
      return List.of();
    }
    rows.sort(Comparator.comparingInt(Row::lane).thenComparingLong(Row::contactId));
    long firstId = takeIds(connection, rows.size());
    write(connection, recipients.campaignId(), inOrderOfKeys(rows, firstId));
    return pieces(rows, firstId);
  }

  private static Map<String, Lanes> plan(Connection connection, long campaignId)
      throws SQLException {
    Map<String, Lanes> lanes = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT domain, first_lane, lanes FROM lane_plan WHERE campaign_id = ?")) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          lanes.put(row.getString(1), new Lanes(row.getInt(2), row.getInt(3)));
        }
      }
    }
    return lanes;
  }

  private static List<Row> contacts(
      Connection connection,
      Recipients recipients,
      SliceWriter.Slice slice,
      Map<String, Lanes> plan)
      throws SQLException {
    boolean knowsSuppressed = knowsSuppressed(connection, recipients);
    // H2 would look through the whole list for each slice, unless the list cannot be looked up.
    String sql =
        """
        SELECT c.id, c.email_key, %1$s FROM contact c %2$s
        WHERE c.list_id + 0 IN (%3$s) AND c.id > ? AND c.id <= ? %4$s
        """
            .formatted(
                knowsSuppressed
                    ? "CASE WHEN s.reason IS NOT NULL THEN %s END".formatted(WHY)
                    : "CAST(NULL AS VARCHAR)",
                knowsSuppressed ? recipients.withSuppressions() : "",
                recipients.marks(),
                recipients.mayRepeat() ? "AND " + recipients.isLowest() : "");
    List<Row> rows = new ArrayList<>();
    Lanes rest = plan.get(LanePlan.REST);
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      int at = knowsSuppressed ? recipients.bindLists(select, 1) : 1;
      at = recipients.bindLists(select, at);
      select.setLong(at++, slice.after());
      select.setLong(at++, slice.upto());
      if (recipients.mayRepeat()) {
        recipients.bindLists(select, at);
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long id = row.getLong(1);
          String key = row.getString(2);
          String domain = key.substring(key.indexOf('@') + 1);
          Lanes own = plan.get(domain);
          int lane = own == null ? rest.of(domain.hashCode()) : own.of(id);
          rows.add(new Row(id, key, lane, row.getString(3)));
        }
      }
    }
    return rows;
  }

  private static boolean knowsSuppressed(Connection connection, Recipients recipients)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT EXISTS (SELECT 1 FROM suppression WHERE list_id IN (0, %s))"
                .formatted(recipients.marks()))) {
      recipients.bindLists(select, 1);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private static Set<String> there(Connection connection, long campaignId, List<Row> rows)
      throws SQLException {
    Set<String> there = new HashSet<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT d.email_key FROM TABLE(k VARCHAR = ?) t
            JOIN delivery d ON d.campaign_id = ? AND d.email_key = t.k
            """)) {
      select.setArray(1, column(connection, "VARCHAR", rows, Row::emailKey));
      select.setLong(2, campaignId);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          there.add(row.getString(1));
        }
      }
    }
    return there;
  }

  private static List<Numbered> inOrderOfKeys(List<Row> rows, long firstId) {
    List<Numbered> numbered = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      numbered.add(new Numbered(firstId + i, rows.get(i)));
    }
    numbered.sort(Comparator.comparing(each -> each.row().emailKey()));
    return numbered;
  }

  private void write(Connection connection, long campaignId, List<Numbered> rows)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO delivery (id, campaign_id, contact_id, email_key, lane, state, attempts, why, settled_at)
            SELECT i, ?, c, k, l, CASE WHEN w IS NULL THEN %d ELSE %d END, 0, w,
                   CASE WHEN w IS NULL THEN NULL ELSE CAST(? AS TIMESTAMP WITH TIME ZONE) END
            FROM TABLE(i BIGINT = ?, c BIGINT = ?, k VARCHAR = ?, l INTEGER = ?, w VARCHAR = ?)
            """
                .formatted(DeliveryState.PENDING.code(), DeliveryState.SUPPRESSED.code()))) {
      insert.setLong(1, campaignId);
      insert.setTimestamp(2, Timestamp.from(clock.instant()));
      insert.setArray(3, column(connection, "BIGINT", rows, Numbered::id));
      insert.setArray(4, column(connection, "BIGINT", rows, each -> each.row().contactId()));
      insert.setArray(5, column(connection, "VARCHAR", rows, each -> each.row().emailKey()));
      insert.setArray(6, column(connection, "INTEGER", rows, each -> each.row().lane()));
      insert.setArray(7, column(connection, "VARCHAR", rows, each -> each.row().why()));
      insert.executeUpdate();
    }
  }

  private static <T> Array column(
      Connection connection, String type, List<T> rows, Function<T, Object> value)
      throws SQLException {
    return connection.createArrayOf(type, rows.stream().map(value).toArray());
  }

  /**
   * Takes ids that follow each other: nobody else writes meanwhile.
   *
   * @return the first of them
   */
  private static long takeIds(Connection connection, int count) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT MIN(id), MAX(id)
            FROM (SELECT NEXT VALUE FOR delivery_ids AS id FROM SYSTEM_RANGE(1, ?)) taken
            """)) {
      select.setInt(1, count);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        long first = row.getLong(1);
        long last = row.getLong(2);
        if (last - first + 1 != count) {
          throw new IllegalStateException(
              "%d rows got the ids %d to %d: another writes at the same time"
                  .formatted(count, first, last));
        }
        return first;
      }
    }
  }

  /** The runs of rows of one lane. */
  private static List<LanePiece> pieces(List<Row> rows, long firstId) {
    List<LanePiece> pieces = new ArrayList<>();
    int from = 0;
    int suppressed = 0;
    for (int i = 0; i < rows.size(); i++) {
      int lane = rows.get(i).lane();
      if (rows.get(i).why() != null) {
        suppressed++;
      }
      if (i + 1 == rows.size() || rows.get(i + 1).lane() != lane) {
        pieces.add(
            new LanePiece(
                lane, firstId + from, firstId + i, i + 1 - from - suppressed, suppressed));
        from = i + 1;
        suppressed = 0;
      }
    }
    return pieces;
  }
}
