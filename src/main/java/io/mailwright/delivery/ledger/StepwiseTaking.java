package io.mailwright.delivery.ledger;

import static io.mailwright.delivery.ledger.DeliveryState.CANCELLED;
import static io.mailwright.delivery.ledger.DeliveryState.CLAIMED;
import static io.mailwright.delivery.ledger.DeliveryState.SUPPRESSED;

import io.mailwright.delivery.ledger.Claims.Claim;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes due rows in several statements of one transaction, for the embedded database: there a
 * statement costs no round trip, and none may both change rows and read others.
 */
final class StepwiseTaking implements Claims.Taking {
  /** A due row, before its recipient is read. */
  private record Due(long id, DeliveryState state, boolean isFresh) {}

  /**
   * A due row as read; the rows of a held lane are changed by its holder only, and by operators
   * under these conditions.
   */
  private record Row(
      ClaimedDelivery claim, DeliveryState state, boolean isSuppressed, boolean isGone) {
    long id() {
      return claim.id();
    }
  }

  @Override
  public List<ClaimedDelivery> take(Connection connection, Claim claim) throws SQLException {
    List<Due> due = within(claim, due(connection, claim), connection);
    if (due.isEmpty()) {
      return List.of();
    }
    advance(connection, claim, due);
    CountDeltas counts = new CountDeltas(claim.lane().campaignId());
    List<Row> mine = new ArrayList<>();
    for (Row row : rows(connection, claim, due)) {
      if (row.isSuppressed()) {
        leaveOut(connection, claim, row, SUPPRESSED, Claims.SUPPRESSED_MEANWHILE, counts);
      } else if (row.isGone()) {
        leaveOut(connection, claim, row, CANCELLED, Claims.DELETED_MEANWHILE, counts);
      } else {
        mine.add(row);
      }
    }
    List<Row> claimed = mark(connection, claim, mine, counts);
    counts.write(connection);
    return claimed.stream().map(Row::claim).toList();
  }

