package io.mailwright.report.projection;

import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.feedback.event.Reported;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Keeps the sums right when an event is taken back. */
@ApplicationScoped
public class ReportedFeedback implements Reported {
  private Projector projector;
  private ReplyClassifier rules;

  ReportedFeedback() {}

  /** For injection and tests. */
  @Inject
  public ReportedFeedback(Projector projector, ReplyClassifier rules) {
    this.projector = projector;
    this.rules = rules;
  }

  @Override
  public long hold(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT upto_id FROM report_feedback WHERE id = 1 FOR UPDATE");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void count(Connection connection, long eventId, long campaignId, int times)
      throws SQLException {
    projector.feedback().countOne(connection, eventId, campaignId, times, new Said.Reader(rules));
  }
}
