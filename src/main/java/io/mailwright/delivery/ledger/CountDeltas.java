package io.mailwright.delivery.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Changes to {@code lane_count}, gathered while rows change and written in the same transaction.
 * The only writer of that table besides the snapshot. Written in a fixed order, so that two
 * transactions never wait for each other in a circle.
 */
final class CountDeltas {
  private record Cell(int lane, int state) implements Comparable<Cell> {
    @Override
    public int compareTo(Cell other) {
      int byLane = Integer.compare(lane, other.lane);
      return byLane != 0 ? byLane : Integer.compare(state, other.state);
    }
  }

  private final long campaignId;
  private final Map<Cell, Long> deltas = new TreeMap<>();

  CountDeltas(long campaignId) {
    this.campaignId = campaignId;
  }

  void move(int lane, DeliveryState from, DeliveryState to, long n) {
    if (from != to && n != 0) {
      deltas.merge(new Cell(lane, from.code()), -n, Long::sum);
      deltas.merge(new Cell(lane, to.code()), n, Long::sum);
    }
  }

  void write(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE lane_count SET n = n + ? WHERE campaign_id = ? AND lane = ? AND state = ?")) {
      boolean any = false;
      for (Map.Entry<Cell, Long> delta : deltas.entrySet()) {
        if (delta.getValue() != 0) {
          update.setLong(1, delta.getValue());
          update.setLong(2, campaignId);
          update.setInt(3, delta.getKey().lane());
          update.setInt(4, delta.getKey().state());
          update.addBatch();
          any = true;
        }
      }
      if (any) {
        update.executeBatch();
      }
    }
  }
}