  /** What was claimed before and is due again, the longest due first; then what is fresh, by id. */
  private static List<Due> due(Connection connection, Claim claim) throws SQLException {
    List<Due> due = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT id, state FROM delivery WHERE campaign_id = ? AND lane = ? AND due_at >= ? AND due_at <= ?
            ORDER BY campaign_id, lane, due_at LIMIT ?
            """)) {
      select.setLong(1, claim.lane().campaignId());
      select.setInt(2, claim.lane().no());
      select.setTimestamp(3, Claims.ALWAYS);
      select.setTimestamp(4, claim.now());
      select.setInt(5, claim.limit().rows());
      addTo(due, select, false);
    }
    LaneHold lane = claim.lane();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id, state FROM delivery WHERE state = 0 AND due_at IS NULL AND "
                + LaneRanges.IN_RANGE
                + " ORDER BY id LIMIT ?")) {
      for (LaneRanges.Range range :
          LaneRanges.after(connection, lane.campaignId(), lane.no(), lane.freshAfter())) {
        int left = claim.limit().rows() - due.size();
        if (left > 0) {
          select.setInt(range.bind(select, 1, lane.campaignId(), lane.no()), left);
          addTo(due, select, true);
        }
      }
    }
    return due;
  }

  private static void addTo(List<Due> due, PreparedStatement select, boolean isFresh)
      throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        due.add(new Due(row.getLong(1), DeliveryState.ofCode(row.getInt(2)), isFresh));
      }
    }
  }

  /** As many of them, in their order, as the limit of bytes allows. */
  private static List<Due> within(Claim claim, List<Due> due, Connection connection)
      throws SQLException {
    Map<Long, Long> lengths = lengths(connection, due);
    long left = claim.limit().attributeChars();
    for (int i = 0; i < due.size(); i++) {
      left -= lengths.getOrDefault(due.get(i).id(), 0L);
      if (left < 0 && i > 0) {
        return due.subList(0, i);
      }
    }
    return due;
  }

  /** How long the attributes are, of rows whose contact has some. */
  private static Map<Long, Long> lengths(Connection connection, List<Due> due) throws SQLException {
    Map<Long, Long> lengths = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT d.id, CHAR_LENGTH(c.attributes) FROM delivery d JOIN contact c ON c.id = d.contact_id
            WHERE d.id = ANY(?) AND c.attributes IS NOT NULL
            """)) {
      select.setArray(1, ids(connection, due));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          lengths.put(row.getLong(1), row.getLong(2));
        }
      }
    }
    return lengths;
  }

  private static Array ids(Connection connection, List<Due> due) throws SQLException {
    return connection.createArrayOf("BIGINT", due.stream().map(Due::id).toArray(Long[]::new));
  }

  private static void advance(Connection connection, Claim claim, List<Due> due)
      throws SQLException {
    Due last = due.get(due.size() - 1);
    if (!last.isFresh()) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE lane SET fresh_after = ? WHERE campaign_id = ? AND no = ? AND fresh_after < ?")) {
      update.setLong(1, last.id());
      update.setLong(2, claim.lane().campaignId());
      update.setInt(3, claim.lane().no());
      update.setLong(4, last.id());
      update.executeUpdate();
    }
  }

  private static List<Row> rows(Connection connection, Claim claim, List<Due> due)
      throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT d.id, d.contact_id, d.state, d.attempts, d.first_try_at, d.email_key,
                   COALESCE(c.email, d.email_key) AS email, c.name, c.locale, c.timezone, c.attributes,
                   %s AS suppressed, c.id AS found_id
            FROM delivery d
            LEFT JOIN contact c ON c.id = d.contact_id
            WHERE d.id = ANY(?) ORDER BY d.id
            """
                .formatted(Suppressed.IS_ROW))) {
      select.setArray(1, ids(connection, due));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(
              new Row(
                  Claims.read(row, claim),
                  DeliveryState.ofCode(row.getInt("state")),
                  row.getBoolean("suppressed"),
                  row.getObject("found_id") == null));
        }
      }
    }
    return rows;
  }

  private static void leaveOut(
      Connection connection, Claim claim, Row row, DeliveryState to, String why, CountDeltas counts)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE delivery SET state = ?, why = ?, due_at = NULL, settled_at = ? WHERE id = ? AND state = ?")) {
      update.setInt(1, to.code());
      update.setString(2, why);
      update.setTimestamp(3, claim.now());
      update.setLong(4, row.id());
      update.setInt(5, row.state().code());
      counts.move(row.claim().lane(), row.state(), to, update.executeUpdate());
    }
  }

  /** Claims rows that are still open, and returns them: an operator may have been faster. */
  private static List<Row> mark(
      Connection connection, Claim claim, List<Row> rows, CountDeltas counts) throws SQLException {
    if (rows.isEmpty()) {
      return rows;
    }
    Array ids = connection.createArrayOf("BIGINT", rows.stream().map(Row::id).toArray(Long[]::new));
    int marked;
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE delivery SET state = 1, fence = ?, incarnation = ?, claimed_at = ?, due_at = NULL
            WHERE id = ANY(?) AND state IN (0, 3)
            """)) {
      update.setLong(1, claim.fence());
      update.setLong(2, claim.incarnation());
      update.setTimestamp(3, claim.now());
      update.setArray(4, ids);
      marked = update.executeUpdate();
    }
    List<Row> claimed = marked == rows.size() ? rows : marked(connection, claim, rows, ids);
    for (Row row : claimed) {
      counts.move(row.claim().lane(), row.state(), CLAIMED, 1);
    }
    return claimed;
  }

  private static List<Row> marked(Connection connection, Claim claim, List<Row> rows, Array ids)
      throws SQLException {
    Set<Long> marked = new HashSet<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id FROM delivery WHERE id = ANY(?) AND state = 1 AND fence = ? AND claimed_at = ?")) {
      select.setArray(1, ids);
      select.setLong(2, claim.fence());
      select.setTimestamp(3, claim.now());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          marked.add(row.getLong(1));
        }
      }
    }
    return rows.stream().filter(r -> marked.contains(r.id())).toList();
  }
}
