package io.mailwright.operations.connection;

import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.send.PoolRoutes;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.routing.MailServerRepository;
import io.mailwright.routing.SourceAddress;
import io.mailwright.routing.route.HealthState;
import io.mailwright.routing.route.RouteCondition;
import io.mailwright.routing.route.RouteCounters;
import io.mailwright.routing.route.RouteDirectory;
import io.mailwright.routing.route.RouteHealth;
import io.mailwright.routing.route.RouteView;
import io.mailwright.smtp.SmtpCourier;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What has to be done about routes every two seconds, whether a campaign runs or not: other nodes'
 * changes of their health are read, the counters stored, and those at rest tried when it is time.
 */
@ApplicationScoped
public class RouteCare {
  private static final Logger LOG = Logger.getLogger(RouteCare.class.getName());

  private final Set<Long> inHand = ConcurrentHashMap.newKeySet();
  private RouteHealth health;
  private RouteCounters counters;
  private RouteDirectory directory;
  private MailServerRepository servers;
  private PoolRoutes routes;
  private RouteProbe probe;

  /** Not the clock's, which one server that is silent would stop. */
  @Resource private ManagedExecutorService probers;

  @Resource private ManagedScheduledExecutorService watchdog;

  /** For CDI. */
  protected RouteCare() {}

  @Inject
  RouteCare(
      RouteHealth health,
      RouteCounters counters,
      RouteDirectory directory,
      MailServerRepository servers,
      PoolRoutes routes) {
    this.health = health;
    this.counters = counters;
    this.directory = directory;
    this.servers = servers;
    this.routes = routes;
  }

  @PostConstruct
  void start() {
    probe = new RouteProbe(health, new SmtpCourier(watchdog));
  }

  /** Does it once. */
  public void lookAfterAll() {
    health.refresh();
    counters.store();
    health.due().forEach(this::lookAfter);
  }

  private void lookAfter(RouteCondition due) {
    if (due.state() == HealthState.THROTTLED) {
      // Only a mail can tell: it may be the next.
      health.enter(due.routeId()).ifPresent(health::leave);
    } else if (RouteProbe.isUseful(due)) {
      // A server that is silent holds up no other.
      tryOutOnce(due);
    }
  }

  /** A route whose source address was missing is due until somebody has tried it. */
  private void tryOutOnce(RouteCondition due) {
    if (inHand.add(due.routeId())) {
      probers.execute(
          () -> {
            try {
              tryOut(due);
            } finally {
              inHand.remove(due.routeId());
            }
          });
    }
  }

  private void tryOut(RouteCondition due) {
    Optional<RouteView> route = directory.find(due.routeId()).filter(RouteView::isInUse);
    if (route.isEmpty()) {
      return;
    }
    try {
      ServerEndpoint endpoint =
          routes
              .endpoint(servers.get(route.get().serverId()))
              .withSource(
                  route
                      .get()
                      .source()
                      .map(a -> new SourceAddress(a, 1, Optional.empty()).inetAddress()));
      probe.of(due, route.get().name(), endpoint);
    } catch (MailwrightException e) {
      // It was deleted meanwhile, or its secret cannot be decrypted.
      LOG.log(Level.WARNING, e, () -> "route " + due.routeId() + " cannot be tried now");
    }
  }

  /** Stores what was counted; at the end of the node. */
  public void stop() {
    counters.store();
  }
}
