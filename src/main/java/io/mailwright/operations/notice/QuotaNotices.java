package io.mailwright.operations.notice;

import io.mailwright.campaign.RateUnit;
import io.mailwright.routing.MailServer;
import io.mailwright.routing.MailServerRepository;
import io.mailwright.routing.quota.QuotaLabels;
import io.mailwright.routing.quota.QuotaReached;
import io.mailwright.routing.quota.QuotaScope;
import io.mailwright.routing.quota.Quotas;
import io.mailwright.routing.route.RouteDirectory;
import io.mailwright.routing.route.RouteView;
import io.mailwright.routing.site.SiteDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/**
 * Says that a quota is used up: of one by the hour or day at most once an hour, of one by the
 * minute, which is more of a pace, once a day. Those by the second, and what a campaign sets for
 * itself, are meant to be reached all the time.
 */
@ApplicationScoped
public class QuotaNotices {
  private Quotas quotas;
  private MailServerRepository servers;
  private RouteDirectory routes;
  private SiteDirectory sites;
  private NoticeRepository notices;

  /** For CDI. */
  protected QuotaNotices() {}

  @Inject
  QuotaNotices(
      Quotas quotas,
      MailServerRepository servers,
      RouteDirectory routes,
      SiteDirectory sites,
      NoticeRepository notices) {
    this.quotas = quotas;
    this.servers = servers;
    this.routes = routes;
    this.sites = sites;
    this.notices = notices;
  }

  /** Says it of those that were reached since the last look. */
  public void look() {
    for (QuotaReached reached : quotas.reached()) {
      if (reached.scope() != QuotaScope.CAMPAIGN && reached.per() != RateUnit.SECOND) {
        say(reached);
      }
    }
  }

  private void say(QuotaReached reached) {
    String name = nameOf(reached);
    Duration pause = reached.per() == RateUnit.MINUTE ? Duration.ofDays(1) : Duration.ofHours(1);
    notices.sayAgain(
        pause,
        "info",
        NoticeKind.QUOTA_REACHED.word(),
        Optional.empty(),
        "A quota is reached: " + name,
        reached.why(new QuotaLabels(name, name, name, name)),
        "quota-reached:" + reached.meter());
  }

  private String nameOf(QuotaReached reached) {
    String subject = reached.subject();
    return switch (reached.scope()) {
      case SERVER -> servers.find(Long.parseLong(subject)).map(MailServer::name).orElse(subject);
      case SOURCE -> routes.find(Long.parseLong(subject)).map(RouteView::name).orElse(subject);
      case SITE -> sites.displayName(subject);
      case SENDER, CAMPAIGN -> subject;
    };
  }
}
