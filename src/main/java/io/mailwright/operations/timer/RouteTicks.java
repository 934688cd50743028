package io.mailwright.operations.timer;

import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.operations.connection.RouteBlameWatch;
import io.mailwright.operations.connection.RouteCare;
import io.mailwright.routing.quota.Quotas;
import io.mailwright.routing.rate.SiteRateKeeper;
import io.mailwright.routing.share.ShareExchange;
import io.mailwright.routing.warmup.WarmUp;
import io.mailwright.routing.window.HourLearning;
import io.mailwright.routing.window.HourTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Looks after routes, and stores and shares what this node learns of them and of sites. */
@ApplicationScoped
class RouteTicks implements Ticking {
  private static final Logger LOG = Logger.getLogger(RouteTicks.class.getName());

  @Inject private RouteCare routes;
  @Inject private RouteBlameWatch blames;
  @Inject private SiteRateKeeper rates;
  @Inject private ShareExchange shares;
  @Inject private WarmUp warmUp;
  @Inject private HourLearning hours;
  @Inject private HourTable hourTable;
  @Inject private Quotas quotas;

  @Override
  public void begin() {
    rates.recall();
  }

  @Override
  public List<Tick> ticks() {
    return List.of(
        new Tick(2, routes::lookAfterAll, "looking after the routes"),
        new Tick(5, blames::look, "looking for mails that came back and blame their route"),
        new Tick(5, rates::keep, "storing what sites told of their rates"),
        new Tick(1, shares::exchange, "telling other nodes what campaigns take"),
        new Tick(5, warmUp::settle, "bringing back mails of warm-ups that were not sent"),
        new Tick(10, hours::flush, "storing what was learned about the hours of sites"),
        new Tick(
            60, hourTable::refreshIfAsked, "reading what was learned about the hours of sites"),
        new Tick(5, quotas::upkeep, "bringing back unused permits"));
  }

  @Override
  public void end() {
    try {
      routes.stop();
    } catch (DatabaseException e) {
      LOG.log(Level.WARNING, "the last counters of routes are not stored: {0}", e.toString());
    }
  }
}
