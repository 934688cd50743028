package io.mailwright.delivery.ledger;

import io.mailwright.kernel.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lanes in workers' hands. */
final class Lanes {
  private static final Timestamp NEVER = Timestamp.from(Instant.parse("9999-12-31T00:00:00Z"));

  /** A ready lane that was passed over for fuller ones this long comes first. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Database database;
  private final Clock clock;

  Lanes(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The best ready lane, now this owner's; a part of the caller's transaction. */
  Optional<LaneHold> take(Connection connection, long campaignId, String owner)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT no, site, fence, fresh_after, owner FROM lane
            WHERE campaign_id = ? AND (owner = ? OR (owner IS NULL AND ready_at <= ?))
            ORDER BY CASE WHEN owner IS NULL THEN 1 ELSE 0 END, CASE WHEN ready_at <= ? THEN ready_at END NULLS LAST,
              (SELECT n FROM lane_count k WHERE k.campaign_id = lane.campaign_id AND k.lane = lane.no AND k.state = 0) DESC,
              ready_at, no
            LIMIT 1 FOR UPDATE SKIP LOCKED
            """)) {
      select.setLong(1, campaignId);
      select.setString(2, owner);
      select.setTimestamp(3, now());
      select.setTimestamp(4, Timestamp.from(clock.instant().minus(LONGEST_WAIT)));
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
        mark(connection, hold);
        return Optional.of(hold);
      }
    }
  }

  private static void mark(Connection connection, LaneHold hold) throws SQLException {
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

  /** Rows of all lanes of a campaign that are still to be sent. */
  static long openRows(Connection connection, long campaignId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT SUM(n) FROM lane_count WHERE campaign_id = ? AND state IN (0, 3)")) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Gives a lane back; a part of the caller's transaction. */
  void giveBack(Connection connection, LaneReturn lane) throws SQLException {
    LaneHold hold = lane.hold();
    Timestamp next = nextDue(connection, hold);
    Timestamp ready =
        lane.notBefore()
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
      update.setString(2, lane.why().map(SettledRow::shortened).orElse(null));
      update.setLong(3, hold.campaignId());
      update.setInt(4, hold.no());
      update.setString(5, hold.owner());
      update.setLong(6, hold.fence());
      update.executeUpdate();
    }
  }

  /**
   * Asked for with a lock, and before the rows are looked at, so that rows which others open at
   * this moment are either seen, or wake the lane after.
   */
  private static long freshAfter(Connection connection, LaneHold lane) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT fresh_after FROM lane WHERE campaign_id = ? AND no = ? FOR UPDATE")) {
      select.setLong(1, lane.campaignId());
      select.setInt(2, lane.no());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private Timestamp nextDue(Connection connection, LaneHold lane) throws SQLException {
    if (hasFresh(connection, lane, freshAfter(connection, lane))) {
      return now();
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT due_at FROM delivery WHERE campaign_id = ? AND lane = ? AND due_at >= ?
            ORDER BY campaign_id, lane, due_at LIMIT 1
            """)) {
      select.setLong(1, lane.campaignId());
      select.setInt(2, lane.no());
      select.setTimestamp(3, Claims.ALWAYS);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getTimestamp(1) : NEVER;
      }
    }
  }

  private static boolean hasFresh(Connection connection, LaneHold lane, long freshAfter)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id FROM delivery WHERE state = 0 AND due_at IS NULL AND "
                + LaneRanges.IN_RANGE
                + " ORDER BY id LIMIT 1")) {
      for (LaneRanges.Range range :
          LaneRanges.after(connection, lane.campaignId(), lane.no(), freshAfter)) {
        range.bind(select, 1, lane.campaignId(), lane.no());
        try (ResultSet row = select.executeQuery()) {
          if (row.next()) {
            return true;
          }
        }
      }
    }
    return false;
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

  Optional<String> firstHold(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT COALESCE(l.why, (SELECT MIN(d.why) FROM delivery d
                    WHERE d.campaign_id = l.campaign_id AND d.lane = l.no AND d.due_at = l.ready_at)) AS why
                  FROM lane l WHERE l.campaign_id = ? ORDER BY l.ready_at, l.no LIMIT 1
                  """)) {
            select.setLong(1, campaignId);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
          }
        });
  }

  /**
   * What a server put off was tried after its last claim, and keeps its time; what a limit gave
   * back was not, whether it was ever tried before or not.
   */
  private static final String HELD =
      """
      (d.state = 0 OR d.state = 3 AND NOT EXISTS (SELECT 1 FROM attempt a
        WHERE a.delivery_id = d.id AND a.attempt = d.attempts AND a.at >= d.claimed_at))
      """;

  int releaseHolds(long campaignId) {
    return database.query(
        connection -> {
          Timestamp now = now();
          int rows = 0;
          for (int lane : numbers(connection, campaignId)) {
            try (PreparedStatement update =
                connection.prepareStatement(
                    "UPDATE delivery d SET due_at = ?, why = NULL WHERE d.campaign_id = ? AND d.lane = ? AND d.due_at > ? AND "
                        + HELD)) {
              update.setTimestamp(1, now);
              update.setLong(2, campaignId);
              update.setInt(3, lane);
              update.setTimestamp(4, now);
              rows += update.executeUpdate();
            }
          }
          return rows + wakeHeld(connection, campaignId, now);
        });
  }

  private static List<Integer> numbers(Connection connection, long campaignId) throws SQLException {
    List<Integer> lanes = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT no FROM lane WHERE campaign_id = ? ORDER BY no")) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          lanes.add(row.getInt(1));
        }
      }
    }
    return lanes;
  }

  /** A lane in a worker's hands finds what is due when it is given back. */
  private static int wakeHeld(Connection connection, long campaignId, Timestamp now)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE lane SET ready_at = ?, why = NULL
            WHERE campaign_id = ? AND owner IS NULL AND ready_at > ? AND ready_at < ?
              AND (why IS NOT NULL OR EXISTS (SELECT 1 FROM delivery d
                WHERE d.campaign_id = lane.campaign_id AND d.lane = lane.no AND d.due_at = ? AND d.state IN (0, 3)))
            """)) {
      update.setTimestamp(1, now);
      update.setLong(2, campaignId);
      update.setTimestamp(3, now);
      update.setTimestamp(4, NEVER);
      update.setTimestamp(5, now);
      return update.executeUpdate();
    }
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

  private Timestamp now() {
    return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS));
  }
}
