package io.mailwright.delivery.ledger;

import static io.mailwright.delivery.ledger.DeliveryState.CLAIMED;
import static io.mailwright.delivery.ledger.DeliveryState.DEFERRED;
import static io.mailwright.delivery.ledger.DeliveryState.PENDING;

import io.mailwright.kernel.db.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Takes a lane and claims a chunk of it, in short transactions. */
final class Claims {
  /** H2 keeps nulls first in an index, and without this bound would read them all. */
  static final Timestamp ALWAYS = Timestamp.from(Instant.EPOCH);

  static final String SUPPRESSED_MEANWHILE = "the address was suppressed meanwhile";
  static final String DELETED_MEANWHILE = "the contact was deleted meanwhile";

  private final Database database;
  private final Clock clock;
  private final Lanes lanes;
  private final Taking taking;

  Claims(Database database, Clock clock, Lanes lanes) {
    this.database = database;
    this.clock = clock;
    this.lanes = lanes;
    this.taking =
        switch (database.dialect()) {
          case H2 -> new StepwiseTaking(database);
          case POSTGRESQL -> new PostgresTaking(database);
        };
  }

  /**
   * How due rows of a lane are taken and marked; the databases differ in what a statement may do.
   */
  interface Taking {
    /**
     * Takes a lane, marks due rows of it as claimed, leaves out who must not get it, moves the
     * counts.
     *
     * @param lane takes the lane, in the caller's transaction
     */
    Optional<LaneChunk> claim(LaneTaking lane);
  }

  /** Takes the next lane, and says how much of it is wanted; a part of the caller's transaction. */
  interface LaneTaking {
    /** Empty if no lane is ready. */
    Optional<Claim> take(Connection connection) throws SQLException;
  }

  /**
   * One claim.
   *
   * @param fence the campaign lease's
   * @param incarnation this start of this node
   */
  record Claim(LaneHold lane, long fence, long incarnation, Timestamp now, ClaimLimit limit) {
    boolean wantsRows() {
      return limit.rows() > 0;
    }

    LaneChunk of(List<ClaimedDelivery> deliveries) {
      return new LaneChunk(lane, deliveries);
    }
  }

  Optional<LaneChunk> claimNext(
      long campaignId, String owner, long fence, long incarnation, ClaimLimit.OfLane limit) {
    return taking.claim(
        connection -> {
          Optional<LaneHold> taken = lanes.take(connection, campaignId, owner);
          if (taken.isEmpty()) {
            return Optional.empty();
          }
          LaneHold lane = taken.get();
          if (lane.isRegained()) {
            reopenOrphans(connection, lane, fence, incarnation);
          }
          ClaimLimit most = limit.of(lane, Lanes.openRows(connection, campaignId));
          return Optional.of(new Claim(lane, fence, incarnation, now(), most));
        });
  }

  /**
   * Rows of a claim that was committed without its answer coming through: the worker that holds the
   * lane knows nothing of them, so nothing was sent.
   */
  private void reopenOrphans(Connection connection, LaneHold lane, long fence, long incarnation)
      throws SQLException {
    CountDeltas counts = new CountDeltas(lane.campaignId());
    for (DeliveryState to : List.of(PENDING, DEFERRED)) {
      int rows =
          LaneRanges.update(
              connection,
              lane.campaignId(),
              lane.no(),
              "state = ?, due_at = ?",
              "state = 1 AND fence = ? AND incarnation = ? AND "
                  + (to == PENDING ? "attempts = 0" : "attempts > 0"),
              update -> {
                update.setInt(1, to.code());
                update.setTimestamp(2, now());
                update.setLong(3, fence);
                update.setLong(4, incarnation);
                return 5;
              });
      counts.move(lane.no(), CLAIMED, to, rows);
    }
    counts.write(connection);
  }

  /** A claimed recipient from a row that has the columns by these names. */
  static ClaimedDelivery read(ResultSet row, Claim claim) throws SQLException {
    return new ClaimedDelivery(
        row.getLong("id"),
        row.getLong("contact_id"),
        claim.lane().no(),
        row.getInt("attempts"),
        claim.fence(),
        Optional.ofNullable(row.getTimestamp("first_try_at")).map(Timestamp::toInstant),
        row.getString("email"),
        row.getString("email_key"),
        Optional.ofNullable(row.getString("name")),
        Optional.ofNullable(row.getString("locale")),
        Optional.ofNullable(row.getString("timezone")),
        Optional.ofNullable(row.getString("attributes")));
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS));
  }
}
