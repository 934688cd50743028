package io.mailwright.report.projection;

import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Compares the kept sums of a campaign with its rows, and makes them anew; both by hand. */
@ApplicationScoped
public class ReportUpkeep {
  private Database database;
  private Projector projector;
  private ReplyClassifier rules;
  private Campaigns campaigns;

  ReportUpkeep() {}

  /** For injection. */
  @Inject
  public ReportUpkeep(Database database, Projector projector, ReplyClassifier rules, Clock clock) {
    this.database = database;
    this.projector = projector;
    this.rules = rules;
    this.campaigns = new Campaigns(database, clock);
  }

  /**
   * Where the kept sums differ from the rows; reads all rows. Only of a campaign that does not send
   * at this moment does it say anything.
   *
   * @return a line a difference; none if all agrees
   * @throws MailwrightException {@link ErrorCode#WRONG_STATE} if rows are gone
   */
  public List<String> differences(long campaignId) {
    projector.bringUp(campaignId);
    return database.query(
        connection -> {
          OptionalInt offset = Campaigns.lock(connection, campaignId, true);
          requireRows(connection, campaignId);
          return LedgerRecount.differences(connection, campaignId, offset.orElse(0));
        });
  }

  /**
   * Forgets the sums of a campaign and counts all rows again.
   *
   * @throws MailwrightException {@link ErrorCode#WRONG_STATE} if rows are gone: then the sums are
   *     all that is left
   */
  public void rebuild(long campaignId) {
    campaigns.begin(campaignId);
    database.change(connection -> forget(connection, campaignId));
    projector.bringUp(campaignId);
  }

  private void forget(Connection connection, long campaignId) throws SQLException {
    long upto;
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT upto_id FROM report_feedback WHERE id = 1 FOR UPDATE");
        ResultSet row = select.executeQuery()) {
      row.next();
      upto = row.getLong(1);
    }
    VisitPass.hold(connection, true);
    OptionalInt offset = Campaigns.lock(connection, campaignId, true);
    requireRows(connection, campaignId);
    List<String> tables = new ArrayList<>(TallyWriter.tables());
    tables.addAll(List.of("report_open", "report_lane"));
    for (String table : tables) {
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM " + table + " WHERE campaign_id = ?")) {
        delete.setLong(1, campaignId);
        delete.executeUpdate();
      }
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE report_state SET is_final = FALSE, projected_at = NULL WHERE campaign_id = ?")) {
      update.setLong(1, campaignId);
      update.executeUpdate();
    }
    projector
        .feedback()
        .add(connection, 0, upto, OptionalLong.of(campaignId), new Said.Reader(rules));
    projector.visits().addCounted(connection, campaignId, offset.orElse(0));
  }

  /** Of what came back, only that of which every event is kept. */
  private static void requireRows(Connection connection, long campaignId) throws SQLException {
    long rows =
        number(connection, "SELECT COUNT(*) FROM delivery WHERE campaign_id = ?", campaignId);
    long counted =
        number(
            connection,
            "SELECT COALESCE(SUM(n), 0) FROM lane_count WHERE campaign_id = ?",
            campaignId);
    long events =
        number(
            connection,
            "SELECT COUNT(*) FROM feedback_event WHERE campaign_id = ? AND kind <= 4",
            campaignId);
    long told =
        number(
            connection,
            "SELECT COALESCE(SUM(events), 0) FROM feedback_count WHERE campaign_id = ? AND kind <= 4",
            campaignId);
    long triedAgain =
        number(
            connection,
            "SELECT COUNT(*) FROM delivery WHERE campaign_id = ? AND attempts > 1",
            campaignId);
    long logged =
        number(
            connection,
            "SELECT COUNT(DISTINCT delivery_id) FROM attempt WHERE campaign_id = ?",
            campaignId);
    long visits =
        number(
            connection,
            """
            SELECT COALESCE(SUM(CASE WHEN human > 0 THEN 1 ELSE 0 END + CASE WHEN machine > 0 THEN 1 ELSE 0 END), 0)
            FROM engagement WHERE campaign_id = ? AND link IN (0, -1)
            """,
            campaignId);
    long visited =
        number(
            connection,
            """
            SELECT COALESCE(SUM(human_recipients + machine_recipients), 0)
            FROM engagement_count WHERE campaign_id = ? AND link IN (0, -1)
            """,
            campaignId);
    if (rows < counted || events < told || logged < triedAgain || visits < visited) {
      throw new MailwrightException(
          ErrorCode.WRONG_STATE,
          "Rows of campaign %d were deleted: %d of %d deliveries are left, %d of %d events, tries of %d of %d that were tried again, %d of %d first opens and clicks. Its report stays as it is."
              .formatted(
                  campaignId, rows, counted, events, told, logged, triedAgain, visits, visited));
    }
  }

  private static long number(Connection connection, String sql, long campaignId)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
