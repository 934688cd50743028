package io.mailwright.feedback.evidence;

import io.mailwright.kernel.text.Cut;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows of returned mails and of what was found in them. */
final class EvidenceRows {
  static final String SELECT =
      """
      SELECT id, received_at, source, mailbox_id, place, is_trusted, size, is_whole, subject, state, reason,
             verdict, is_believed, campaign_id, processed_at
      FROM returned_mail
      """;

  static final String SELECT_FINDINGS =
      """
      SELECT email_key, kind, reason, status, evidence, campaign_id, delivery_id, known_by, is_believed, done
      FROM returned_mail_finding WHERE mail_id = ? ORDER BY no LIMIT ?
      """;

  private static final int MOST_ADDRESS = 320;
  private static final int MOST_EVIDENCE = 1000;
  private static final int BATCH = 500;

  private EvidenceRows() {}

  static List<Evidence> all(PreparedStatement select) throws SQLException {
    List<Evidence> all = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        all.add(
            new Evidence(
                row.getLong("id"),
                row.getTimestamp("received_at").toInstant(),
                new Arrival(
                    row.getString("source"),
                    longOf(row, "mailbox_id"),
                    Optional.ofNullable(row.getString("place")),
                    row.getBoolean("is_trusted")),
                row.getLong("size"),
                row.getBoolean("is_whole"),
                row.getString("subject"),
                EvidenceState.ofCode(row.getInt("state")),
                Optional.ofNullable(row.getString("reason")),
                handled(row)));
      }
    }
    return all;
  }

  private static Optional<Evidence.Handled> handled(ResultSet row) throws SQLException {
    String verdict = row.getString("verdict");
    Timestamp at = row.getTimestamp("processed_at");
    return verdict == null || at == null
        ? Optional.empty()
        : Optional.of(
            new Evidence.Handled(
                EvidenceVerdict.valueOf(verdict),
                row.getBoolean("is_believed"),
                longOf(row, "campaign_id"),
                at.toInstant()));
  }

  static List<EvidenceFinding> findings(PreparedStatement select) throws SQLException {
    List<EvidenceFinding> all = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        all.add(
            new EvidenceFinding(
                row.getString("email_key"),
                row.getString("kind"),
                row.getString("reason"),
                Optional.ofNullable(row.getString("status")),
                row.getString("evidence"),
                longOf(row, "campaign_id"),
                longOf(row, "delivery_id"),
                Optional.ofNullable(row.getString("known_by")),
                row.getBoolean("is_believed"),
                Optional.ofNullable(row.getString("done"))));
      }
    }
    return all;
  }

  static void replaceFindings(Connection connection, long mailId, List<EvidenceFinding> findings)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM returned_mail_finding WHERE mail_id = ?")) {
      delete.setLong(1, mailId);
      delete.executeUpdate();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO returned_mail_finding
              (mail_id, no, email_key, kind, reason, status, evidence, campaign_id, delivery_id, known_by, is_believed, done)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      int no = 0;
      for (EvidenceFinding finding : findings) {
        set(insert, mailId, no++, finding);
        insert.addBatch();
        if (no % BATCH == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private static void set(PreparedStatement insert, long mailId, int no, EvidenceFinding finding)
      throws SQLException {
    insert.setLong(1, mailId);
    insert.setInt(2, no);
    insert.setString(3, Cut.storable(finding.emailKey(), MOST_ADDRESS));
    insert.setString(4, finding.kind());
    insert.setString(5, finding.reason());
    insert.setString(6, finding.status().orElse(null));
    insert.setString(7, Cut.storable(finding.evidence(), MOST_EVIDENCE));
    JdbcEvidenceRepository.setLong(insert, 8, finding.campaignId());
    JdbcEvidenceRepository.setLong(insert, 9, finding.deliveryId());
    insert.setString(10, finding.knownBy().orElse(null));
    insert.setBoolean(11, finding.isBelieved());
    insert.setString(12, finding.done().orElse(null));
  }

  private static Optional<Long> longOf(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }
}
