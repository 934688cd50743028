package io.mailwright.routing.rate;

import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.quota.QuotaLabels;
import io.mailwright.routing.scope.NodeSingleton;
import jakarta.annotation.Nullable;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rates at which sites take mail by each route, adapted to what they answer. Nothing is held
 * back before a site asks for less by a route; from then on every mail takes a permit first, and
 * says what became of it. A site is named as in the lanes; the label is the route's name for
 * people.
 *
 * <p>Thread-safe, without a lock over all. Of this node; what was learned outlives a restart by
 * {@link SiteRateKeeper}.
 */
@NodeSingleton
public class SiteRates {
  /** After so long without a mail, what was learned is forgotten. */
  static final Duration MEMORY = Duration.ofHours(24);

  /** How many sites and routes that never throttled are counted at the same time. */
  private static final int MOST_FREE = 5000;

  private static final long IDLE = Duration.ofMinutes(10).toMillis();

  private final Map<Key, SiteRoute> all = new ConcurrentHashMap<>();
  private volatile boolean anyAsked;
  private Clock clock;

  /** A site by a route. */
  record Key(String site, long routeId) {}

  /** For injection and tests. */
  @Inject
  public SiteRates(Clock clock) {
    this.clock = clock;
  }

  /** A copy on another clock, that begins with what was learned by now. */
  public SiteRates trial(Clock other) {
    SiteRates copy = new SiteRates(other);
    learned().forEach(copy::recall);
    return copy;
  }

  /**
   * Takes the permit for one mail. Who has one reports what became of the mail, or gives it back.
   *
   * @return empty if the mail may go now; else until when it is held, mostly a moment
   */
  public Optional<Hold> take(Ask ask) {
    if (!anyAsked) {
      return Optional.empty();
    }
    SiteRoute at = all.get(new Key(ask.site(), ask.routeId()));
    if (at == null || at.rate().isFree()) {
      return Optional.empty();
    }
    long now = clock.millis();
    long until = at.rate().take(now);
    return until == 0 ? Optional.empty() : Optional.of(held(at, ask.labels(), now, until));
  }

  /** Whether the site has asked for less by the route, so that there is something to share. */
  public boolean isLimited(String site, long routeId) {
    SiteRoute at = anyAsked ? all.get(new Key(site, routeId)) : null;
    return at != null && !at.rate().isFree();
  }

  private static Hold held(SiteRoute at, QuotaLabels labels, long now, long until) {
    Instant then = Instant.ofEpochMilli(until);
    String why;
    if (until == at.rate().pausedUntil()) {
      why =
          labels.site()
              + (at.rate().isPauseAsked()
                  ? " asked route " + labels.route() + " to wait until "
                  : " wants less from route " + labels.route() + ", which waits until ")
              + then
              + ": "
              + at.lastReply();
    } else {
      why =
          labels.site()
              + " takes about "
              + rounded(at.rate().perSecond(now).orElse(0))
              + " mails a second from route "
              + labels.route()
              + "; the next goes at "
              + then;
    }
    return new Hold(HoldScope.SITE_ON_ROUTE, then, why);
  }

  /** A rate as reasons write it. */
  public static String rounded(double perSecond) {
    return perSecond >= 10
        ? Long.toString(Math.round(perSecond))
        : Double.toString(Math.round(perSecond * 100) / 100.0);
  }

  /** Gives a permit back whose mail was not offered to the site. */
  public void giveBack(String site, long routeId) {
    SiteRoute at = anyAsked ? all.get(new Key(site, routeId)) : null;
    if (at != null) {
      at.rate().giveBack();
    }
  }

  /** What the site takes by the route now. */
  public SiteAllowance allowance(String site, long routeId) {
    SiteRoute at = all.get(new Key(site, routeId));
    return at == null ? SiteAllowance.FREE : at.allowance(clock.millis());
  }

  /** Whether the site has refused connections by the route, so that campaigns share them. */
  public boolean takesFewConnections(String site, long routeId) {
    SiteRoute at = anyAsked ? all.get(new Key(site, routeId)) : null;
    return at != null && at.connections().most() != ConnectionControl.FREE;
  }

  /**
   * Takes a place for one more connection that mails to the site go by. Who has one says when the
   * site first answered over it ({@link #connected}) and when it is {@link #closed}; a mail that is
   * {@link #throttled} for too many connections has given its place back.
   *
   * @return empty if it may be used now
   */
  public Optional<Hold> mayConnect(Ask ask) {
    SiteRoute at = counted(ask.site(), ask.routeId());
    if (at == null) {
      return Optional.empty();
    }
    long now = clock.millis();
    at.use(now);
    ConnectionControl connections = at.connections();
    boolean isSlow = connections.most() != ConnectionControl.FREE && at.rate().isSlow();
    long until = connections.mayConnect(now, isSlow);
    return until == 0 ? Optional.empty() : Optional.of(full(at, ask.labels(), now, until));
  }

