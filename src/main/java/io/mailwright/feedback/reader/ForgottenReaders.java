package io.mailwright.feedback.reader;

import io.mailwright.audience.erased.PersonMark;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Readers of whom nothing is written down any more, though the links in their mails still work: who
 * was erased, and all of a campaign of which it is being purged, or was, who read it.
 */
final class ForgottenReaders {
  private ForgottenReaders() {}

  /** Those of the visits that are of somebody. */
  static List<ReaderVisit> remembered(Connection connection, List<ReaderVisit> visits)
      throws SQLException {
    Set<Long> campaigns = purged(connection, visits);
    Set<Long> deliveries = erased(connection, visits);
    return campaigns.isEmpty() && deliveries.isEmpty()
        ? visits
        : visits.stream()
            .filter(visit -> !campaigns.contains(visit.campaignId()))
            .filter(visit -> !deliveries.contains(visit.deliveryId()))
            .toList();
  }

  private static Set<Long> purged(Connection connection, List<ReaderVisit> visits)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT campaign_id FROM purged_campaign WHERE campaign_id = ANY(?) AND kind IN ('READING', 'DELIVERIES')")) {
      select.setArray(
          1,
          connection.createArrayOf(
              "BIGINT",
              visits.stream().map(ReaderVisit::campaignId).distinct().toArray(Long[]::new)));
      Set<Long> purged = new HashSet<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          purged.add(row.getLong(1));
        }
      }
      return purged;
    }
  }

  private static Set<Long> erased(Connection connection, List<ReaderVisit> visits)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT d.id, d.email_key FROM erasure_gate g JOIN delivery d ON d.id = ANY(?)
            WHERE g.id = 1 AND g.erasures > 0
            """)) {
      select.setArray(
          1,
          connection.createArrayOf(
              "BIGINT",
              visits.stream().map(ReaderVisit::deliveryId).distinct().toArray(Long[]::new)));
      Set<Long> erased = new HashSet<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          if (PersonMark.isMark(row.getString(2))) {
            erased.add(row.getLong(1));
          }
        }
      }
      return erased;
    }
  }
}
