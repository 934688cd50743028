package io.mailwright.delivery.ledger;

import static io.mailwright.delivery.ledger.DeliveryState.CANCELLED;
import static io.mailwright.delivery.ledger.DeliveryState.CLAIMED;
import static io.mailwright.delivery.ledger.DeliveryState.DEFERRED;
import static io.mailwright.delivery.ledger.DeliveryState.IN_DOUBT;
import static io.mailwright.delivery.ledger.DeliveryState.PENDING;
import static io.mailwright.delivery.ledger.DeliveryState.SENT;

import io.mailwright.kernel.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes rows that no worker holds: claims that a run left behind, rows in doubt, what is open at
 * a cancel.
 */
final class OpenRows {
  private static final int MOST_IDS_A_STATEMENT = 1000;
  private final Database database;
  private final Clock clock;

  OpenRows(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  long settleStaleClaims(long campaignId, long fence, boolean resend) {
    DeliveryState to = resend ? PENDING : IN_DOUBT;
    return database.query(
        connection -> {
          long settled = 0;
          CountDeltas counts = new CountDeltas(campaignId);
          for (int lane : lanesWith(connection, campaignId, CLAIMED)) {
            int rows =
                LaneRanges.update(
                    connection,
                    campaignId,
                    lane,
                    "state = ?, why = ?, due_at = ?, settled_at = ?, doubt = ?, first_try_at = COALESCE(first_try_at, claimed_at)",
                    "state = 1 AND (fence IS NULL OR fence <> ?)",
                    update -> {
                      update.setInt(1, to.code());
                      update.setString(
                          2,
                          resend
                              ? "the run that had claimed it ended without an answer; sent again by the campaign's policy"
                              : "the run that had claimed it ended without an answer: it may have been accepted");
                      update.setTimestamp(3, resend ? now() : null);
                      update.setTimestamp(4, resend ? null : now());
                      update.setObject(5, resend ? null : Doubt.CLAIM_TAKEN, Types.SMALLINT);
                      update.setLong(6, fence);
                      return 7;
                    });
            settled += rows;
            counts.move(lane, CLAIMED, to, rows);
          }
          counts.write(connection);
          freeLanes(connection, campaignId, resend && settled > 0);
          return settled;
        });
  }

  /**
   * Claims of an incarnation that is over, whether still claimed or taken away meanwhile: what its
   * journal does not name was not sent and is open again.
   */
  long reopenUnsent(long campaignId, long incarnation) {
    return database.query(
        connection -> {
          CountDeltas counts = new CountDeltas(campaignId);
          long reopened = 0;
          for (DeliveryState from : List.of(CLAIMED, IN_DOUBT)) {
            for (int lane : lanesWith(connection, campaignId, from)) {
              for (DeliveryState to : List.of(PENDING, DEFERRED)) {
                int rows = reopen(connection, campaignId, incarnation, lane, from, to);
                counts.move(lane, from, to, rows);
                reopened += rows;
                if (rows > 0) {
                  wake(connection, campaignId, lane);
                }
              }
            }
          }
          counts.write(connection);
          return reopened;
        });
  }

  private int reopen(
      Connection connection,
      long campaignId,
      long incarnation,
      int lane,
      DeliveryState from,
      DeliveryState to)
      throws SQLException {
    return LaneRanges.update(
        connection,
        campaignId,
        lane,
        "state = ?, due_at = ?, settled_at = NULL, doubt = NULL, why = 'the server ended before it was sent'",
        "state = ? AND incarnation = ? AND %s AND %s"
            .formatted(
                from == CLAIMED ? "doubt IS NULL" : "doubt = " + Doubt.CLAIM_TAKEN,
                to == PENDING ? "attempts = 0" : "attempts > 0"),
        update -> {
          update.setInt(1, to.code());
          update.setTimestamp(2, now());
          update.setInt(3, from.code());
          update.setLong(4, incarnation);
          return 5;
        });
  }

  /** By the counts: a campaign's rows are too many to look through. */
  private static List<Integer> lanesWith(
      Connection connection, long campaignId, DeliveryState state) throws SQLException {
    List<Integer> lanes = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT lane FROM lane_count WHERE campaign_id = ? AND state = ? AND n > 0 ORDER BY lane")) {
      select.setLong(1, campaignId);
      select.setInt(2, state.code());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          lanes.add(row.getInt(1));
        }
      }
    }
    return lanes;
  }

  private void freeLanes(Connection connection, long campaignId, boolean allReady)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE lane SET owner = NULL, fence = fence + 1, ready_at = CASE WHEN owner IS NOT NULL OR ? THEN ? ELSE ready_at END WHERE campaign_id = ?")) {
      update.setBoolean(1, allReady);
      update.setTimestamp(2, now());
      update.setLong(3, campaignId);
      update.executeUpdate();
    }
  }

  int settleInDoubt(long campaignId, boolean asSent, List<Long> deliveryIds, String why) {
    if (deliveryIds.isEmpty()) {
      return settleInDoubtWhere(campaignId, asSent, List.of(), why);
    }
    int changed = 0;
    for (int from = 0; from < deliveryIds.size(); from += MOST_IDS_A_STATEMENT) {
      int to = Math.min(deliveryIds.size(), from + MOST_IDS_A_STATEMENT);
      changed += settleInDoubtWhere(campaignId, asSent, deliveryIds.subList(from, to), why);
    }
    return changed;
  }

  private int settleInDoubtWhere(long campaignId, boolean asSent, List<Long> ids, String why) {
    DeliveryState to = asSent ? SENT : PENDING;
    return database.query(
        connection -> {
          CountDeltas counts = new CountDeltas(campaignId);
          int changed = 0;
          for (int lane : lanesWith(connection, campaignId, IN_DOUBT)) {
            int rows =
                LaneRanges.update(
                    connection,
                    campaignId,
                    lane,
                    "state = ?, why = ?, due_at = ?, settled_at = ?, doubt = NULL",
                    "state = 6" + (ids.isEmpty() ? "" : " AND id = ANY(?)"),
                    update -> {
                      update.setInt(1, to.code());
                      update.setString(2, why);
                      update.setTimestamp(3, asSent ? null : now());
                      update.setTimestamp(4, asSent ? now() : null);
                      if (ids.isEmpty()) {
                        return 5;
                      }
                      update.setArray(5, connection.createArrayOf("BIGINT", ids.toArray()));
                      return 6;
                    });
            changed += rows;
            counts.move(lane, IN_DOUBT, to, rows);
            if (!asSent && rows > 0) {
              wake(connection, campaignId, lane);
            }
          }
          counts.write(connection);
          return changed;
        });
  }

  private void wake(Connection connection, long campaignId, int lane) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE lane SET ready_at = ? WHERE campaign_id = ? AND no = ?")) {
      update.setTimestamp(1, now());
      update.setLong(2, campaignId);
      update.setInt(3, lane);
      update.executeUpdate();
    }
  }

  long cancelOpen(long campaignId, String why) {
    return database.query(
        connection -> {
          CountDeltas counts = new CountDeltas(campaignId);
          long cancelled = 0;
          for (DeliveryState from : List.of(PENDING, DEFERRED)) {
            for (int lane : lanesWith(connection, campaignId, from)) {
              int rows =
                  LaneRanges.update(
                      connection,
                      campaignId,
                      lane,
                      "state = 8, why = ?, due_at = NULL, settled_at = ?",
                      "state = ?",
                      update -> {
                        update.setString(1, why);
                        update.setTimestamp(2, now());
                        update.setInt(3, from.code());
                        return 4;
                      });
              cancelled += rows;
              counts.move(lane, from, CANCELLED, rows);
            }
          }
          counts.write(connection);
          return cancelled;
        });
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS));
  }
}
