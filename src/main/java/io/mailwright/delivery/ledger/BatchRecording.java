package io.mailwright.delivery.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** Records by batches of one-row statements, for the embedded database. */
final class BatchRecording implements Recording {
  @Override
  public List<Settlement> record(
      Connection connection, long campaignId, List<Settlement> settlements, From from)
      throws SQLException {
    int[] changed = updateRows(connection, settlements, from);
    CountDeltas counts = new CountDeltas(campaignId);
    List<Settlement> recorded = new ArrayList<>();
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] == 1) {
        Settlement settlement = settlements.get(i);
        recorded.add(settlement);
        counts.move(settlement.claim().lane(), from.state(), settlement.state(), 1);
      }
    }
    logAttempts(
        connection,
        campaignId,
        recorded.stream().filter(s -> s.wasTried() && s.state().mayBeTriedAgain()).toList());
    counts.write(connection);
    return recorded;
  }

  private static int[] updateRows(Connection connection, List<Settlement> settlements, From from)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE delivery SET state = ?, attempts = ?, due_at = ?, why = ?, server_id = COALESCE(?, server_id),
                reply_code = COALESCE(?, reply_code), enhanced_status = COALESCE(?, enhanced_status),
                reply_text = COALESCE(?, reply_text), first_try_at = COALESCE(first_try_at, CASE WHEN ? THEN claimed_at END, ?), settled_at = ?, doubt = ?
            WHERE id = ? AND %s AND fence = ? AND attempts = ?
            """
                .formatted(from.condition("")))) {
      for (Settlement s : settlements) {
        SettledRow row = SettledRow.of(s);
        ClaimKey claim = s.claim();
        Timestamp at = Timestamp.from(row.at());
        update.setInt(1, row.state());
        update.setInt(2, claim.attempts() + row.tries());
        update.setTimestamp(3, row.dueAt() == null ? null : Timestamp.from(row.dueAt()));
        update.setString(4, row.why());
        update.setObject(5, row.serverId(), Types.BIGINT);
        update.setObject(6, row.replyCode(), Types.SMALLINT);
        update.setString(7, row.enhancedStatus());
        update.setString(8, row.replyText());
        update.setBoolean(9, row.isTriedEarlier());
        update.setTimestamp(10, row.tries() == 1 ? at : null);
        update.setTimestamp(11, row.isOpen() ? null : at);
        update.setObject(12, row.doubt(), Types.SMALLINT);
        update.setLong(13, claim.deliveryId());
        update.setLong(14, claim.fence());
        update.setInt(15, claim.attempts());
        update.addBatch();
      }
      return update.executeBatch();
    }
  }

  private static void logAttempts(Connection connection, long campaignId, List<Settlement> tried)
      throws SQLException {
    if (tried.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO attempt (delivery_id, attempt, campaign_id, fence, at, server_id, outcome,
                reply_code, enhanced_status, reply_text)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      for (Settlement s : tried) {
        SettledRow row = SettledRow.of(s);
        insert.setLong(1, s.claim().deliveryId());
        insert.setInt(2, s.claim().attempts() + 1);
        insert.setLong(3, campaignId);
        insert.setLong(4, s.claim().fence());
        insert.setTimestamp(5, Timestamp.from(row.at()));
        insert.setObject(6, row.serverId(), Types.BIGINT);
        insert.setInt(7, row.state());
        insert.setObject(8, row.replyCode(), Types.SMALLINT);
        insert.setString(9, row.enhancedStatus());
        insert.setString(10, row.replyText());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
