package io.mailwright.report;

import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.kernel.db.Database;
import io.mailwright.routing.site.SiteDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

@ApplicationScoped
class LedgerReports implements CampaignReports {
  private static final String SUMS =
      """
      SUM(CASE WHEN d.state = 2 THEN 1 ELSE 0 END), SUM(CASE WHEN d.state = 3 THEN 1 ELSE 0 END),
      SUM(CASE WHEN d.state IN (4, 5) THEN 1 ELSE 0 END), SUM(CASE WHEN d.state = 6 THEN 1 ELSE 0 END)
      """;

  /** The biggest; of those behind them no site is among the biggest. */
  private static final int MOST_DOMAINS = 20_000;

  private static final int MOST_SITES = 50;
  private static final int MOST_REASONS = 20_000;
  private static final int SHOWN_REASONS = 20;
  private static final int FETCHED = 1000;

  private Database database;
  private DeliveryQuery deliveries;
  private SiteDirectory directory;

  LedgerReports() {}

  @Inject
  LedgerReports(Database database, DeliveryQuery deliveries, SiteDirectory directory) {
    this.database = database;
    this.deliveries = deliveries;
    this.directory = directory;
  }

  @Override
  public CampaignReport of(long campaignId) {
    return database.query(
        connection ->
            new CampaignReport(
                campaignId,
                deliveries.counts(campaignId),
                deferredAndSent(connection, campaignId),
                bySite(connection, campaignId),
                byServer(connection, campaignId),
                byHour(connection, campaignId),
                topErrors(connection, campaignId, "4, 5, 6, 7, 8")));
  }

  @Override
  public List<CampaignReport.Reason> failures(long campaignId) {
    return database.query(connection -> topErrors(connection, campaignId, "4, 5, 6"));
  }

  private static long deferredAndSent(Connection connection, long campaignId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT COUNT(*) FROM delivery WHERE campaign_id = ? AND state = 2 AND attempts > 1")) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private List<CampaignReport.Line> bySite(Connection connection, long campaignId)
      throws SQLException {
    String domain = "SUBSTRING(d.email_key, POSITION('@' IN d.email_key) + 1)";
    List<Sum> domains =
        sums(
            connection,
            "SELECT "
                + domain
                + ", "
                + SUMS
                + ", COUNT(*) FROM delivery d WHERE d.campaign_id = ? GROUP BY "
                + domain
                + " ORDER BY COUNT(*) DESC LIMIT "
                + MOST_DOMAINS,
            campaignId);
    Map<String, Sum> sites = new HashMap<>();
    for (Sum sum : domains) {
      String site = directory.siteOf(sum.line().name());
      sites.merge(site, sum.named(site, directory.displayName(site)), Sum::plus);
    }
    return sites.values().stream()
        .sorted(
            Comparator.comparingLong(Sum::rows).reversed().thenComparing(sum -> sum.line().name()))
        .limit(MOST_SITES)
        .map(Sum::line)
        .toList();
  }

  /** A line with all its rows, also those that stand in no column. */
  private record Sum(CampaignReport.Line line, long rows) {
    Sum named(String name, String displayName) {
      return new Sum(
          new CampaignReport.Line(
              name, displayName, line.sent(), line.deferred(), line.failed(), line.inDoubt()),
          rows);
    }

    Sum plus(Sum other) {
      return new Sum(line.plus(other.line), rows + other.rows);
    }
  }

  private static List<CampaignReport.Line> byServer(Connection connection, long campaignId)
      throws SQLException {
    return sums(
            connection,
            "SELECT CONCAT(v.name, ' (' || s.address || ')'), "
                + SUMS
                + ", COUNT(*) FROM delivery d LEFT JOIN server_source s ON s.id = d.server_id"
                + " LEFT JOIN mail_server v ON v.id = COALESCE(s.server_id, d.server_id)"
                + " WHERE d.campaign_id = ? AND d.server_id IS NOT NULL"
                + " GROUP BY v.name, s.address ORDER BY COUNT(*) DESC",
            campaignId)
        .stream()
        .map(Sum::line)
        .toList();
  }

  private static List<Sum> sums(Connection connection, String sql, long campaignId)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, campaignId);
      List<Sum> sums = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          sums.add(
              new Sum(
                  new CampaignReport.Line(
                      row.getString(1),
                      row.getString(1),
                      row.getLong(2),
                      row.getLong(3),
                      row.getLong(4),
                      row.getLong(5)),
                  row.getLong(6)));
        }
      }
      return sums;
    }
  }

  private static List<CampaignReport.Hour> byHour(Connection connection, long campaignId)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT DATE_TRUNC('hour', settled_at) AS hour_start, COUNT(*) FROM delivery
            WHERE campaign_id = ? AND state = 2 AND settled_at IS NOT NULL
            GROUP BY DATE_TRUNC('hour', settled_at) ORDER BY 1
            """)) {
      select.setLong(1, campaignId);
      List<CampaignReport.Hour> hours = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          hours.add(new CampaignReport.Hour(row.getTimestamp(1).toInstant(), row.getLong(2)));
        }
      }
      return hours;
    }
  }

  /**
   * Replies that quote their recipient would be a line each. The address is what mostly differs, so
   * the database leaves it out, and {@link Gist} the rest.
   */
  private static List<CampaignReport.Reason> topErrors(
      Connection connection, long campaignId, String states) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT r.state, r.code, r.text, COUNT(*) AS n FROM (
              SELECT state, CASE WHEN reply_code IS NOT NULL
                                 THEN CONCAT(reply_code, ' ', COALESCE(enhanced_status, '')) ELSE '' END AS code,
                     REPLACE(CASE WHEN reply_code IS NOT NULL THEN COALESCE(reply_text, '') ELSE COALESCE(why, '') END,
                             email_key, '…') AS text
              FROM delivery WHERE campaign_id = ? AND state IN (%s)) r
            GROUP BY r.state, r.code, r.text ORDER BY COUNT(*) DESC
            """
                .formatted(states))) {
      select.setLong(1, campaignId);
      select.setFetchSize(FETCHED);
      Map<Said, Long> counts = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Said said =
              new Said(
                  DeliveryState.ofCode(row.getInt(1)),
                  (row.getString(2).strip() + " " + Gist.of(row.getString(3))).strip());
          // The frequent ones come first: of so many different ones the last are not among them.
          if (counts.size() < MOST_REASONS || counts.containsKey(said)) {
            counts.merge(said, row.getLong(4), Long::sum);
          }
        }
      }
      return counts.entrySet().stream()
          .map(
              e ->
                  new CampaignReport.Reason(
                      e.getKey().state().label(), e.getKey().text(), e.getValue()))
          .sorted(
              Comparator.comparingLong(CampaignReport.Reason::count)
                  .reversed()
                  .thenComparing(CampaignReport.Reason::text))
          .limit(SHOWN_REASONS)
          .toList();
    }
  }

  private record Said(DeliveryState state, String text) {}
}
