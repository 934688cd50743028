package io.mailwright.report.projection;

import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.routing.site.SiteDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps the sums that reports read. Every node may call it at any time; a row of the database
 * decides who changes a campaign's sums. Thread-safe.
 */
@ApplicationScoped
public class Projector {
  private static final Logger LOG = Logger.getLogger(Projector.class.getName());

  /** Domains of a campaign that are counted by themselves. */
  static final int MOST_DOMAINS = 50_000;

  /** Different replies and reasons of a campaign that are. */
  static final int MOST_REASONS = 2000;

  /** Rows of one transaction: on the embedded database those that send wait for it. */
  private static final int WINDOW = 10_000;

  /** How long a transaction lives at most that writes an event; the database ends it sooner. */
  private static final int SAFETY_SECONDS = 30;

  /** How long one call by the timer may take; the next one goes on. */
  private static final Duration TURN = Duration.ofSeconds(10);

  private Database database;
  private Clock clock;
  private ReplyClassifier rules;
  private Campaigns campaigns;
  private SiteDirectory directory;
  private TallyWriter writer;
  private FeedbackPass feedback;
  private VisitPass visits;
  private int window;

  Projector() {}

  /** For injection. */
  @Inject
  public Projector(Database database, SiteDirectory directory, ReplyClassifier rules, Clock clock) {
    this(
        database,
        directory,
        rules,
        clock,
        new Limits(MOST_DOMAINS, MOST_REASONS, WINDOW, SAFETY_SECONDS));
  }

  /** Sizes, which tests make small. */
  record Limits(int domains, int reasons, int window, int safetySeconds) {}

  Projector(
      Database database,
      SiteDirectory directory,
      ReplyClassifier rules,
      Clock clock,
      Limits limits) {
    this.database = database;
    this.directory = directory;
    this.rules = rules;
    this.clock = clock;
    this.window = limits.window();
    this.campaigns = new Campaigns(database, clock);
    this.writer = new TallyWriter(limits.domains(), limits.reasons());
    this.feedback =
        new FeedbackPass(
            database, directory, writer, campaigns, limits.window(), limits.safetySeconds());
    this.visits = new VisitPass(database, directory, writer, campaigns, limits.window());
  }

  /** Counts what happened since the last time, in all campaigns; for the timer. */
  public void catchUp() {
    Instant end = clock.instant().plus(TURN);
    for (long campaignId : campaigns.unfinished()) {
      if (clock.instant().isAfter(end)) {
        break;
      }
      try {
        bringUp(campaignId, false, Optional.of(end));
      } catch (DatabaseException e) {
        // Another campaign's sums do not wait for this one's; the next turn tries it anew.
        LOG.log(Level.WARNING, e, () -> "the report of campaign " + campaignId + " stays behind");
      }
    }
    Said.Reader reader = new Said.Reader(rules);
    boolean hasMore;
    do {
      hasMore = feedback.step(reader);
    } while (hasMore && clock.instant().isBefore(end));
    do {
      hasMore = visits.step();
    } while (hasMore && clock.instant().isBefore(end));
  }

  /**
   * Counts what happened in a campaign, for somebody who waits: stops when the time is over, or
   * when another is at it.
   *
   * @return up to when all is counted; empty if something was left
   */
  public Optional<Instant> bringUp(long campaignId, Duration atMost) {
    if (campaigns.isFinal(campaignId)) {
      return Optional.of(clock.instant());
    }
    try {
      return bringUp(campaignId, false, Optional.of(clock.instant().plus(atMost)));
    } catch (DatabaseException e) {
      // What is kept is there to be read all the same, and the timer goes on.
      LOG.log(Level.WARNING, e, () -> "the report of campaign " + campaignId + " stays behind");
      return Optional.empty();
    }
  }

  /** Counts all that happened in a campaign up to now. */
  public void bringUp(long campaignId) {
    bringUp(campaignId, true, Optional.empty());
  }

  private Optional<Instant> bringUp(long campaignId, boolean waits, Optional<Instant> end) {
    campaigns.begin(campaignId);
    Instant asOf = clock.instant();
    LanePass pass = new LanePass(database, directory, writer, new Said.Reader(rules), window);
    List<LaneState> changed = lanes(campaignId).stream().filter(lane -> !lane.isCounted()).toList();
    for (LaneState lane : changed) {
      boolean hasMore = true;
      while (hasMore) {
        Optional<Boolean> more =
            database.query(
                connection -> {
                  OptionalInt offset = Campaigns.lock(connection, campaignId, waits);
                  return offset.isPresent()
                      ? Optional.of(pass.step(connection, campaignId, lane.no(), offset.getAsInt()))
                      : Optional.empty();
                });
        if (more.isEmpty()) {
          return Optional.empty();
        }
        hasMore = more.get();
        if (isOver(end)) {
          return Optional.empty();
        }
      }
    }
    if (!changed.isEmpty()) {
      campaigns.reached(
          campaignId,
          asOf,
          lanes(campaignId).stream().allMatch(lane -> lane.isCounted() && !lane.hasOpen()));
    }
    return Optional.of(asOf);
  }

  FeedbackPass feedback() {
    return feedback;
  }

  VisitPass visits() {
    return visits;
  }

  private List<LaneState> lanes(long campaignId) {
    return database.query(connection -> LaneStates.of(connection, campaignId));
  }

  private boolean isOver(Optional<Instant> end) {
    return end.isPresent() && clock.instant().isAfter(end.get());
  }
}
