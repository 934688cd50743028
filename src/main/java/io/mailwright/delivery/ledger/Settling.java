package io.mailwright.delivery.ledger;

import io.mailwright.kernel.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes what became of claimed rows, with the attempt log and the counts, in one short
 * transaction.
 */
final class Settling {
  private final Database database;
  private final Lanes lanes;
  private final Recording recording;

  Settling(Database database, Lanes lanes) {
    this.database = database;
    this.lanes = lanes;
    this.recording =
        switch (database.dialect()) {
          case H2 -> new BatchRecording();
          case POSTGRESQL -> new PostgresRecording();
        };
  }

  int settle(long campaignId, Collection<Settlement> settlements) {
    return settlements.isEmpty()
        ? 0
        : database.queryTogether(connection -> settle(connection, campaignId, settlements));
  }

  int settle(LaneReturn lane, Collection<Settlement> settlements) {
    return database.queryTogether(
        connection -> {
          int settled =
              settlements.isEmpty() ? 0 : settle(connection, lane.hold().campaignId(), settlements);
          lanes.giveBack(connection, lane);
          return settled;
        });
  }

  private int settle(Connection connection, long campaignId, Collection<Settlement> settlements)
      throws SQLException {
    List<Settlement> all = List.copyOf(settlements);
    List<Settlement> recorded =
        new ArrayList<>(recording.record(connection, campaignId, all, Recording.From.CLAIMED));
    if (recorded.size() < all.size()) {
      // Who lost a claim may still know what became of it.
      Set<Settlement> late = new HashSet<>(all);
      recorded.forEach(late::remove);
      List<Settlement> evidence =
          recording.record(connection, campaignId, List.copyOf(late), Recording.From.TAKEN_AWAY);
      recorded.addAll(evidence);
      wakeLanes(connection, campaignId, evidence);
    }
    suppressDead(connection, campaignId, recorded);
    noteRefused(connection, recorded);
    return recorded.size();
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
    Long[] dead = thatSay(AddressNews.DEAD, recorded);
    if (dead.length == 0) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO suppression (id, version, email_key, list_id, reason, source, evidence, created_at)
            SELECT NEXTVAL('entity_seq'), 1, d.email_key, 0, 'HARD_BOUNCE', CAST(? AS VARCHAR(200)), d.why, d.settled_at
            FROM (SELECT email_key, why, settled_at FROM delivery
                  WHERE id = ANY(?) AND NOT EXISTS (SELECT 1 FROM suppression s WHERE s.email_key = delivery.email_key AND s.list_id = 0)
                  ORDER BY email_key) d
            """
                + database.dialect().pick("", "ON CONFLICT (email_key, list_id) DO NOTHING"))) {
      insert.setString(1, "campaign " + campaignId);
      insert.setArray(2, connection.createArrayOf("BIGINT", dead));
      insert.executeUpdate();
    }
  }

  private static Long[] thatSay(AddressNews news, List<Settlement> recorded) {
    return recorded.stream()
        .filter(s -> s.address() == news)
        .map(s -> s.claim().deliveryId())
        .toArray(Long[]::new);
  }

  /** For feedback, which counts them with the soft bounces. */
  private static void noteRefused(Connection connection, List<Settlement> recorded)
      throws SQLException {
    Long[] refused = thatSay(AddressNews.REFUSED, recorded);
    if (refused.length == 0) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO soft_refusal (delivery_id, campaign_id, email_key, at, words)
            SELECT d.id, d.campaign_id, d.email_key, d.settled_at, SUBSTRING(d.why FROM 1 FOR 1000) FROM delivery d
            WHERE d.id = ANY(?) AND NOT EXISTS (SELECT 1 FROM soft_refusal r WHERE r.delivery_id = d.id)
            """)) {
      insert.setArray(1, connection.createArrayOf("BIGINT", refused));
      insert.executeUpdate();
    }
  }
}
