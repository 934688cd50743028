package io.mailwright.delivery.ledger;

import io.mailwright.kernel.db.Database;
import io.mailwright.routing.brake.SiteTally;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ledger over JDBC; each kind of change stands in a class of its own. */
@ApplicationScoped
class JdbcLedger implements Ledger {
  private Database database;
  private Lanes lanes;
  private Claims claims;
  private Settling settling;
  private OpenRows openRows;

  JdbcLedger() {}

  @Inject
  JdbcLedger(Database database, Clock clock) {
    this.database = database;
    this.lanes = new Lanes(database, clock);
    this.claims = new Claims(database, clock, lanes);
    this.settling = new Settling(database, lanes);
    this.openRows = new OpenRows(database, clock);
  }

  @Override
  public Optional<LaneChunk> claimNext(
      long campaignId, String owner, long fence, long incarnation, ClaimLimit.OfLane limit) {
    return claims.claimNext(campaignId, owner, fence, incarnation, limit);
  }

  @Override
  public int settle(long campaignId, Collection<Settlement> settlements) {
    return settling.settle(campaignId, settlements);
  }

  @Override
  public int settle(LaneReturn lane, Collection<Settlement> settlements) {
    return settling.settle(lane, settlements);
  }

  @Override
  public Optional<Instant> nextReady(long campaignId) {
    return lanes.nextReady(campaignId);
  }

  @Override
  public Map<String, SiteTally> bySite(long campaignId) {
    return SiteTallies.of(database, campaignId);
  }

  @Override
  public Optional<String> firstHold(long campaignId) {
    return lanes.firstHold(campaignId);
  }

  @Override
  public int releaseHolds(long campaignId) {
    return lanes.releaseHolds(campaignId);
  }

  @Override
  public boolean isAnyLaneHeld(long campaignId) {
    return lanes.isAnyLaneHeld(campaignId);
  }

  @Override
  public long settleStaleClaims(long campaignId, long fence, boolean resend) {
    return openRows.settleStaleClaims(campaignId, fence, resend);
  }

  @Override
  public long reopenUnsent(long campaignId, long incarnation) {
    return openRows.reopenUnsent(campaignId, incarnation);
  }

  @Override
  public List<Long> campaignsWithClaims() {
    return database.query(
        connection -> {
          List<Long> campaigns = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT DISTINCT campaign_id FROM lane_count WHERE state IN (1, 6) AND n > 0 ORDER BY campaign_id");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              campaigns.add(row.getLong(1));
            }
          }
          return campaigns;
        });
  }

  @Override
  public int settleInDoubt(long campaignId, boolean asSent, List<Long> deliveryIds, String why) {
    return openRows.settleInDoubt(campaignId, asSent, deliveryIds, why);
  }

  @Override
  public long cancelOpen(long campaignId, String why) {
    return openRows.cancelOpen(campaignId, why);
  }

  @Override
  public Set<String> suppressedOf(long campaignId, Collection<String> emailKeys) {
    if (emailKeys.isEmpty()) {
      return Set.of();
    }
    return database.query(
        connection -> {
          Set<String> suppressed = new HashSet<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT s.email_key FROM suppression s WHERE s.email_key = ANY(?) AND "
                      + Suppressed.OF_CAMPAIGN)) {
            select.setArray(1, connection.createArrayOf("VARCHAR", emailKeys.toArray()));
            select.setLong(2, campaignId);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                suppressed.add(row.getString(1));
              }
            }
          }
          return suppressed;
        });
  }

  @Override
  public long suppressedAmongOpen(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT COUNT(DISTINCT d.id) FROM suppression s
                  JOIN delivery d ON d.email_key = s.email_key
                  WHERE d.campaign_id = ? AND d.state IN (0, 3) AND
                  """
                      + Suppressed.OF_CAMPAIGN)) {
            select.setLong(1, campaignId);
            select.setLong(2, campaignId);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  @Override
  public boolean countsAgree(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT COUNT(*) FROM (
                    SELECT lane, state FROM (
                      SELECT lane, state, n FROM lane_count WHERE campaign_id = ?
                      UNION ALL
                      SELECT lane, state, -COUNT(*) FROM delivery WHERE campaign_id = ? GROUP BY lane, state) both_ways
                    GROUP BY lane, state HAVING SUM(n) <> 0) differing
                  """)) {
            select.setLong(1, campaignId);
            select.setLong(2, campaignId);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getLong(1) == 0;
            }
          }
        });
  }
}
