package io.mailwright.delivery.ledger;

import io.mailwright.kernel.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/**
 * Writes a slice of a snapshot: its rows in the order of lanes, and where those of each lane lie.
 */
final class SliceWriter {
  private final SliceInsert rows;

  SliceWriter(Database database, Clock clock) {
    this.rows = SliceInsert.of(database, clock);
  }

  /** Contacts whose id is greater than {@code after}, and {@code upto} at most. */
  record Slice(int no, long after, long upto) {}

  /**
   * Writes a slice in the caller's transaction.
   *
   * @return how many rows
   */
  long write(Connection connection, long campaignId, List<Long> listIds, Slice slice)
      throws SQLException {
    List<LanePiece> pieces =
        rows.insert(connection, new SliceInsert.Recipients(campaignId, listIds), slice);
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO lane_range (campaign_id, lane, first_id, last_id, pending, suppressed)
            VALUES (?, ?, ?, ?, ?, ?)
            """)) {
      for (LanePiece piece : pieces) {
        insert.setLong(1, campaignId);
        insert.setInt(2, piece.lane());
        insert.setLong(3, piece.first());
        insert.setLong(4, piece.last());
        insert.setLong(5, piece.pending());
        insert.setLong(6, piece.suppressed());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    long written = pieces.stream().mapToLong(LanePiece::rows).sum();
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE snapshot_slice SET rows_written = ? WHERE campaign_id = ? AND no = ?")) {
      update.setLong(1, written);
      update.setLong(2, campaignId);
      update.setInt(3, slice.no());
      update.executeUpdate();
    }
    return written;
  }
}
