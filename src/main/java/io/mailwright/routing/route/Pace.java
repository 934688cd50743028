package io.mailwright.routing.route;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps intervals between mails, of a server and of a campaign, over all nodes and restarts: every
 * mail takes a moment of its own of both. Nodes take blocks of moments from the database, see
 * {@link PaceMeter}; by what their clocks differ, an interval may be shorter. Whoever has to wait
 * for a moment asks for the block after this one meanwhile, and keeps nobody else.
 *
 * <p>Thread-safe. Where there is no interval it is not to be asked.
 */
@ApplicationScoped
public class Pace {
  /**
   * A moment is taken so long ahead, and no earlier: who was told to come again comes then, and
   * nobody comes before.
   */
  private static final long LEAD = 10_000;

  /** How late a moment may be used: about what clocks and timers tell apart. */
  private static final Duration LATE = Duration.ofMillis(10);

  private static final int MOST_TRIES = 3;

  private final Map<Long, PaceMeter> servers = new ConcurrentHashMap<>();
  private final Map<Long, PaceMeter> campaigns = new ConcurrentHashMap<>();
  private PaceStore store;
  private Clock clock;

  Pace() {}

  /** For injection and tests. */
  @Inject
  Pace(PaceStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** One that knows no other node. */
  public static Pace alone(Clock clock) {
    return new Pace(PaceStore.inMemory(), clock);
  }

  /**
   * Least time between two mails.
   *
   * @param server of the server, zero for none
   * @param campaign of the campaign, zero for none
   */
  public record Intervals(Duration server, Duration campaign) {
    /** As fast as it goes. */
    public static final Intervals NONE = new Intervals(Duration.ZERO, Duration.ZERO);

    /** Whether there is none. */
    public boolean areNone() {
      return server.isZero() && campaign.isZero();
    }
  }

  /**
   * When a mail may go.
   *
   * @param isTaken whether the moment is this mail's now
   * @param isServers whether it is the server's interval that puts it so late
   * @param askAt when to ask again for it, if it is not taken
   */
  public record Moment(Instant at, boolean isTaken, boolean isServers, Instant askAt) {
    /** The last moment at which the mail may begin. */
    public Instant goodUntil() {
      return at.plus(LATE);
    }
  }

  /**
   * The moment that a mail would have to wait for, as far as is known without asking.
   *
   * @param patience a moment within it is near enough
   * @param mayAsk whether to ask for more than this node has, ahead of need
   * @return empty if it may be near enough
   * @throws io.mailwright.kernel.db.DatabaseException if the database is away
   */
  public Optional<Moment> known(
      long serverId, long campaignId, Intervals intervals, Duration patience, boolean mayAsk) {
    Pair pair = pair(serverId, campaignId, intervals);
    Optional<Moment> met = known(pair, patience);
    return met.isPresent() && mayAsk && askAhead(pair) ? known(pair, patience) : met;
  }

  /** Whether this node has a moment of the server that is still to come. */
  public boolean hasMoment(long serverId, Duration interval) {
    PaceMeter server = server(serverId);
    synchronized (server) {
      long now = micros(clock.instant());
      return server.has(server.known(now, micros(interval)), micros(interval));
    }
  }

  private Optional<Moment> known(Pair of, Duration patience) {
    synchronized (of.server) {
      synchronized (of.campaign) {
        long now = look(of);
        long byServer = of.server.known(now, of.byServer);
        long byCampaign = of.campaign.known(now, of.byCampaign);
        return Math.max(byServer, byCampaign) > now + lead(patience)
            ? Optional.of(of.moment(now, byServer, byCampaign, false, patience))
            : Optional.empty();
      }
    }
  }

  /**
   * Takes the next moment that both intervals allow, if it is near: within the patience, and at
   * most some milliseconds away.
   *
   * @param mayAsk whether to ask for more than this node has, ahead of need
   * @return when the mail may go; not taken: then others may be faster
   * @throws io.mailwright.kernel.db.DatabaseException if the database is away; nothing was taken
   */
  public Moment next(
      long serverId, long campaignId, Intervals intervals, Duration patience, boolean mayAsk) {
    Pair pair = pair(serverId, campaignId, intervals);
    Moment met = next(pair, patience);
    return !met.isTaken() && mayAsk && askAhead(pair) ? next(pair, patience) : met;
  }

  private Moment next(Pair of, Duration patience) {
    synchronized (of.server) {
      synchronized (of.campaign) {
        long now = look(of);
        long end = now + lead(patience);
        long at = now;
        for (int tries = 0; ; ) {
          long byServer = of.server.earliest(now, at, of.byServer, end);
          long byCampaign = of.campaign.earliest(now, at, of.byCampaign, end);
          long first = Math.max(byServer, byCampaign);
          long answered = micros(clock.instant());
          if (first > end || tries == MOST_TRIES) {
            return of.moment(now, byServer, byCampaign, false, patience);
          } else if (first < answered - micros(LATE)) {
            // The moment was over when the database answered: a later one, by what that takes.
            at = answered + 2 * (answered - now);
            now = answered;
            end = at + lead(patience);
            tries++;
          } else if (byServer == byCampaign) {
            of.server.take(first, of.byServer);
            of.campaign.take(first, of.byCampaign);
            return of.moment(now, byServer, byCampaign, true, patience);
          } else {
            // The one interval puts it later: is that moment the other's, too?
            at = first;
          }
        }
      }
    }
  }

  /** Gives back a moment whose mail was not sent. */
  public void giveBack(long serverId, long campaignId, Moment moment) {
    PaceMeter server = server(serverId);
    PaceMeter campaign = campaign(campaignId);
    synchronized (server) {
      synchronized (campaign) {
        server.giveBack(micros(moment.at()));
        campaign.giveBack(micros(moment.at()));
      }
    }
  }

  /** A mail is sent for good. The one after the first of a row counts from when that was. */
  public void went(long serverId, long campaignId, Moment moment) {
    PaceMeter server = server(serverId);
    PaceMeter campaign = campaign(campaignId);
    synchronized (server) {
      synchronized (campaign) {
        long now = micros(clock.instant());
        server.went(micros(moment.at()), now);
        campaign.went(micros(moment.at()), now);
      }
    }
  }

  /** Nobody but who asks waits for the answer; tells whether there is one. */
  private boolean askAhead(Pair of) {
    boolean isServerAsked = askAhead(of.server, of.byServer);
    return askAhead(of.campaign, of.byCampaign) || isServerAsked;
  }

  private boolean askAhead(PaceMeter meter, long interval) {
    Optional<PaceStore.Wish> wish;
    synchronized (meter) {
      wish = meter.wishAhead(micros(clock.instant()), interval);
    }
    if (wish.isEmpty()) {
      return false;
    }
    PaceStore.Block block = null;
    try {
      block = store.lease(wish.get());
      return true;
    } finally {
      synchronized (meter) {
        if (block == null) {
          meter.notAnswered();
        } else {
          meter.answered(block, interval);
        }
      }
    }
  }

  private long look(Pair of) {
    long now = micros(clock.instant());
    of.server.heedSetBack(now);
    of.campaign.heedSetBack(now);
    return now;
  }

  /**
   * What a mail needs a moment of; locked in this order.
   *
   * @param byServer the server's interval in microseconds, 0 for none
   * @param byCampaign the campaign's
   */
  private record Pair(PaceMeter server, long byServer, PaceMeter campaign, long byCampaign) {
    Moment moment(long now, long ofServer, long ofCampaign, boolean isTaken, Duration patience) {
      long at = Math.max(ofServer, ofCampaign);
      boolean isOwn = server.has(ofServer, byServer) && campaign.has(ofCampaign, byCampaign);
      // What is nobody's yet is asked for ahead.
      long askAt =
          isOwn || at - PaceMeter.AHEAD <= now ? at - lead(patience) : at - PaceMeter.AHEAD;
      return new Moment(
          instant(at), isTaken, ofServer > ofCampaign, instant(Math.max(now + 1000, askAt)));
    }
  }

  private Pair pair(long serverId, long campaignId, Intervals intervals) {
    return new Pair(
        server(serverId),
        micros(intervals.server()),
        campaign(campaignId),
        micros(intervals.campaign()));
  }

  private static long lead(Duration patience) {
    return Math.min(LEAD, micros(patience));
  }

  private PaceMeter server(long id) {
    return servers.computeIfAbsent(id, key -> new PaceMeter("server:" + key, store));
  }

  private PaceMeter campaign(long id) {
    return campaigns.computeIfAbsent(id, key -> new PaceMeter("campaign:" + key, store));
  }

  private static long micros(Duration time) {
    return time.toNanos() / 1000;
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
