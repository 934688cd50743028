package io.mailwright.feedback.review;

import io.mailwright.feedback.bounce.FindingKind;
import io.mailwright.feedback.evidence.EvidenceFinding;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.text.Cut;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** What was found in stored mails, by recipient, and single findings as they are corrected. */
@ApplicationScoped
class ReviewFindings {
  /** More notices of one address tell nothing more. */
  private static final int MOST = 50;

  private static final int LONGEST_EVIDENCE = 1000;

  private Database database;

  ReviewFindings() {}

  @Inject
  ReviewFindings(Database database) {
    this.database = database;
  }

  /**
   * A finding of a bounce.
   *
   * @param reason a {@link io.mailwright.delivery.policy.RefusalReason}
   * @param source of its mail
   */
  record Told(long mailId, int no, String reason, String source, String evidence) {}

  /** All of an address that were believed, the newest first. */
  List<Told> hard(String emailKey) {
    return told(emailKey, FindingKind.HARD);
  }

  /** The same of those that said that it may pass. */
  List<Told> soft(String emailKey) {
    return told(emailKey, FindingKind.SOFT);
  }

  private List<Told> told(String emailKey, FindingKind kind) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT f.mail_id, f.no, f.reason, m.source, f.evidence FROM returned_mail_finding f
                  JOIN returned_mail m ON m.id = f.mail_id
                  WHERE f.email_key = ? AND f.kind = ? AND f.is_believed ORDER BY f.mail_id DESC LIMIT %d
                  """
                      .formatted(MOST))) {
            select.setString(1, emailKey);
            select.setString(2, kind.name());
            List<Told> all = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                all.add(
                    new Told(
                        row.getLong(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5)));
              }
            }
            return all;
          }
        });
  }

  /** Puts another reading in the place of one. */
  void correct(long mailId, int no, EvidenceFinding finding) {
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  UPDATE returned_mail_finding SET kind = ?, reason = ?, status = ?, evidence = ?, done = ?
                  WHERE mail_id = ? AND no = ?
                  """)) {
            update.setString(1, finding.kind());
            update.setString(2, finding.reason());
            update.setString(3, finding.status().orElse(null));
            update.setString(4, Cut.to(finding.evidence().replace('\0', '?'), LONGEST_EVIDENCE));
            update.setString(5, finding.done().orElse(null));
            update.setLong(6, mailId);
            update.setInt(7, no);
            update.executeUpdate();
          }
        });
  }
}
