package io.mailwright.delivery.ledger;

import static io.mailwright.delivery.ledger.DeliveryState.CLAIMED;
import static io.mailwright.delivery.ledger.DeliveryState.IN_DOUBT;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.smtp.SmtpReply;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
          CountDeltas counts = new CountDeltas(campaignId);
          List<Settlement> recorded = new ArrayList<>();
          List<Settlement> late = new ArrayList<>();
          int[] changed = updateRows(connection, all, "state = 1");
          for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 1) {
              recorded.add(all.get(i));
              counts.move(all.get(i).claim().lane(), CLAIMED, all.get(i).state(), 1);
            } else {
              late.add(all.get(i));
            }
          }
          List<Settlement> evidence = lateEvidence(connection, late, counts);
          recorded.addAll(evidence);
          wakeLanes(connection, campaignId, evidence);
          logAttempts(
              connection, campaignId, recorded.stream().filter(Settlement::wasTried).toList());
          suppressDead(connection, campaignId, recorded);
          counts.write(connection);
          return recorded.size();
        });
  }

  /**
   * Who lost a claim may still know what became of it. It settles a row that is in doubt only
   * because the claim was taken away, under the same fence and attempt, and no other.
   */
  private static List<Settlement> lateEvidence(
      Connection connection, List<Settlement> late, CountDeltas counts) throws SQLException {
    if (late.isEmpty()) {
      return List.of();
    }
    List<Settlement> recorded = new ArrayList<>();
    int[] changed = updateRows(connection, late, "state = 6 AND doubt = 1");
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] == 1) {
        recorded.add(late.get(i));
        counts.move(late.get(i).claim().lane(), IN_DOUBT, late.get(i).state(), 1);
      }
    }
    return recorded;
  }

  /** Nobody who holds the lane now knows of rows that are open again by late evidence. */
  private static void wakeLanes(Connection connection, long campaignId, List<Settlement> evidence)
      throws SQLException {
    Map<Integer, Instant> dueByLane = new TreeMap<>();
    for (Settlement s : evidence) {
      if (s.state().isOpen()) {
        dueByLane.merge(
            s.claim().lane(), s.dueAt().orElse(s.at()), (a, b) -> a.isBefore(b) ? a : b);
      }
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE lane SET ready_at = ? WHERE campaign_id = ? AND no = ? AND ready_at > ?")) {
      for (Map.Entry<Integer, Instant> lane : dueByLane.entrySet()) {
        Timestamp due = Timestamp.from(lane.getValue());
        update.setTimestamp(1, due);
        update.setLong(2, campaignId);
        update.setInt(3, lane.getKey());
        update.setTimestamp(4, due);
        update.executeUpdate();
      }
    }
  }

  /** In one statement and by the order of addresses, so that no two workers wait in a circle. */
  private void suppressDead(Connection connection, long campaignId, List<Settlement> recorded)
      throws SQLException {
    Long[] dead =
        recorded.stream()
            .filter(Settlement::isDeadAddress)
            .map(s -> s.claim().deliveryId())
            .toArray(Long[]::new);
    if (dead.length == 0) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO suppression (id, version, email_key, reason, source, note, created_at)
            SELECT NEXTVAL('entity_seq'), 1, d.email_key, 'HARD_BOUNCE', CAST(? AS VARCHAR(200)), d.why, d.settled_at
            FROM (SELECT email_key, why, settled_at FROM delivery
                  WHERE id = ANY(?) AND NOT EXISTS (SELECT 1 FROM suppression s WHERE s.email_key = delivery.email_key)
                  ORDER BY email_key) d
            """
                + database.dialect().pick("", "ON CONFLICT (email_key) DO NOTHING"))) {
      insert.setString(1, "campaign " + campaignId);
      insert.setArray(2, connection.createArrayOf("BIGINT", dead));
      insert.executeUpdate();
    }
  }

  private static int[] updateRows(Connection connection, List<Settlement> settlements, String which)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE delivery SET state = ?, attempts = ?, due_at = ?, why = ?, server_id = COALESCE(?, server_id),
                reply_code = COALESCE(?, reply_code), enhanced_status = COALESCE(?, enhanced_status),
                reply_text = COALESCE(?, reply_text), first_try_at = COALESCE(first_try_at, ?), settled_at = ?, doubt = ?
            WHERE id = ? AND %s AND fence = ? AND attempts = ?
            """
                .formatted(which))) {
      for (Settlement s : settlements) {
        ClaimKey claim = s.claim();
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
        if (s.state() == IN_DOUBT) {
          update.setInt(11, Doubt.REPLY_LOST);
        } else {
          update.setNull(11, Types.SMALLINT);
        }
        update.setLong(12, claim.deliveryId());
        update.setLong(13, claim.fence());
        update.setInt(14, claim.attempts());
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
        insert.setLong(1, s.claim().deliveryId());
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
