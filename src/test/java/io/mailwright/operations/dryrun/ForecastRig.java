package io.mailwright.operations.dryrun;

import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.delivery.policy.RetrySchedule;
import io.mailwright.delivery.send.WorkTimes.ChunkCost;
import io.mailwright.kernel.db.Database;
import io.mailwright.routing.brake.CampaignBrakes;
import io.mailwright.routing.brake.TestBrakes;
import io.mailwright.routing.quota.TestQuotas;
import io.mailwright.routing.rate.SiteRates;
import io.mailwright.routing.warmup.TestWarmUps;
import io.mailwright.routing.window.SendWindow;
import io.mailwright.routing.window.WindowTerms;
import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;

/** Makes forecasts with real gates on a database; what sites do is told by the test. */
final class ForecastRig implements SiteBehaviour {
  static final Instant START = Instant.parse("2026-12-01T10:00:00Z");
  static final long CAMPAIGN = 7;

  final Database database;
  final SettableClock clock = new SettableClock(START);
  final SiteRates rates = new SiteRates(clock);
  final List<Load> loads = new ArrayList<>();
  final List<Way> ways = new ArrayList<>();
  final Map<String, Double> perSecond = new HashMap<>();
  final Map<String, Double> deferred = new HashMap<>();
  CampaignBrakes brakes;
  Instant start = START;
  int workers = 8;
  Duration latency = Duration.ofMillis(20);
  Duration interval = Duration.ZERO;
  SendPolicy policy = SendPolicy.NONE;
  WindowRule window = WindowRule.ANY_TIME;
  RetrySchedule retry = RetrySchedule.STANDARD;

  ForecastRig(Database database) {
    this.database = database;
    this.brakes = TestBrakes.on(database, clock);
  }

  ForecastRig way(long routeId, int weight) {
    ways.add(
        new Way(
            routeId,
            routeId,
            "s" + routeId,
            "r" + routeId,
            weight,
            1,
            0,
            Duration.ZERO,
            100,
            Instant.EPOCH));
    return this;
  }

  ForecastRig load(String site, long mails) {
    return load(site, "", mails);
  }

  ForecastRig load(String site, String zone, long mails) {
    loads.add(new Load(site, zone, mails));
    return this;
  }

  Prediction run() {
    return run((done, at) -> true);
  }

  Prediction run(Forecast.Watcher watcher) {
    if (ways.isEmpty()) {
      way(1, 1);
    }
    return new Forecast(
            new Terms(
                CAMPAIGN,
                "News",
                "news@example.com",
                "bounce@example.com",
                workers,
                interval,
                retry,
                policy,
                ways,
                start),
            loads,
            new TrialGates.Real(
                TestWarmUps.of(database, clock),
                TestQuotas.of(database, clock),
                rates,
                brakes,
                site -> site),
            new SendWindow(
                new WindowTerms(window, Optional.empty(), Optional.of(start)),
                ZoneOffset.UTC,
                site -> {
                  throw new IllegalStateException("learned hours are not asked for");
                }),
            this,
            new VirtualClock(start),
            new Random(5))
        .run(watcher);
  }

  /** How long the forecast says that it takes. */
  static Duration time(Prediction prediction) {
    return Duration.between(prediction.start(), prediction.finish().orElseThrow());
  }

  @Override
  public Duration ownTime(String site, long routeId, Instant at) {
    return latency;
  }

  @Override
  public ChunkCost chunkCost() {
    return LearnedBehaviour.USUAL_COST;
  }

  @Override
  public double deferred(String site, long routeId, Instant at) {
    return deferred.getOrDefault(site, 0.0);
  }

  @Override
  public double failed(String site, Instant at) {
    return 0;
  }

  @Override
  public OptionalDouble perSecond(String site, long routeId) {
    Double rate = perSecond.get(site);
    return rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
  }

  @Override
  public OptionalInt connections(String site, long routeId) {
    return OptionalInt.empty();
  }
}
