package io.mailwright.operations.notice;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.delivery.send.PoolRoutes;
import io.mailwright.delivery.send.Route;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.routing.MailServer;
import io.mailwright.routing.MailServerRepository;
import io.mailwright.routing.PoolRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The routes that a notice may go by: those of the pool of notices, then those of the campaign's
 * pool, then all others. The sandbox, from which no mail reaches a person, only where a pool of the
 * first two has it, or where there is nothing else.
 */
@ApplicationScoped
class NoticeRoutes {
  private Settings settings;
  private CampaignRepository campaigns;
  private PoolRepository pools;
  private MailServerRepository servers;
  private PoolRoutes routes;

  NoticeRoutes() {}

  @Inject
  NoticeRoutes(
      Settings settings,
      CampaignRepository campaigns,
      PoolRepository pools,
      MailServerRepository servers,
      PoolRoutes routes) {
    this.settings = settings;
    this.campaigns = campaigns;
    this.pools = pools;
    this.servers = servers;
    this.routes = routes;
  }

  /** All of them, in the order in which they are to be tried. */
  List<Route> of(Optional<Long> campaignId) {
    Map<Long, Route> ways = new LinkedHashMap<>();
    settings.noticePool().flatMap(pools::findByName).ifPresent(pool -> add(pool.id(), ways));
    campaignId.flatMap(campaigns::find).map(Campaign::poolId).ifPresent(id -> add(id, ways));
    List<Route> others =
        pools.page(PageRequest.first(PageRequest.MAX_LIMIT)).items().stream()
            .flatMap(pool -> routes.read(pool.id()).stream())
            .toList();
    others.stream()
        .filter(route -> !isSandbox(route))
        .forEach(route -> ways.putIfAbsent(route.id(), route));
    if (ways.isEmpty()) {
      others.forEach(route -> ways.putIfAbsent(route.id(), route));
    }
    return new ArrayList<>(ways.values());
  }

  private void add(long poolId, Map<Long, Route> ways) {
    routes.read(poolId).forEach(route -> ways.putIfAbsent(route.id(), route));
  }

  private boolean isSandbox(Route route) {
    return servers.find(route.serverId()).filter(MailServer::isBuiltIn).isPresent();
  }
}
