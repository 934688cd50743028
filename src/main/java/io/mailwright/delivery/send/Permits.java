package io.mailwright.delivery.send;

import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.governor.Governor;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.governor.Leave;
import io.mailwright.routing.quota.QuotaLabels;
import io.mailwright.routing.quota.Subjects;
import io.mailwright.routing.route.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The leave of one worker's mails: what was granted and is not used yet, and which routes cannot be
 * used for which site at the moment. Used by one thread.
 */
final class Permits {
  private static final Logger LOG = Logger.getLogger(Permits.class.getName());

  /** Small sites may be very many. */
  private static final int MOST_ASKS = 5_000;

  private final SendRun run;
  private final Governor governor;
  private final PatientLedger patient;
  private final Map<SiteOnRoute, Ask> asks = new HashMap<>();
  private final Map<Long, Hold> routes = new HashMap<>();
  private final Map<SiteOnRoute, Hold> sitesOnRoutes = new HashMap<>();
  private Optional<Leave.Granted> unused = Optional.empty();

  private record SiteOnRoute(String site, long routeId) {}

  Permits(SendRun run, Governor governor, PatientLedger patient) {
    this.run = run;
    this.governor = governor;
    this.patient = patient;
  }

  /** A new chunk begins: what held the last one may be over. */
  void begin() {
    routes.clear();
    sitesOnRoutes.clear();
  }

  /**
   * Leave for a mail. What was granted and not used stays for the next mail like it.
   *
   * @param patience zero: a moment that is not here yet is a hold
   * @throws io.mailwright.delivery.LedgerUnavailable if the database stays away
   */
  Leave ask(String site, Route route, Duration patience, Instant now) {
    Ask ask = askFor(site, route);
    if (unused.isPresent()) {
      Leave.Granted granted = unused.get();
      if (granted.ask().equals(ask) && !now.isAfter(granted.goodUntil())) {
        return granted;
      }
      giveBackUnused();
    }
    Pace.Intervals intervals =
        new Pace.Intervals(run.intervalOf(route), run.plan().limits().get().interval());
    Leave leave = patient.ask(() -> governor.ask(ask, intervals, patience));
    if (leave instanceof Leave.Granted granted) {
      unused = Optional.of(granted);
    }
    return leave;
  }

  /** What such a mail asks with; the same object mostly. */
  Ask askFor(String site, Route route) {
    if (asks.size() >= MOST_ASKS) {
      asks.clear();
    }
    return asks.computeIfAbsent(
        new SiteOnRoute(site, route.id()),
        key ->
            new Ask(
                new Subjects(
                    route.serverId(),
                    route.id(),
                    run.plan().from(),
                    run.plan().envelopeSender(),
                    site,
                    run.plan().campaignId()),
                new QuotaLabels(
                    route.serverName(),
                    route.name(),
                    run.plan().sites().displayName(site),
                    run.plan().campaignName())));
  }

  /** The mail that it was granted for is on its way. */
  Leave.Granted use() {
    Leave.Granted used = unused.orElseThrow();
    unused = Optional.empty();
    return used;
  }

  /**
   * How long the dot of a mail that is ready has to wait; zero for at once.
   *
   * @return empty if it must count anew and the database is away: a server does not wait for that
   */
  Optional<Duration> untilDue(Leave.Granted leave) {
    try {
      return Optional.of(leave.untilDue());
    } catch (DatabaseException e) {
      LOG.log(Level.FINE, "a mail is given up before its dot, since its quota is not known", e);
      return Optional.empty();
    }
  }

  void giveBackUnused() {
    unused.ifPresent(Leave.Granted::giveBack);
    unused = Optional.empty();
  }

  /** Remembers a hold that another route may not have. */
  void note(String site, Route route, Hold hold) {
    if (hold.scope() == HoldScope.ROUTE) {
      routes.put(route.id(), hold);
    } else {
      sitesOnRoutes.put(new SiteOnRoute(site, route.id()), hold);
    }
  }

  /** What keeps mails to the site from this route now, as far as this worker has met it. */
  Optional<Hold> holdOf(String site, Route route, Instant now) {
    if (routes.isEmpty() && sitesOnRoutes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(routes.get(route.id()))
        .filter(hold -> hold.until().isAfter(now))
        .or(
            () ->
                Optional.ofNullable(sitesOnRoutes.get(new SiteOnRoute(site, route.id())))
                    .filter(hold -> hold.until().isAfter(now)));
  }

  /** Whether no mail may go by this route now, whatever its site. */
  boolean isHeld(Route route, Instant now) {
    return Optional.ofNullable(routes.get(route.id()))
        .filter(hold -> hold.until().isAfter(now))
        .isPresent();
  }

  /** The hold of these routes that ends first, if any holds. */
  Optional<Hold> soonestOf(String site, List<Route> among, Instant now) {
    return among.stream()
        .flatMap(route -> holdOf(site, route, now).stream())
        .min(Comparator.comparing(Hold::until));
  }
}
