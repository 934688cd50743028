package io.mailwright.feedback.reader;

import io.mailwright.feedback.event.FeedbackKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Mails that are opened or clicked for the first time, by people and by machines: each is left for
 * reports, which count it and take it away. Not thread-safe.
 */
final class FirstVisits {
  /** What a machine did stands apart from what came back. */
  private static final int MACHINES_AFTER = 2;

  private record First(long deliveryId, int kind, long campaignId, Instant at) {}

  private final List<First> firsts = new ArrayList<>();

  /**
   * Takes note of what was written of a mail and link.
   *
   * @param wasByPeople whether people had done it before
   * @param wasByMachines whether machines had
   */
  void note(
      long deliveryId, int link, EngagementSum sum, boolean wasByPeople, boolean wasByMachines) {
    if (link > 0) {
      return;
    }
    int kind = (link == Engagement.SHOWN ? FeedbackKind.OPEN : FeedbackKind.CLICK).code();
    if (!wasByPeople) {
      sum.firstHuman()
          .ifPresent(at -> firsts.add(new First(deliveryId, kind, sum.campaignId(), at)));
    }
    if (!wasByMachines) {
      sum.firstMachine()
          .ifPresent(
              at -> firsts.add(new First(deliveryId, kind + MACHINES_AFTER, sum.campaignId(), at)));
    }
  }

  void write(Connection connection) throws SQLException {
    if (firsts.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO engagement_first (delivery_id, kind, campaign_id, at) VALUES (?, ?, ?, ?)")) {
      for (First first : firsts) {
        insert.setLong(1, first.deliveryId());
        insert.setInt(2, first.kind());
        insert.setLong(3, first.campaignId());
        insert.setTimestamp(4, Timestamp.from(first.at()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
