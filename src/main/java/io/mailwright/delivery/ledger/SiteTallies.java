package io.mailwright.delivery.ledger;

import io.mailwright.campaign.policy.OutcomeTally;
import io.mailwright.kernel.db.Database;
import io.mailwright.routing.brake.SiteTally;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;

/** How far a campaign is with each site, from the lanes' counts. */
final class SiteTallies {
  private SiteTallies() {}

  static Map<String, SiteTally> of(Database database, long campaignId) {
    return database.query(
        connection -> {
          Map<String, SiteTally> tallies = new HashMap<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT l.site,
                         SUM(CASE WHEN k.state IN (7, 8) THEN 0 ELSE k.n END),
                         SUM(CASE WHEN k.state IN (2, 3, 4, 5, 6) THEN k.n ELSE 0 END),
                         SUM(CASE WHEN k.state IN (3, 5) THEN k.n ELSE 0 END),
                         SUM(CASE WHEN k.state = 4 THEN k.n ELSE 0 END)
                  FROM lane l JOIN lane_count k ON k.campaign_id = l.campaign_id AND k.lane = l.no
                  WHERE l.campaign_id = ? GROUP BY l.site
                  """)) {
            select.setLong(1, campaignId);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                String site = row.getString(1);
                tallies.put(
                    site.equals(LaneHold.MIXED) ? "" : site,
                    new SiteTally(
                        row.getLong(2),
                        new OutcomeTally(row.getLong(3), row.getLong(4), row.getLong(5), 0)));
              }
            }
          }
          return tallies;
        });
  }
}
