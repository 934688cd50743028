package io.mailwright.delivery.ledger;

import static io.mailwright.delivery.ledger.DeliveryState.CANCELLED;
import static io.mailwright.delivery.ledger.DeliveryState.CLAIMED;
import static io.mailwright.delivery.ledger.DeliveryState.SUPPRESSED;

import io.mailwright.delivery.ledger.Claims.Claim;
import io.mailwright.kernel.db.Database;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes a lane, reads its due rows and marks them, one after the other, for the embedded database:
 * there a statement costs no round trip, none may both change rows and read others, and only one
 * transaction changes anything at a time. So what is read of a lane, which is its holder's from
 * then on, is read beside that.
 */
final class StepwiseTaking implements Claims.Taking {
  /** Their attributes may be long, and those behind the limit are read in vain. */
  private static final int READ_AT_ONCE = 25;

  private final Database database;

  StepwiseTaking(Database database) {
    this.database = database;
  }

  /** A due row, before its recipient is read. */
  private record Due(long id, boolean isFresh) {}

  /**
   * A due row as read; the rows of a held lane are changed by its holder only, and by operators
   * under these conditions.
   */
  private record Row(
      ClaimedDelivery claim,
      DeliveryState state,
      boolean isFresh,
      boolean isSuppressed,
      boolean isGone) {
    long id() {
      return claim.id();
    }

    int attributeChars() {
      return claim.attributes().map(String::length).orElse(0);
    }
  }

  @Override
  public Optional<LaneChunk> claim(Claims.LaneTaking lane) {
    Optional<Claim> taken = database.queryTogether(lane::take);
    if (taken.isEmpty() || !taken.get().wantsRows()) {
      return taken.map(claim -> claim.of(List.of()));
    }
    Claim claim = taken.get();
    List<Row> rows = database.query(connection -> rows(connection, claim));
    return Optional.of(
        claim.of(
            rows.isEmpty()
                ? List.of()
                : database.queryTogether(connection -> claimed(connection, claim, rows))));
  }

  private static List<ClaimedDelivery> claimed(Connection connection, Claim claim, List<Row> rows)
      throws SQLException {
    advance(connection, claim, rows);
    CountDeltas counts = new CountDeltas(claim.lane().campaignId());
    List<Row> mine = new ArrayList<>();
    for (Row row : rows) {
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

  /** As many due rows, in their order, as the limit of bytes allows. */
  private static List<Row> rows(Connection connection, Claim claim) throws SQLException {
    List<Due> due = due(connection, claim);
    List<Row> rows = new ArrayList<>();
    long left = claim.limit().attributeChars();
    for (int from = 0; from < due.size(); from += READ_AT_ONCE) {
      List<Due> next = due.subList(from, Math.min(due.size(), from + READ_AT_ONCE));
      Map<Long, Row> read = read(connection, claim, next);
      for (Due one : next) {
        Row row = read.get(one.id());
        if (row != null) {
          left -= row.attributeChars();
          if (left < 0 && !rows.isEmpty()) {
            return rows;
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  /** What was claimed before and is due again, the longest due first; then what is fresh, by id. */
  private static List<Due> due(Connection connection, Claim claim) throws SQLException {
    List<Due> due = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT id FROM delivery WHERE campaign_id = ? AND lane = ? AND due_at >= ? AND due_at <= ?
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
            "SELECT id FROM delivery WHERE state = 0 AND due_at IS NULL AND "
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
        due.add(new Due(row.getLong(1), isFresh));
      }
    }
  }

  private static Array ids(Connection connection, List<Due> due) throws SQLException {
    return connection.createArrayOf("BIGINT", due.stream().map(Due::id).toArray(Long[]::new));
  }

  private static void advance(Connection connection, Claim claim, List<Row> rows)
      throws SQLException {
    Row last = rows.get(rows.size() - 1);
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

  private static Map<Long, Row> read(Connection connection, Claim claim, List<Due> due)
      throws SQLException {
    Set<Long> fresh = due.stream().filter(Due::isFresh).map(Due::id).collect(Collectors.toSet());
    Map<Long, Row> rows = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT d.id, d.contact_id, d.state, d.attempts, d.first_try_at, d.email_key,
                   COALESCE(c.email, d.email_key) AS email, c.name, c.locale, c.timezone, c.attributes,
                   %s AS suppressed, c.id AS found_id
            FROM delivery d
            LEFT JOIN contact c ON c.id = d.contact_id
            WHERE d.id = ANY(?)
            """
                .formatted(Suppressed.IS_ROW))) {
      select.setArray(1, ids(connection, due));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ClaimedDelivery read = Claims.read(row, claim);
          rows.put(
              read.id(),
              new Row(
                  read,
                  DeliveryState.ofCode(row.getInt("state")),
                  fresh.contains(read.id()),
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
