package io.mailwright.console.routing;

import io.mailwright.console.Attempt;
import io.mailwright.console.Words;
import io.mailwright.console.Zone;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.campaign.LimitWatch;
import io.mailwright.routing.quota.QuotaGauge;
import io.mailwright.routing.quota.QuotaGauges;
import io.mailwright.routing.site.Covered;
import io.mailwright.routing.site.Site;
import io.mailwright.routing.site.SiteRepository;
import io.mailwright.routing.window.HourTable;
import io.mailwright.routing.window.SiteHours;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** One site: what it takes now, its hours, and its rule. */
@Named("sitePage")
@ViewScoped
public class SitePage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_NAME = 255;

  @Inject private SiteRepository sites;
  @Inject private SiteRatesNow known;
  @Inject private HourTable hours;
  @Inject private LimitWatch limits;
  @Inject private QuotaGauges gauges;
  @Inject private RouteLines routes;
  @Inject private Attempt attempt;
  @Inject private Zone zone;
  @Inject private Words words;

  private String name;
  private long routeId;
  private String map;
  private transient SiteLine line;
  private transient List<Covered> covered;
  private transient List<QuotaGauge> quotas;
  private transient Map<Long, String> routeNames;

  /** Reads the site. */
  public void load() {
    if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
      throw new MailwrightException(ErrorCode.NOT_FOUND, "There is no site without a name.");
    }
    refresh();
  }

  /** Reads what moves; on every tick of the page's clock. */
  public void refresh() {
    List<Site> all = sites.all();
    Optional<Site> rule = all.stream().filter(s -> s.name().equals(name)).findFirst();
    covered = rule.map(own -> Covered.by(own, all)).orElse(List.of());
    line = new SiteLine(name, rule, known.of(name), false);
    quotas = gauges.ofSite(name);
    routeNames = routes.names();
  }

  /** The site. */
  public SiteLine getLine() {
    if (line == null) {
      refresh();
    }
    return line;
  }

  /** What its rule takes from sites that are built in. */
  public List<Covered> getCovered() {
    if (covered == null) {
      refresh();
    }
    return covered;
  }

  /** Its quotas. */
  public List<QuotaGauge> getQuotas() {
    if (quotas == null) {
      refresh();
    }
    return quotas;
  }

  /** A route's name; its number where it is gone. */
  public String route(long id) {
    return routeNames.getOrDefault(id, Long.toString(id));
  }

  /** The route whose mails alone the chart shows; empty for all of them. */
  public Optional<SiteRate> getShown() {
    return getLine().rates().stream().filter(rate -> rate.routeId() == routeId).findFirst();
  }

  /** The mails of the last hours. */
  public RateChart getChart() {
    List<SiteRate> shown = getShown().map(List::of).orElseGet(() -> getLine().rates());
    return RateChart.of(known.minutes(shown), zone.now(), limit(shown));
  }

  /** What they take together; empty if one of them takes all. */
  private static OptionalDouble limit(List<SiteRate> rates) {
    return rates.isEmpty() || rates.stream().anyMatch(r -> r.allowance().perSecond().isEmpty())
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            rates.stream().mapToDouble(r -> r.allowance().perSecond().getAsDouble()).sum());
  }

  /** The heat map; null if nothing is known of the hours. */
  public HeatMap getHeat() {
    Optional<SiteHours> stored = hours.stored(name);
    return stored
        .map(s -> HeatMap.of(s, isByLatency(), zone.id(), zone.now(), words.locale()))
        .orElse(null);
  }

  /** Whether the heat map shows latencies. */
  public boolean isByLatency() {
    return "latency".equals(map);
  }

  /** Whether hours are learned at all. */
  public boolean isLearningOn() {
    return hours.isOn();
  }

  /** Whether those of this site are. */
  public boolean isLearned() {
    return hours.learns(name);
  }

  /** Turns learning on or off. */
  public String learn(boolean on) {
    if (attempt.asSender(() -> hours.learn(name, on))) {
      attempt.done(on ? "site.learn.isOn" : "site.learn.isOff", getLine().displayName());
    }
    return page();
  }

  /** Forgets what was learned of the hours. */
  public String forget() {
    if (attempt.asSender(
        () -> {
          hours.forget(name);
          limits.hoursForgotten();
        })) {
      attempt.done("site.forgotten", getLine().displayName());
    }
    return page();
  }

  private String page() {
    return "/site?faces-redirect=true&name=" + words.encoded(name);
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public long getRouteId() {
    return routeId;
  }

  public void setRouteId(long routeId) {
    this.routeId = routeId;
  }

  public String getMap() {
    return map;
  }

  public void setMap(String map) {
    this.map = map;
  }
}
