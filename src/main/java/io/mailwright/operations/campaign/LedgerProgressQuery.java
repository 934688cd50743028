package io.mailwright.operations.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.kernel.db.Database;
import io.mailwright.operations.execution.ExecutionHistory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Rates come from how the kept counts move between looks, so that no row is counted for them. */
@ApplicationScoped
class LedgerProgressQuery implements CampaignProgressQuery {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private record Look(Instant at, long sent) {}

  private record Life(String state, Optional<Instant> resumeAt, boolean isRunning) {
    static final Life NONE = new Life("", Optional.empty(), false);
  }

  /** The last look older than the window, by campaign; a few numbers each. */
  private final Map<Long, Look[]> looks = new ConcurrentHashMap<>();

  private Database database;
  private DeliveryQuery deliveries;
  private ExecutionHistory history;
  private FinishForecast forecast;
  private Clock clock;

  LedgerProgressQuery() {}

  @Inject
  LedgerProgressQuery(
      Database database,
      DeliveryQuery deliveries,
      ExecutionHistory history,
      FinishForecast forecast,
      Clock clock) {
    this.database = database;
    this.deliveries = deliveries;
    this.history = history;
    this.forecast = forecast;
    this.clock = clock;
  }

  @Override
  public CampaignProgress of(long campaignId) {
    return of(List.of(campaignId)).get(campaignId);
  }

  @Override
  public CampaignProgress of(Campaign campaign) {
    return of(List.of(campaign.id()), Optional.of(campaign)).get(campaign.id());
  }

  @Override
  public Map<Long, CampaignProgress> of(Collection<Long> campaignIds) {
    return of(campaignIds, Optional.empty());
  }

  /**
   * @param known the only one, if it was read
   */
  private Map<Long, CampaignProgress> of(Collection<Long> campaignIds, Optional<Campaign> known) {
    // First whether it runs, then the counts: when it does not, they are the last ones.
    Map<Long, Life> lives = lives(campaignIds);
    Map<Long, Duration> atWork = history.timeAtWork(campaignIds);
    Map<Long, DeliveryCounts> counts = deliveries.counts(campaignIds);
    Map<Long, CampaignProgress> progress = new HashMap<>();
    for (Long id : campaignIds) {
      progress.put(
          id,
          progress(
              id,
              known,
              counts.getOrDefault(id, new DeliveryCounts(Map.of())),
              lives.getOrDefault(id, Life.NONE),
              atWork.getOrDefault(id, Duration.ZERO)));
    }
    return progress;
  }

  @Override
  public List<Long> inDoubt(int most) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT campaign_id FROM lane_count WHERE state = ? AND n > 0"
                      + " GROUP BY campaign_id ORDER BY campaign_id DESC LIMIT ?")) {
            select.setInt(1, DeliveryState.IN_DOUBT.code());
            select.setInt(2, most);
            List<Long> ids = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                ids.add(row.getLong(1));
              }
            }
            return ids;
          }
        });
  }

  private CampaignProgress progress(
      long id, Optional<Campaign> known, DeliveryCounts counts, Life life, Duration atWork) {
    Instant now = clock.instant();
    long sent = counts.of(DeliveryState.SENT);
    boolean running = life.state().equals("RUNNING");
    double average = perSecond(sent, atWork);
    double rate = running ? recentRate(id, now, sent, average) : 0;
    Optional<Finish> finish =
        (running || life.state().equals("WAITING")) && counts.open() > 0
            ? forecast.of(id, known, rate, average)
            : Optional.empty();
    return new CampaignProgress(
        counts,
        rate,
        average,
        finish,
        life.state().equals("WAITING") ? life.resumeAt() : Optional.empty(),
        life.isRunning());
  }

  private double recentRate(long id, Instant now, long sent, double otherwise) {
    Look[] pair =
        looks.compute(
            id,
            (key, before) -> {
              Look look = new Look(now, sent);
              if (before == null || sent < before[1].sent()) {
                return new Look[] {look, look};
              }
              return Duration.between(before[1].at(), now).compareTo(WINDOW) >= 0
                  ? new Look[] {before[1], look}
                  : before;
            });
    Look base = pair[0];
    Duration since = Duration.between(base.at(), now);
    return since.toMillis() < 500 ? otherwise : perSecond(sent - base.sent(), since);
  }

  private static double perSecond(long n, Duration time) {
    return time.toMillis() <= 0 ? 0 : n * 1000.0 / time.toMillis();
  }

  private Map<Long, Life> lives(Collection<Long> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT c.id, c.state, c.resume_at, CASE WHEN l.name IS NULL THEN 0 ELSE 1 END
                  FROM campaign c
                  LEFT JOIN lease l ON l.name = CONCAT('campaign:', c.id) AND l.owner IS NOT NULL AND l.until_at >= ?
                  WHERE c.id IN (%s)
                  """
                      .formatted(String.join(", ", Collections.nCopies(ids.size(), "?"))))) {
            int at = 1;
            select.setTimestamp(at++, Timestamp.from(clock.instant()));
            for (Long id : ids) {
              select.setLong(at++, id);
            }
            Map<Long, Life> lives = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                lives.put(
                    row.getLong(1),
                    new Life(row.getString(2), instant(row, 3), row.getInt(4) == 1));
              }
            }
            return lives;
          }
        });
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
