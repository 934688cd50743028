package io.mailwright.delivery.ledger;

import static io.mailwright.delivery.ledger.DeliveryState.CANCELLED;
import static io.mailwright.delivery.ledger.DeliveryState.CLAIMED;
import static io.mailwright.delivery.ledger.DeliveryState.DEFERRED;
import static io.mailwright.delivery.ledger.DeliveryState.PENDING;
import static io.mailwright.delivery.ledger.DeliveryState.SUPPRESSED;

import io.mailwright.kernel.db.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Claims a chunk of a held lane, in one short transaction. */
final class Claims {

  /** H2 keeps nulls first in an index, and without this bound would read them all. */
  static final Timestamp ALWAYS = Timestamp.from(Instant.EPOCH);

  private final Database database;
  private final Clock clock;

  Claims(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  List<ClaimedDelivery> claim(LaneHold lane, long fence, long incarnation, int limit) {
    return database.query(
        connection -> {
          if (lane.isRegained()) {
            reopenOrphans(connection, lane, fence, incarnation);
          }
          List<DueRow> due = new ArrayList<>(dueAgain(connection, lane, fence, limit));
          if (due.size() < limit) {
            List<DueRow> fresh = fresh(connection, lane, fence, limit - due.size());
            if (!fresh.isEmpty()) {
              advance(connection, lane, fresh.get(fresh.size() - 1).id());
              due.addAll(fresh);
            }
          }
          CountDeltas counts = new CountDeltas(lane.campaignId());
          List<DueRow> mine = new ArrayList<>();
          for (DueRow row : due) {
            if (row.isSuppressed()) {
              leaveOut(connection, row, SUPPRESSED, "the address was suppressed meanwhile", counts);
            } else if (row.isGone()) {
              leaveOut(connection, row, CANCELLED, "the contact was deleted meanwhile", counts);
            } else {
              mine.add(row);
            }
          }
          List<DueRow> claimed = mark(connection, mine, fence, incarnation, counts);
          counts.write(connection);
          return claimed.stream().map(DueRow::claim).toList();
        });
  }

  /**
   * A due row as read; the rows of a held lane are changed by its holder only, and by operators
   * under these conditions.
   */
  private record DueRow(
      ClaimedDelivery claim, DeliveryState state, boolean isSuppressed, boolean isGone) {
    long id() {
      return claim.id();
    }
  }

  /**
   * Rows of a claim that was committed without its answer coming through: the worker that holds the
   * lane knows nothing of them, so nothing was sent.
   */
  private void reopenOrphans(Connection connection, LaneHold lane, long fence, long incarnation)
      throws SQLException {
    CountDeltas counts = new CountDeltas(lane.campaignId());
    for (DeliveryState to : List.of(PENDING, DEFERRED)) {
      try (PreparedStatement update =
          connection.prepareStatement(
              """
              UPDATE delivery SET state = ?, due_at = ?
              WHERE campaign_id = ? AND lane = ? AND state = 1 AND fence = ? AND incarnation = ? AND %s
              """
                  .formatted(to == PENDING ? "attempts = 0" : "attempts > 0"))) {
        update.setInt(1, to.code());
        update.setTimestamp(2, now());
        update.setLong(3, lane.campaignId());
        update.setInt(4, lane.no());
        update.setLong(5, fence);
        update.setLong(6, incarnation);
        counts.move(lane.no(), CLAIMED, to, update.executeUpdate());
      }
    }
    counts.write(connection);
  }

  /** What was claimed before and is due again, the longest due first. */
  private List<DueRow> dueAgain(Connection connection, LaneHold lane, long fence, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            rows(
                """
                WHERE campaign_id = ? AND lane = ? AND due_at >= ? AND due_at <= ?
                ORDER BY campaign_id, lane, due_at LIMIT ?
                """))) {
      select.setLong(1, lane.campaignId());
      select.setInt(2, lane.no());
      select.setTimestamp(3, ALWAYS);
      select.setTimestamp(4, now());
      select.setInt(5, limit);
      return read(select, lane, fence);
    }
  }

  /** What was never claimed, by id. */
  private List<DueRow> fresh(Connection connection, LaneHold lane, long fence, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            rows(
                """
                WHERE campaign_id = ? AND lane = ? AND id > ? AND state = 0 AND due_at IS NULL
                ORDER BY campaign_id, lane, id LIMIT ?
                """))) {
      select.setLong(1, lane.campaignId());
      select.setInt(2, lane.no());
      select.setLong(3, lane.freshAfter());
      select.setInt(4, limit);
      return read(select, lane, fence);
    }
  }

  private static String rows(String which) {
    return """
        SELECT d.id, d.contact_id, d.state, d.attempts, d.first_try_at, d.email_key,
               c.email, c.name, c.locale, c.timezone, c.attributes, s.id AS suppression_id
        FROM (SELECT id, contact_id, state, attempts, first_try_at, email_key FROM delivery
              %s) d
        LEFT JOIN contact c ON c.id = d.contact_id
        LEFT JOIN suppression s ON s.email_key = d.email_key
        ORDER BY d.id
        """
        .formatted(which);
  }

  private static List<DueRow> read(PreparedStatement select, LaneHold lane, long fence)
      throws SQLException {
    List<DueRow> due = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        String email = row.getString("email");
        String key = row.getString("email_key");
        ClaimedDelivery claim =
            new ClaimedDelivery(
                row.getLong("id"),
                row.getLong("contact_id"),
                lane.no(),
                row.getInt("attempts"),
                fence,
                instant(row, "first_try_at"),
                email == null ? key : email,
                key,
                Optional.ofNullable(row.getString("name")),
                Optional.ofNullable(row.getString("locale")),
                Optional.ofNullable(row.getString("timezone")),
                Optional.ofNullable(row.getString("attributes")));
        due.add(
            new DueRow(
                claim,
                DeliveryState.ofCode(row.getInt("state")),
                row.getObject("suppression_id") != null,
                email == null));
      }
    }
    return due;
  }

  private static void advance(Connection connection, LaneHold lane, long freshAfter)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE lane SET fresh_after = ? WHERE campaign_id = ? AND no = ? AND fresh_after < ?")) {
      update.setLong(1, freshAfter);
      update.setLong(2, lane.campaignId());
      update.setInt(3, lane.no());
      update.setLong(4, freshAfter);
      update.executeUpdate();
    }
  }

  private void leaveOut(
      Connection connection, DueRow row, DeliveryState to, String why, CountDeltas counts)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE delivery SET state = ?, why = ?, due_at = NULL, settled_at = ? WHERE id = ? AND state = ?")) {
      update.setInt(1, to.code());
      update.setString(2, why);
      update.setTimestamp(3, now());
      update.setLong(4, row.id());
      update.setInt(5, row.state().code());
      counts.move(row.claim().lane(), row.state(), to, update.executeUpdate());
    }
  }

  /** Claims rows that are still open, and returns them: an operator may have been faster. */
  private List<DueRow> mark(
      Connection connection, List<DueRow> rows, long fence, long incarnation, CountDeltas counts)
      throws SQLException {
    if (rows.isEmpty()) {
      return rows;
    }
    Timestamp now = now();
    Array ids =
        connection.createArrayOf("BIGINT", rows.stream().map(DueRow::id).toArray(Long[]::new));
    int marked;
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE delivery SET state = 1, fence = ?, incarnation = ?, claimed_at = ?, due_at = NULL
            WHERE id = ANY(?) AND state IN (0, 3)
            """)) {
      update.setLong(1, fence);
      update.setLong(2, incarnation);
      update.setTimestamp(3, now);
      update.setArray(4, ids);
      marked = update.executeUpdate();
    }
    List<DueRow> claimed = marked == rows.size() ? rows : marked(connection, rows, ids, fence, now);
    for (DueRow row : claimed) {
      counts.move(row.claim().lane(), row.state(), CLAIMED, 1);
    }
    return claimed;
  }

  private static List<DueRow> marked(
      Connection connection, List<DueRow> rows, Array ids, long fence, Timestamp claimedAt)
      throws SQLException {
    Set<Long> marked = new HashSet<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id FROM delivery WHERE id = ANY(?) AND state = 1 AND fence = ? AND claimed_at = ?")) {
      select.setArray(1, ids);
      select.setLong(2, fence);
      select.setTimestamp(3, claimedAt);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          marked.add(row.getLong(1));
        }
      }
    }
    return rows.stream().filter(r -> marked.contains(r.id())).toList();
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS));
  }
}
