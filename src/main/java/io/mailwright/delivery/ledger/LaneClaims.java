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

/**
 * Lanes in workers' hands, and the rows that are claimed of them. Each method is one short
 * transaction.
 */
final class LaneClaims {
  private static final Timestamp NEVER = Timestamp.from(Instant.parse("9999-12-31T00:00:00Z"));

  /** H2 keeps nulls first in an index, and without this bound would read them all. */
  private static final Timestamp ALWAYS = Timestamp.from(Instant.EPOCH);

  private final Database database;
  private final Clock clock;

  LaneClaims(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  Optional<LaneHold> takeLane(long campaignId, String owner) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT no, site, fence, fresh_after, owner FROM lane
                  WHERE campaign_id = ? AND (owner = ? OR (owner IS NULL AND ready_at <= ?))
                  ORDER BY CASE WHEN owner IS NULL THEN 1 ELSE 0 END, ready_at, no
                  LIMIT 1 FOR UPDATE SKIP LOCKED
                  """)) {
            select.setLong(1, campaignId);
            select.setString(2, owner);
            select.setTimestamp(3, now());
            try (ResultSet row = select.executeQuery()) {
              if (!row.next()) {
                return Optional.empty();
              }
              LaneHold hold =
                  new LaneHold(
                      campaignId,
                      row.getInt(1),
                      row.getString(2),
                      owner,
                      row.getLong(3) + 1,
                      row.getLong(4),
                      row.getString(5) != null);
              take(connection, hold);
              return Optional.of(hold);
            }
          }
        });
  }

  private static void take(Connection connection, LaneHold hold) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE lane SET owner = ?, fence = ?, why = NULL WHERE campaign_id = ? AND no = ?")) {
      update.setString(1, hold.owner());
      update.setLong(2, hold.fence());
      update.setLong(3, hold.campaignId());
      update.setInt(4, hold.no());
      update.executeUpdate();
    }
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

  void giveBack(LaneHold lane, Optional<Instant> notBefore, Optional<String> why) {
    database.change(
        connection -> {
          Timestamp next = nextDue(connection, lane);
          Timestamp ready =
              notBefore
                  .map(Timestamp::from)
                  .filter(t -> !next.equals(NEVER) && t.after(next))
                  .orElse(next);
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  UPDATE lane SET owner = NULL, ready_at = ?, why = ?
                  WHERE campaign_id = ? AND no = ? AND owner = ? AND fence = ?
                  """)) {
            update.setTimestamp(1, ready);
            update.setString(2, why.map(Settling::short1000).orElse(null));
            update.setLong(3, lane.campaignId());
            update.setInt(4, lane.no());
            update.setString(5, lane.owner());
            update.setLong(6, lane.fence());
            update.executeUpdate();
          }
        });
  }

  private Timestamp nextDue(Connection connection, LaneHold lane) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT d.id FROM delivery d
            WHERE d.campaign_id = ? AND d.lane = ? AND d.state = 0 AND d.due_at IS NULL
              AND d.id > (SELECT l.fresh_after FROM lane l WHERE l.campaign_id = ? AND l.no = ?)
            ORDER BY d.campaign_id, d.lane, d.id LIMIT 1
            """)) {
      select.setLong(1, lane.campaignId());
      select.setInt(2, lane.no());
      select.setLong(3, lane.campaignId());
      select.setInt(4, lane.no());
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          return now();
        }
      }
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT due_at FROM delivery WHERE campaign_id = ? AND lane = ? AND due_at >= ?
            ORDER BY campaign_id, lane, due_at LIMIT 1
            """)) {
      select.setLong(1, lane.campaignId());
      select.setInt(2, lane.no());
      select.setTimestamp(3, ALWAYS);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getTimestamp(1) : NEVER;
      }
    }
  }

  Optional<Instant> nextReady(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT MIN(ready_at) FROM lane WHERE campaign_id = ?")) {
            select.setLong(1, campaignId);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return Optional.ofNullable(row.getTimestamp(1))
                  .filter(t -> !t.equals(NEVER))
                  .map(Timestamp::toInstant);
            }
          }
        });
  }

  boolean isAnyLaneHeld(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT 1 FROM lane WHERE campaign_id = ? AND owner IS NOT NULL LIMIT 1")) {
            select.setLong(1, campaignId);
            try (ResultSet row = select.executeQuery()) {
              return row.next();
            }
          }
        });
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS));
  }
}
