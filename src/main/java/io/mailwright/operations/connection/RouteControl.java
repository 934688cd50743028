package io.mailwright.operations.connection;

import io.mailwright.kernel.error.Require;
import io.mailwright.operations.campaign.DueCampaigns;
import io.mailwright.operations.campaign.LimitWatch;
import io.mailwright.routing.route.RouteDirectory;
import io.mailwright.routing.route.RouteHealth;
import io.mailwright.routing.route.RouteView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * What a person does about a route. It acts on running campaigns of all nodes within two seconds.
 */
@ApplicationScoped
public class RouteControl {
  private static final int LONGEST_NOTE = 200;

  private RouteDirectory directory;
  private RouteHealth health;
  private DueCampaigns campaigns;
  private LimitWatch limits;

  /** For CDI. */
  protected RouteControl() {}

  @Inject
  RouteControl(
      RouteDirectory directory, RouteHealth health, DueCampaigns campaigns, LimitWatch limits) {
    this.directory = directory;
    this.health = health;
    this.campaigns = campaigns;
    this.limits = limits;
  }

  /**
   * Takes a route out, until somebody puts it back; mails go by the others.
   *
   * @param user who says so
   * @param note why, one line of at most 200 characters
   * @return the route as it is then
   * @throws io.mailwright.kernel.error.MailwrightException {@code NOT_FOUND}, {@code INVALID_FIELD}
   *     for the note, and for a route that no mails go by
   */
  public RouteView takeOut(long routeId, String user, Optional<String> note) {
    RouteView route = directory.get(routeId);
    directory.requireInUse(routeId, "id");
    String reason = note.map(n -> ": " + Require.line("why", n, LONGEST_NOTE)).orElse("");
    health.takeOut(routeId, route.name() + ": taken out by " + user + reason);
    return directory.get(routeId);
  }

  /**
   * Puts a route back: it counts as healthy, whatever had been the matter. Campaigns that may send
   * by it go on, also with what was held until its next probe.
   *
   * @return the route as it is then
   * @throws io.mailwright.kernel.error.MailwrightException {@code NOT_FOUND}
   */
  public RouteView putBack(long routeId) {
    RouteView route = directory.get(routeId);
    health.putBack(routeId);
    campaigns.goOnSoon(route.serverId());
    limits.routeIsBack(route.serverId());
    return directory.get(routeId);
  }
}
