package io.mailwright.routing.route;

import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.routing.scope.NodeSingleton;
import jakarta.annotation.Nullable;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Which routes are fit to be used, by {@link HealthState}. A route in trouble rests for a time that
 * doubles with every trouble in a row, up to 5 minutes unless the trouble itself asks for longer.
 * After the rest one user at a time, of all nodes, may try it out; the first mail that gets through
 * then makes it healthy.
 *
 * <p>What changes is stored at once, and what other nodes changed is read every two seconds, by
 * {@link #refresh}. While the database is away this node goes on with what it knows, and stores it
 * afterwards. A source address that is none of this node's is this node's trouble alone. Asking
 * costs a look into memory. Thread-safe.
 */
@NodeSingleton
public class RouteHealth {
  private static final Logger LOG = Logger.getLogger(RouteHealth.class.getName());

  /** How long a trial is believed in without a word of who makes it. */
  private static final Duration TRIAL_ALIVE = Duration.ofMinutes(1);

  /** How soon to ask again about a route that another tries out. */
  private static final Duration TRIAL_LOOK = Duration.ofSeconds(1);

  /** How soon to ask again about a route that a person took out; putting it back wakes sooner. */
  private static final Duration OUT_LOOK = Duration.ofMinutes(15);

  private static final int MOST_RACES = 10;

  /**
   * A route at rest.
   *
   * @param until when to ask again
   * @param why the trouble in words, with what becomes of the route
   * @param troubles how many in a row
   */
  public record Rest(Instant until, String why, int troubles) {
    /** What it means where no other route may be used, in words. */
    public String whyNothingGoes() {
      return "no server can be used: " + why;
    }
  }

  /**
   * Leave to use a route. It closes for good at the next trouble with that route, whoever has it:
   * then nothing more is begun there under this pass.
   */
  public static final class Pass {
    private final long routeId;

    private Pass(long routeId) {
      this.routeId = routeId;
    }
  }

  /**
   * A route that is not known to be healthy.
   *
   * @param trial who tries it out after its rest on this node, if anybody does
   */
  private record Ailing(RouteCondition condition, @Nullable Pass trial) {}

  private final Map<Long, Ailing> ailing = new ConcurrentHashMap<>();

  /** What the database does not know yet; guarded by {@link #changing}. */
  private final Set<Long> unwritten = new HashSet<>();

  private final MissingSources missing = new MissingSources();
  private final OpeningPatience openings;
  private final Object changing = new Object();
  private volatile boolean isRead;
  private RouteStates states;
  private Clock clock;

  /** For injection and tests. */
  @Inject
  public RouteHealth(RouteStates states, Clock clock) {
    this(states, clock, OpeningPatience.FIRST);
  }

  /**
   * For tests.
   *
   * @param firstPatience how long to wait for a server that has answered so far
   */
  public RouteHealth(RouteStates states, Clock clock, Duration firstPatience) {
    this.states = states;
    this.clock = clock;
    this.openings = new OpeningPatience(clock, firstPatience);
  }

  /** How long to wait for servers until a connection is ready for mail. */
  public OpeningPatience openings() {
    return openings;
  }

  /**
   * Asks to use a route for mails. One whose server lets a connection wait is not tried out with
   * mails, which would wait as well.
   *
   * @return empty while it rests or another tries it out; to be {@linkplain #leave left} otherwise
   */
  public Optional<Pass> enter(long routeId) {
    Ailing now = find(routeId);
    return now != null && isForProbeOnly(now.condition()) ? Optional.empty() : enter(routeId, now);
  }

  /** The same to connect and to send nothing. */
  public Optional<Pass> enterToConnect(long routeId) {
    return enter(routeId, find(routeId));
  }

  private boolean isForProbeOnly(RouteCondition condition) {
    return openings.isStrained(condition.routeId())
        && condition.trouble().filter(t -> t == TroubleKind.NO_SESSION).isPresent();
  }

  private Optional<Pass> enter(long routeId, @Nullable Ailing now) {
    if (missing.resting(routeId, clock.instant()).isPresent()) {
      return Optional.empty();
    }
    if (now == null) {
      return Optional.of(new Pass(routeId));
    }
    return now.trial() == null && now.condition().mayBeTried(clock.instant())
        ? tryOut(routeId)
        : Optional.empty();
  }

  private Optional<Pass> tryOut(long routeId) {
    Pass pass = new Pass(routeId);
    synchronized (changing) {
      Ailing before = ailing.get(routeId);
      if (before != null && before.trial() != null) {
        return Optional.empty();
      }
      Instant now = clock.instant();
      change(routeId, c -> c.mayBeTried(now) ? c.probed(TRIAL_ALIVE, now) : c, pass);
      // Another node may have found it healthy, or have been faster.
      return Optional.of(pass).filter(this::isOpen);
    }
  }

  /** Whether another mail may be begun under this pass. */
  public boolean isOpen(Pass pass) {
    Ailing now = ailing.get(pass.routeId);
    return now == null || now.trial() == pass;
  }

  /** Whether the route is tried out under this pass: a single mail shall show how it is. */
  public boolean isTrial(Pass pass) {
    Ailing now = ailing.get(pass.routeId);
    return now != null && now.trial() == pass;
  }

  /**
   * A mail got through. That of a trial makes the route healthy; one that was begun before the
   * trouble says nothing about the time after it.
   */
  public void good(Pass pass) {
    endTrial(pass, RouteCondition::recovered);
  }

  /** There is a connection by the route: this node has its source address. */
  public void connected(long routeId) {
    missing.found(routeId);
  }

  /** The route is no longer used under this pass; another may try it out. */
  public void leave(Pass pass) {
    endTrial(pass, RouteCondition::left);
  }

  private interface End {
    RouteCondition of(RouteCondition condition, Instant now);
  }

  private void endTrial(Pass pass, End end) {
    if (!isTrial(pass)) {
      return;
    }
    synchronized (changing) {
      if (isTrial(pass)) {
        Instant now = clock.instant();
        change(pass.routeId, c -> c.state() == HealthState.PROBING ? end.of(c, now) : c, null);
      }
    }
  }

  /**
   * A route is in trouble: it rests.
   *
   * @param longest what this kind of trouble asks for once it goes on; the first time it is
   *     shorter, since most troubles pass
   * @param why the trouble in words, one line
   */
  public void trouble(long routeId, TroubleKind kind, Duration longest, String why) {
    Instant now = clock.instant();
    if (kind == TroubleKind.NO_SOURCE) {
      missing.met(routeId, longest, why, now);
      return;
    }
    Ailing before = find(routeId);
    if (before != null
        && before.condition().troubled(kind, longest, why, now) == before.condition()) {
      // It rests already: a mail that was on the way tells what is known.
      return;
    }
    synchronized (changing) {
      change(routeId, c -> c.troubled(kind, longest, why, now), null);
    }
  }

  /**
   * Mails that a route took came back, blaming it: it rests for so long at once, since a mail that
   * tries it out would be accepted as those were.
   *
   * @param why the trouble in words, one line
   */
  public void blamed(long routeId, TroubleKind kind, Duration rest, String why) {
    synchronized (changing) {
      change(routeId, c -> c.blamed(kind, rest, why, clock.instant()), null);
    }
  }

  /**
   * A person takes a route out: nothing more is begun by it, on any node within two seconds.
   *
   * @param why by whom, and for what, one line
   */
  public void takeOut(long routeId, String why) {
    synchronized (changing) {
      change(routeId, c -> c.out(why, clock.instant()), null);
    }
  }

  /** A person says that a route is good, whatever is known of it. */
  public void putBack(long routeId) {
    missing.found(routeId);
    openings.forget(routeId);
    synchronized (changing) {
      change(routeId, c -> c.putBack(clock.instant()), null);
    }
  }

  /** Why a route cannot be entered now. */
  public Optional<Rest> restOf(long routeId) {
    Instant now = clock.instant();
    Ailing known = find(routeId);
    return missing
        .resting(routeId, now)
        .map(c -> new Rest(c.until().orElseThrow(), c.sentence(), c.troubles()))
        .or(() -> known == null ? Optional.empty() : restOf(known, now));
  }

  private Optional<Rest> restOf(Ailing known, Instant now) {
    RouteCondition condition = known.condition();
    boolean isTried = known.trial() != null || condition.state() == HealthState.PROBING;
    boolean isForProbe = isForProbeOnly(condition);
    Duration look =
        condition.state() == HealthState.OUT
            ? OUT_LOOK
            : isForProbe ? openings.known(condition.routeId()) : TRIAL_LOOK;
    Instant until =
        condition.until().filter(end -> !isTried && end.isAfter(now)).orElse(now.plus(look));
    return known.trial() != null || condition.isResting(now) || isForProbe
        ? Optional.of(new Rest(until, condition.sentence(), condition.troubles()))
        : Optional.empty();
  }

  /** The route is well for others, and this node does not have its source address. */
  public Optional<RouteCondition> missingHere(long routeId) {
    return missing.find(routeId);
  }

  /** How a route is as this node knows it. */
  public HealthState stateOf(long routeId) {
    Ailing now = find(routeId);
    return now == null ? HealthState.HEALTHY : now.condition().state();
  }

  /** The routes whose time has come to be tried, and which nobody tries. */
  public List<RouteCondition> due() {
    Instant now = clock.instant();
    return Stream.concat(
            missing.due(now),
            ailing.values().stream()
                .filter(a -> a.trial() == null && a.condition().mayBeTried(now))
                .map(Ailing::condition)
                .filter(c -> missing.resting(c.routeId(), now).isEmpty()))
        .toList();
  }

  /**
   * Stores what could not be stored, says that this node's trials are alive, and reads what other
   * nodes changed. Called every two seconds.
   *
   * @throws DatabaseException if the database is away
   */
  public void refresh() {
    missing.forgetOld(clock.instant());
    openings.forgetOld();
    synchronized (changing) {
      for (long routeId : Set.copyOf(unwritten)) {
        storeAfterwards(routeId);
      }
      Map<Long, RouteCondition> stored = new HashMap<>();
      states.ailing().forEach(c -> stored.put(c.routeId(), c));
      ailing.values().removeIf(a -> !stored.containsKey(a.condition().routeId()));
      stored.values().forEach(this::seen);
      isRead = true;
    }
  }

  private void seen(RouteCondition stored) {
    Ailing known = ailing.get(stored.routeId());
    boolean isOurTrial =
        known != null
            && known.trial() != null
            && known.condition().changes() == stored.changes()
            && stored.state() == HealthState.PROBING;
    if (!isOurTrial) {
      ailing.put(stored.routeId(), new Ailing(stored, null));
    } else if (stored
        .until()
        .orElseThrow()
        .isBefore(clock.instant().plus(TRIAL_ALIVE.dividedBy(2)))) {
      change(stored.routeId(), c -> c.probed(TRIAL_ALIVE, clock.instant()), known.trial());
    }
  }

  private void storeAfterwards(long routeId) {
    Ailing known = ailing.get(routeId);
    Instant now = clock.instant();
    RouteCondition seen = states.find(routeId).orElse(RouteCondition.healthy(routeId, now));
    RouteCondition mine = known == null ? RouteCondition.healthy(routeId, now) : known.condition();
    if (seen.state() != HealthState.OUT && states.change(seen, mine) && known != null) {
      ailing.put(routeId, new Ailing(mine.afterChanges(seen.changes() + 1), known.trial()));
    }
    unwritten.remove(routeId);
  }

  @Nullable
  private Ailing find(long routeId) {
    if (!isRead) {
      readFirst();
    }
    return ailing.get(routeId);
  }

  /** What was stored before the start; while the database is away nothing is known. */
  private void readFirst() {
    try {
      refresh();
    } catch (DatabaseException e) {
      LOG.log(Level.WARNING, "the health of routes cannot be read now: {0}", e.toString());
    }
  }

  /**
   * Changes the condition of a route, here and in the database; where another node was faster, from
   * what that left.
   *
   * @param trial who tries it out then, if it is PROBING
   */
  private void change(long routeId, UnaryOperator<RouteCondition> step, @Nullable Pass trial) {
    Ailing known = ailing.get(routeId);
    try {
      RouteCondition seen = known == null ? stored(routeId) : known.condition();
      for (int i = 0; i < MOST_RACES; i++) {
        RouteCondition next = step.apply(seen);
        if (next.equals(seen)) {
          know(seen, null);
          return;
        }
        if (states.change(seen, next)) {
          know(next.afterChanges(seen.changes() + 1), trial);
          return;
        }
        seen = stored(routeId);
      }
      LOG.log(Level.WARNING, "the health of route {0} changes all the time", routeId);
    } catch (DatabaseException e) {
      LOG.log(
          Level.WARNING,
          e,
          () -> "the health of route " + routeId + " cannot be stored now; it is kept here");
      RouteCondition seen =
          known == null ? RouteCondition.healthy(routeId, clock.instant()) : known.condition();
      know(step.apply(seen), trial);
      unwritten.add(routeId);
    }
  }

  private RouteCondition stored(long routeId) {
    return states.find(routeId).orElseGet(() -> RouteCondition.healthy(routeId, clock.instant()));
  }

  private void know(RouteCondition condition, @Nullable Pass trial) {
    if (condition.state() == HealthState.HEALTHY) {
      ailing.remove(condition.routeId());
    } else {
      ailing.put(
          condition.routeId(),
          new Ailing(condition, condition.state() == HealthState.PROBING ? trial : null));
    }
  }
}
