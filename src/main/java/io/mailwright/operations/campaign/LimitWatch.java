package io.mailwright.operations.campaign;

import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.send.SendRun;
import io.mailwright.delivery.send.SendRuns;
import io.mailwright.kernel.db.Database;
import io.mailwright.routing.brake.BrakeReleased;
import io.mailwright.routing.brake.CampaignBrakes;
import io.mailwright.routing.window.HourTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Lets what waits be looked at anew when people change limits or put a route back, on this node or
 * another: a higher quota acts within two seconds, also on lanes that rest until tomorrow. Whoever
 * cannot be sent even so is held again at once.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class LimitWatch {
  /** What changes with everything that people change of limits: each row has a version. */
  private static final String REVISION =
      """
      SELECT (SELECT COUNT(*) + COALESCE(SUM(version + MOD(id, 1000003)), 0) FROM mail_server)
           + (SELECT COUNT(*) + COALESCE(SUM(version + MOD(id, 1000003)), 0) FROM quota)
           + (SELECT COUNT(*) + COALESCE(SUM(version + MOD(id, 1000003)), 0) FROM warm_up)
           + (SELECT COUNT(*) + COALESCE(SUM(version + MOD(id, 1000003)), 0) FROM pool),
           (SELECT COUNT(*) + COALESCE(SUM(MOD(CAST(EXTRACT(EPOCH FROM since) AS BIGINT), 1000003)), 0) FROM site_hours_off)
      """;

  /**
   * @param limits of servers, quotas, warm-ups and pools
   * @param hours whose hours are heeded
   */
  private record Revision(long limits, long hours) {
    static final Revision UNKNOWN = new Revision(-1, -1);
  }

  /**
   * What people may change of a campaign that keeps its mails back. One that is paused has lanes
   * that rest, too, and is resumed to send by what holds then.
   */
  private static final String LIMITS_OF_CAMPAIGNS =
      """
      SELECT id, CONCAT_WS(' ', interval_millis, rate_limit, rate_per, send_window, zone, canary_percent, canary_minimum,
        canary_wait_millis, breaker_window, breaker_minimum, breaker_deferred, breaker_failed, breaker_complaints) AS limits
      FROM campaign WHERE state IN ('RUNNING', 'WAITING', 'PAUSED', 'INTERRUPTED', 'FAILED') ORDER BY id
      """;

  private record Wake(long campaignId, Instant at) {}

  private Database database;
  private Ledger ledger;
  private SendRuns runs;
  private ResumeTimes resumeTimes;
  private CampaignBrakes brakes;
  private HourTable hours;
  private Clock clock;
  private final Queue<Wake> wakes = new ConcurrentLinkedQueue<>();
  private Revision seen = Revision.UNKNOWN;
  private Map<Long, String> seenOfCampaigns = Map.of();

  LimitWatch() {}

  /** For injection and tests. */
  @Inject
  public LimitWatch(
      Database database,
      Ledger ledger,
      SendRuns runs,
      ResumeTimes resumeTimes,
      CampaignBrakes brakes,
      HourTable hours,
      Clock clock) {
    this.database = database;
    this.ledger = ledger;
    this.runs = runs;
    this.resumeTimes = resumeTimes;
    this.brakes = brakes;
    this.hours = hours;
    this.clock = clock;
  }

  /** Looks whether limits or routes have changed since the last call; called every second. */
  public synchronized void look() {
    brakes.lookForReleases();
    Revision now = revision();
    Map<Long, String> campaigns = limitsOfCampaigns();
    boolean isFirstLook = seen == Revision.UNKNOWN;
    boolean isChangedForAll = !isFirstLook && !seen.equals(now);
    if (isChangedForAll && seen.hours() != now.hours()) {
      hours.refresh();
    }
    campaigns.forEach(
        (id, limits) -> {
          // What has just started may have been changed since; what this node finds was read now.
          boolean isChanged = !isFirstLook && !limits.equals(seenOfCampaigns.get(id));
          if (isChangedForAll || isChanged) {
            release(id);
          }
        });
    seen = now;
    seenOfCampaigns = campaigns;
    lookForRoutes();
  }

  void lookForRoutes() {
    runs.lookForRoutes();
    Instant now = clock.instant();
    for (Wake wake : wakes) {
      if (!wake.at().isAfter(now)) {
        wake(wake.campaignId());
        wakes.remove(wake);
      }
    }
  }

  /**
   * A person has put a route of a server back: what waits for it is looked at anew in a moment, and
   * once more when every node knows, since one that did not may have held it again.
   */
  public void routeIsBack(long serverId) {
    Instant now = clock.instant();
    for (long campaignId : resumeTimes.sendingOver(serverId)) {
      wakes.add(new Wake(campaignId, now));
      wakes.add(new Wake(campaignId, now.plus(ResumeTimes.NODES_KNOW)));
    }
  }

  void released(@Observes BrakeReleased event) {
    release(event.campaignId());
  }

  /** What was learned of a site's hours was forgotten: what it held back is looked at anew. */
  public void hoursForgotten() {
    limitsOfCampaigns().keySet().forEach(this::release);
  }

  /** A campaign's own limits have changed. */
  public void release(long campaignId) {
    if (wake(campaignId) > 0) {
      resumeTimes.hasten(campaignId, clock.instant());
    }
  }

  private int wake(long campaignId) {
    Optional<SendRun> run = runs.find(campaignId);
    // Before, so that none of its workers holds anew what it remembers; and after, to wake them.
    run.ifPresent(SendRun::limitsChanged);
    int woken = ledger.releaseHolds(campaignId);
    run.ifPresent(SendRun::limitsChanged);
    return woken;
  }

  private Revision revision() {
    return database.query(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(REVISION);
              ResultSet row = select.executeQuery()) {
            row.next();
            return new Revision(row.getLong(1), row.getLong(2));
          }
        });
  }

  private Map<Long, String> limitsOfCampaigns() {
    return database.query(
        connection -> {
          Map<Long, String> limits = new HashMap<>();
          try (PreparedStatement select = connection.prepareStatement(LIMITS_OF_CAMPAIGNS);
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              limits.put(row.getLong("id"), row.getString("limits"));
            }
          }
          return limits;
        });
  }
}