  private static Hold full(SiteRoute at, QuotaLabels labels, long now, long until) {
    ConnectionControl connections = at.connections();
    Instant more = Instant.ofEpochMilli(connections.growAt());
    String why =
        connections.isPaused(now)
            ? labels.site()
                + " wants fewer connections from route "
                + labels.route()
                + ", which opens none until "
                + more
                + ": "
                + at.lastReply()
            : labels.site()
                + " takes "
                + connections.most()
                + " connections at a time from route "
                + labels.route()
                + "; one more is tried after "
                + more;
    return new Hold(HoldScope.SITE_ON_ROUTE, Instant.ofEpochMilli(until), why);
  }

  /** The site answered a mail over the connection and did not call it one too many. */
  public void connected(String site, long routeId) {
    SiteRoute at = all.get(new Key(site, routeId));
    if (at != null) {
      at.connections().connected();
    }
  }

  /** A connection is no longer used for the site, or its place was not used. */
  public void closed(String site, long routeId) {
    SiteRoute at = all.get(new Key(site, routeId));
    if (at != null) {
      at.connections().closed();
    }
  }

  /**
   * A mail was accepted.
   *
   * @param latency from its permit to the answer
   */
  public void accepted(String site, long routeId, Duration latency) {
    SiteRoute at = counted(site, routeId);
    if (at != null) {
      at.accepted(clock.millis(), latency.toMillis());
    }
  }

  /** Whether the site accepted a mail by the route lately, as far as this node knows. */
  public boolean accepts(String site, long routeId, Duration lately) {
    SiteRoute at = all.get(new Key(site, routeId));
    return at != null && clock.millis() - at.acceptedAt() <= lately.toMillis();
  }

  /** A mail was put off for a reason that is not about rates, as by greylisting. */
  public void deferred(String site, long routeId, Duration latency) {
    SiteRoute at = counted(site, routeId);
    if (at != null) {
      at.deferred(clock.millis(), latency.toMillis());
    }
  }

  /** A mail was refused for good. */
  public void failed(String site, long routeId, Duration latency) {
    SiteRoute at = counted(site, routeId);
    if (at != null) {
      at.failed(clock.millis(), latency.toMillis());
    }
  }

  /**
   * The site wants less by this route: it refused a mail with that word.
   *
   * @param latency from the mail's permit to the answer; tells news from answers to an older rate
   */
  public void throttled(String site, long routeId, Throttle throttle, Duration latency) {
    learn(site, routeId).throttled(clock.millis(), throttle, latency.toMillis());
  }

  /**
   * The site is to rest by the route, whatever became of the mail that it refused.
   *
   * @param rest with how long, and its words
   */
  public void rest(String site, long routeId, Throttle rest) {
    learn(site, routeId).rest(clock.millis(), rest);
  }

  /** Null if there are too many sites to count one more that never asked for anything. */
  private @Nullable SiteRoute counted(String site, long routeId) {
    Key key = new Key(site, routeId);
    SiteRoute at = all.get(key);
    return at == null && all.size() < MOST_FREE ? made(key) : at;
  }

  private SiteRoute learn(String site, long routeId) {
    SiteRoute at = made(new Key(site, routeId));
    anyAsked = true;
    return at;
  }

  private SiteRoute made(Key key) {
    return all.computeIfAbsent(key, k -> new SiteRoute(clock.millis()));
  }

  /**
   * A site that something was sent to by a route.
   *
   * @param at when, to a second or so
   */
  public record Use(String site, long routeId, Instant at) {}

  /** To which sites mails went lately and by which routes, from this node; in no order. */
  public List<Use> uses() {
    return all.entrySet().stream()
        .map(
            entry ->
                new Use(
                    entry.getKey().site(),
                    entry.getKey().routeId(),
                    Instant.ofEpochMilli(entry.getValue().usedAt())))
        .toList();
  }

  /** What sites told that are not free, for storing and for people. */
  public List<LearnedRate> learned() {
    long now = clock.millis();
    return all.entrySet().stream()
        .filter(entry -> !entry.getValue().isFree())
        .map(entry -> entry.getValue().learned(entry.getKey(), now))
        .toList();
  }

  /** Puts back what was stored. */
  public void recall(LearnedRate rate) {
    learn(rate.site(), rate.routeId()).recall(rate, clock.millis());
  }

  /** Forgets what was not used for long, so that a site is free again and the memory stays. */
  public void forgetOld() {
    long now = clock.millis();
    boolean isFull = all.size() >= MOST_FREE;
    all.values()
        .removeIf(
            at -> {
              long idle = now - at.usedAt();
              long kept = at.isFree() ? isFull ? IDLE : MinuteRing.MILLIS_KEPT : MEMORY.toMillis();
              return idle > kept && at.connections().open() == 0;
            });
  }

  /**
   * What became of the mails of the last 4 hours by minute, the oldest first; minutes without any
   * are left out.
   */
  public List<RateMinute> timeline(String site, long routeId) {
    SiteRoute at = all.get(new Key(site, routeId));
    return at == null ? List.of() : at.minutes().told(clock.millis());
  }
}
