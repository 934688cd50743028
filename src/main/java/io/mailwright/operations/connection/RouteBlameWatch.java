package io.mailwright.operations.connection;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.routing.route.RouteBlames;
import io.mailwright.routing.route.RouteDirectory;
import io.mailwright.routing.route.RouteHealth;
import io.mailwright.routing.route.RouteView;
import io.mailwright.routing.route.TroubleKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Lets a route rest when so many of its mails come back blaming it that something is the matter: at
 * least five in an hour, and one in a hundred mails that were accepted for the campaigns they are
 * about, or a hundred whatever that is. A single notice does nothing.
 */
@ApplicationScoped
public class RouteBlameWatch {
  /** What came longer ago counts no more. */
  static final Duration WINDOW = Duration.ofHours(1);

  /** What is said of a mail that was sent longer ago says nothing of the route as it is now. */
  static final Duration FRESH = Duration.ofDays(1);

  static final int LEAST = 5;
  private static final int ENOUGH = 100;
  private static final int ONE_IN = 100;
  private static final Duration KEPT = Duration.ofDays(7);

  private RouteBlames blames;
  private RouteHealth health;
  private RouteDirectory directory;
  private DeliveryQuery deliveries;
  private Clock clock;

  /** For CDI. */
  protected RouteBlameWatch() {}

  @Inject
  RouteBlameWatch(
      RouteBlames blames,
      RouteHealth health,
      RouteDirectory directory,
      DeliveryQuery deliveries,
      Clock clock) {
    this.blames = blames;
    this.health = health;
    this.directory = directory;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  /** Looks once; called every few seconds. */
  public void look() {
    Instant now = clock.instant();
    for (RouteBlames.Burst burst : blames.since(now.minus(WINDOW), now.minus(FRESH))) {
      if (isMuch(burst) && blames.take(burst.routeId())) {
        health.blamed(burst.routeId(), burst.kind(), rest(burst.kind()), why(burst));
      }
    }
    blames.forgetBefore(now.minus(KEPT));
  }

  private boolean isMuch(RouteBlames.Burst burst) {
    if (burst.notices() < LEAST) {
      return false;
    }
    long accepted =
        deliveries.counts(burst.campaignIds()).values().stream()
            .mapToLong(RouteBlameWatch::accepted)
            .sum();
    return burst.notices() >= Math.min(ENOUGH, accepted / ONE_IN);
  }

  private static long accepted(DeliveryCounts counts) {
    return counts.of(DeliveryState.SENT);
  }

  /** As the longest that such replies ask for while mails are sent. */
  private static Duration rest(TroubleKind kind) {
    return kind == TroubleKind.THROTTLED ? Duration.ofMinutes(5) : Duration.ofMinutes(15);
  }

  private String why(RouteBlames.Burst burst) {
    return directory.find(burst.routeId()).map(RouteView::name).orElse("route " + burst.routeId())
        + ": "
        + burst.notices()
        + " of its mails came back within an hour and blame it, the last: "
        + burst.words();
  }
}
