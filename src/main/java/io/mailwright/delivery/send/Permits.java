package io.mailwright.delivery.send;

import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.governor.Governor;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.governor.Leave;
import io.mailwright.routing.route.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The leave of one worker's mails: what was granted and is not used yet, and which routes cannot be
 * used for which site at the moment. Used by one thread.
 */
final class Permits {
  private final SendRun run;
  private final Governor governor;
  private final Map<Long, Hold> routes = new HashMap<>();
  private final Map<SiteOnRoute, Hold> sitesOnRoutes = new HashMap<>();
  private Optional<Permit> unused = Optional.empty();

  private record SiteOnRoute(String site, long routeId) {}

  /** Leave that was granted. */
  private record Permit(Ask ask, Instant from) {}

  Permits(SendRun run, Governor governor) {
    this.run = run;
    this.governor = governor;
  }

  /** A new chunk begins: what held the last one may be over. */
  void begin() {
    routes.clear();
    sitesOnRoutes.clear();
  }

  /** What a mail of this run asks with. */
  Ask asking(String site, Route route) {
    return new Ask(
        run.plan().campaignId(), run.plan().envelopeSender(), site, route.serverId(), route.id());
  }

  /**
   * Leave for a mail. What was granted and not used stays for the next mail like it.
   *
   * @param patience a later moment is a hold
   */
  Leave ask(String site, Route route, Duration patience) {
    Ask ask = asking(site, route);
    if (unused.isPresent()) {
      if (unused.get().ask().isLike(ask)) {
        return new Leave.Granted(unused.get().from());
      }
      giveBackUnused();
    }
    Leave leave =
        governor.ask(
            ask,
            new Pace.Intervals(route.interval(), run.plan().limits().get().interval()),
            patience);
    if (leave instanceof Leave.Granted granted) {
      unused = Optional.of(new Permit(ask, granted.from()));
    }
    return leave;
  }

  /** The mail that it was granted for is on its way. */
  Ask use() {
    Ask used = unused.orElseThrow().ask();
    unused = Optional.empty();
    return used;
  }

  /** What was granted for a mail that was not sent after all. */
  void giveBack(Ask ask) {
    governor.giveBack(ask);
  }

  void giveBackUnused() {
    unused.ifPresent(permit -> governor.giveBack(permit.ask()));
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

  /** The hold of these routes that ends first, if any holds. */
  Optional<Hold> soonestOf(String site, List<Route> among, Instant now) {
    return among.stream()
        .flatMap(route -> holdOf(site, route, now).stream())
        .min(Comparator.comparing(Hold::until));
  }
}
