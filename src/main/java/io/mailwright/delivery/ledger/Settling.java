package io.mailwright.delivery.ledger;

import static io.mailwright.delivery.ledger.DeliveryState.CLAIMED;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.smtp.SmtpReply;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Writes what became of claimed rows, with the attempt log and the counts, in one short
 * transaction.
 */
final class Settling {
  private final Database database;

  Settling(Database database) {
    this.database = database;
  }

  int settle(long campaignId, Collection<Settlement> settlements) {
    if (settlements.isEmpty()) {
      return 0;
    }
    List<Settlement> all = List.copyOf(settlements);
    return database.query(
        connection -> {
          int[] changed = updateRows(connection, all);
          CountDeltas counts = new CountDeltas(campaignId);
          List<Settlement> tried = new ArrayList<>();
          int rows = 0;
          for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 1) {
              rows++;
              Settlement s = all.get(i);
              counts.move(s.claim().lane(), CLAIMED, s.state(), 1);
              if (s.wasTried()) {
                tried.add(s);
              }
            }
          }
          logAttempts(connection, campaignId, tried);
          counts.write(connection);
          return rows;
        });
  }

  private static int[] updateRows(Connection connection, List<Settlement> settlements)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE delivery SET state = ?, attempts = ?, due_at = ?, why = ?, server_id = COALESCE(?, server_id),
                reply_code = COALESCE(?, reply_code), enhanced_status = COALESCE(?, enhanced_status),
                reply_text = COALESCE(?, reply_text), first_try_at = COALESCE(first_try_at, ?), settled_at = ?
            WHERE id = ? AND state = 1 AND fence = ? AND attempts = ?
            """)) {
      for (Settlement s : settlements) {
        ClaimedDelivery claim = s.claim();
        Timestamp at = Timestamp.from(s.at());
        update.setInt(1, s.state().code());
        update.setInt(2, claim.attempts() + (s.wasTried() ? 1 : 0));
        update.setTimestamp(
            3, s.state().isOpen() ? Timestamp.from(s.dueAt().orElse(s.at())) : null);
        update.setString(4, s.why().map(Settling::short1000).orElse(null));
        setLong(update, 5, s.serverId());
        setReply(update, 6, s.reply());
        update.setTimestamp(9, s.wasTried() ? at : null);
        update.setTimestamp(10, s.state().isOpen() ? null : at);
        update.setLong(11, claim.id());
        update.setLong(12, claim.fence());
        update.setInt(13, claim.attempts());
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
        insert.setLong(1, s.claim().id());
        insert.setInt(2, s.claim().attempts() + 1);
        insert.setLong(3, campaignId);
        insert.setLong(4, s.claim().fence());
        insert.setTimestamp(5, Timestamp.from(s.at()));
        setLong(insert, 6, s.serverId());
        insert.setInt(7, s.state().code());
        setReply(insert, 8, s.reply());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void setReply(PreparedStatement statement, int at, Optional<SmtpReply> reply)
      throws SQLException {
    if (reply.isPresent()) {
      statement.setInt(at, reply.get().code());
    } else {
      statement.setNull(at, Types.SMALLINT);
    }
    statement.setString(
        at + 1, reply.flatMap(SmtpReply::status).map(Object::toString).orElse(null));
    statement.setString(at + 2, reply.map(SmtpReply::text).map(Settling::short1000).orElse(null));
  }

  private static void setLong(PreparedStatement statement, int at, Optional<Long> value)
      throws SQLException {
    if (value.isPresent()) {
      statement.setLong(at, value.get());
    } else {
      statement.setNull(at, Types.BIGINT);
    }
  }

  static String short1000(String text) {
    return text.length() <= 1000 ? text : text.substring(0, 1000);
  }
}
