package io.mailwright.console.routing;

import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.LastSteps;
import io.mailwright.console.Words;
import io.mailwright.console.Zone;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.routing.site.Site;
import io.mailwright.routing.site.SiteDirectory;
import io.mailwright.routing.site.SiteNames;
import io.mailwright.routing.site.SiteRepository;
import io.mailwright.routing.warmup.WarmUp;
import io.mailwright.routing.warmup.WarmUpDraft;
import io.mailwright.routing.warmup.WarmUpPlan;
import io.mailwright.routing.warmup.WarmUpRepository;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** One route: how it is, its quotas, and its warm-ups. */
@Named("routePage")
@ViewScoped
public class RoutePage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SITES = 200;
  private static final int SITES_SHOWN = 20;

  @Inject private RouteLines routes;
  @Inject private SiteDirectory directory;
  @Inject private SiteRatesNow rates;
  @Inject private SiteRepository table;
  @Inject private WarmUpRepository warmUps;
  @Inject private WarmUp warmUp;
  @Inject private Attempt attempt;
  @Inject private LastSteps lastSteps;
  @Inject private Words words;
  @Inject private Zone zone;

  private final FormFields made = new FormFields();
  private final FormFields changed = new FormFields();
  private long id;
  private long planId;
  private String site;
  private int version;
  private boolean isOvertaken;
  private transient RouteLine line;
  private transient List<WarmUpPlan> plans;
  private transient List<SiteRate> met;
  private transient Map<String, String> siteNames;

  /** Reads the route, and fills the forms. */
  public void load() {
    refresh();
    WarmUpFields.fill(made, WarmUpDraft.usual(id, Optional.empty()));
    getPlan()
        .ifPresent(
            plan -> {
              version = plan.version();
              WarmUpFields.fill(changed, plan.draft());
            });
  }

  /** Reads what moves; on every tick of the page's clock. */
  public void refresh() {
    line = routes.get(id);
    plans = ofRoute();
    met = rates.ofRoute(id);
    siteNames = table.all().stream().collect(Collectors.toMap(Site::name, Site::displayName));
  }

  private List<WarmUpPlan> ofRoute() {
    List<WarmUpPlan> found = new ArrayList<>();
    OptionalLong after = OptionalLong.empty();
    do {
      Page<WarmUpPlan> page = warmUps.page(new PageRequest(after, PageRequest.MAX_LIMIT, false));
      page.items().stream().filter(plan -> plan.draft().routeId() == id).forEach(found::add);
      after = page.next();
    } while (after.isPresent());
    return found;
  }

  /** The route. */
  public RouteLine getLine() {
    if (line == null) {
      refresh();
    }
    return line;
  }

  /** The sites that it was used for last, with what they said. */
  public List<SiteRate> getMet() {
    if (met == null) {
      refresh();
    }
    return met.subList(0, Math.min(SITES_SHOWN, met.size()));
  }

  /** What people call a site. */
  public String siteName(String name) {
    getMet();
    return siteNames.getOrDefault(name, name);
  }

  /** Whether it was used for more sites than are shown. */
  public boolean isMoreMet() {
    return getMet().size() < met.size();
  }

  /** Its warm-ups. */
  public List<WarmUpPlan> getPlans() {
    if (plans == null) {
      refresh();
    }
    return plans;
  }

  /** The warm-up that is shown: the chosen one, else the first. */
  public Optional<WarmUpPlan> getPlan() {
    return getPlans().stream()
        .filter(plan -> plan.id() == planId)
        .findFirst()
        .or(() -> getPlans().stream().findFirst());
  }

  /** The sites that the warm-up has met, or its own. */
  public List<String> getSites() {
    return getPlan()
        .map(plan -> plan.draft().site().map(List::of).orElse(warmUp.sites(plan.id(), MOST_SITES)))
        .orElse(List.of());
  }

  /** The site whose curve is shown; empty if there is none yet. */
  public String getShownSite() {
    List<String> sites = getSites();
    return site != null && sites.contains(site) ? site : sites.stream().findFirst().orElse("");
  }

  /** The curve at a site. */
  public WarmUpChart chart(WarmUpPlan plan, String where) {
    return WarmUpChart.of(
        warmUp.curve(plan, where), LocalDate.ofInstant(zone.now(), ZoneOffset.UTC));
  }

  /** Makes a warm-up. */
  public String create() {
    long[] plan = {0};
    return attempt.withInputs("new:").asAdmin(() -> plan[0] = warmUps.create(newPlan()).id())
        ? done("warmUp.made", plan[0])
        : null;
  }

  private WarmUpDraft newPlan() {
    WarmUpDraft draft = WarmUpFields.draft(made, id);
    draft.site().ifPresent(name -> SiteNames.require(directory, "site", name));
    return draft;
  }

  /** Changes the one that is shown. */
  public String change() {
    long plan = shown();
    WarmUpDraft[] before = new WarmUpDraft[1];
    WarmUpPlan[] saved = new WarmUpPlan[1];
    boolean isDone =
        attempt
            .withInputs("edit:")
            .asAdmin(
                () -> {
                  before[0] = warmUps.get(plan).draft();
                  saved[0] =
                      warmUps.change(plan, Revision.of(version), WarmUpFields.draft(changed, id));
                });
    isOvertaken = attempt.isOvertaken();
    if (!isDone) {
      return null;
    }
    WarmUpDraft was = before[0];
    Revision now = Revision.of(saved[0].version());
    lastSteps.offer(
        words.of("warmUp.saved"),
        beans -> beans.select(WarmUpRepository.class).get().change(plan, now, was),
        page(plan));
    return page(plan);
  }

  /** Saves this over what somebody else saved. */
  public String overwrite() {
    version = warmUps.get(shown()).version();
    return change();
  }

  /** Keeps the one that is shown from growing, or lets it grow again. */
  public String hold(boolean isHeld) {
    long plan = shown();
    if (attempt.asAdmin(() -> warmUps.hold(plan, isHeld))) {
      attempt.done(isHeld ? "warmUp.isHeld" : "warmUp.isResumed");
    }
    return page(plan);
  }

  /** Removes the one that is shown. */
  public String delete() {
    long plan = shown();
    if (attempt.asAdmin(() -> warmUps.delete(plan, Revision.latest()))) {
      attempt.done("warmUp.deleted");
    }
    return page(0);
  }

  private long shown() {
    return getPlan().map(WarmUpPlan::id).orElse(planId);
  }

  private String done(String key, long plan) {
    attempt.done(key);
    return page(plan);
  }

  private String page(long plan) {
    return "/route?faces-redirect=true&id=" + id + (plan > 0 ? "&plan=" + plan : "");
  }

  /** What was typed of a new warm-up, by field. */
  public Map<String, Object> getNewIn() {
    return made.map();
  }

  /** What was typed of the one that is shown, by field. */
  public Map<String, Object> getEditIn() {
    return changed.map();
  }

  /** Whether somebody else saved meanwhile, so that a person must decide. */
  public boolean isOvertaken() {
    return isOvertaken;
  }

  public long getId() {
    return id;
  }

  public void setId(long id) {
    this.id = id;
  }

  public long getPlanId() {
    return planId;
  }

  public void setPlanId(long planId) {
    this.planId = planId;
  }

  public String getSite() {
    return site;
  }

  public void setSite(String site) {
    this.site = site;
  }
}
