package io.mailwright.console.routing;

import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.LastSteps;
import io.mailwright.console.Words;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.routing.quota.Quota;
import io.mailwright.routing.quota.QuotaDraft;
import io.mailwright.routing.quota.QuotaGauge;
import io.mailwright.routing.quota.QuotaGauges;
import io.mailwright.routing.quota.QuotaRepository;
import io.mailwright.routing.quota.QuotaRule;
import io.mailwright.routing.quota.QuotaScope;
import io.mailwright.routing.site.SiteDirectory;
import io.mailwright.routing.site.SiteNames;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Quotas of sources, senders and sites. */
@Named("quotasPage")
@ViewScoped
public class QuotasPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ROWS = 50;
  private static final String ROUTE = "routeId";
  private static final String RULE = "rule";

  @Inject private QuotaRepository quotas;
  @Inject private QuotaGauges gauges;
  @Inject private RouteLines routes;
  @Inject private SiteDirectory directory;
  @Inject private Attempt attempt;
  @Inject private LastSteps lastSteps;
  @Inject private Words words;

  private final FormFields form = new FormFields().put("scope", QuotaScope.SITE.name());
  private long after;
  private long next;
  private long chosen;
  private int version;
  private String rule;
  private transient List<Line> lines;
  private transient Map<Long, String> names;

  /**
   * A quota as a row.
   *
   * @param subject whose mails, as people call it
   * @param text its rule in a form that can be typed
   */
  public record Line(Quota quota, String subject, String text, QuotaGauge gauge) {}

  /** Reads the page; again on every tick of its clock. */
  public void load() {
    OptionalLong from = after > 0 ? OptionalLong.of(after) : OptionalLong.empty();
    Page<Quota> page = quotas.page(new PageRequest(from, ROWS, false));
    Map<Long, QuotaGauge> used = gauges.of(page.items());
    names = routes.names();
    lines = page.items().stream().map(quota -> line(quota, used.get(quota.id()))).toList();
    next = page.next().orElse(0);
  }

  private Line line(Quota quota, QuotaGauge gauge) {
    String subject = quota.subject();
    return new Line(
        quota,
        quota.scope() == QuotaScope.SOURCE
            ? names.getOrDefault(Long.valueOf(subject), subject)
            : subject,
        text(quota.rule()),
        gauge);
  }

  /** A rule in a form that can be typed. */
  public String text(QuotaRule of) {
    return QuotaLines.line(of, words.locale());
  }

  /** The quotas of this page. */
  public List<Line> getLines() {
    if (lines == null) {
      load();
    }
    return lines;
  }

  /** The routes that a quota can be for, by id. */
  public Map<Long, String> getRoutes() {
    if (names == null) {
      load();
    }
    return names;
  }

  /** What a quota can be for. */
  public List<QuotaScope> getScopes() {
    return List.of(QuotaScope.SITE, QuotaScope.SENDER, QuotaScope.SOURCE);
  }

  /** Adds a quota. */
  public String create() {
    boolean isDone =
        attempt.asAdmin(
            () -> {
              QuotaScope scope = Require.oneOf("scope", form.text("scope"), QuotaScope.class);
              Require.all(() -> subject(scope), () -> QuotaLines.rule(RULE, form.text(RULE)));
              QuotaDraft draft =
                  new QuotaDraft(scope, subject(scope), QuotaLines.rule(RULE, form.text(RULE)));
              if (scope == QuotaScope.SITE) {
                SiteNames.require(directory, "subject", draft.subject());
              }
              quotas.create(draft);
            });
    if (!isDone) {
      return null;
    }
    attempt.done("quota.made");
    return page();
  }

  private String subject(QuotaScope scope) {
    return scope == QuotaScope.SOURCE
        ? Long.toString(form.id(ROUTE))
        : Require.line("subject", form.text("subject"), 320);
  }

  /** Gives the chosen quota another rule. */
  public String change() {
    Quota[] changed = new Quota[1];
    QuotaRule[] before = new QuotaRule[1];
    boolean isDone =
        attempt
            .withInputs("edit:")
            .asAdmin(
                () -> {
                  before[0] = quotas.get(chosen).rule();
                  changed[0] =
                      quotas.change(chosen, Revision.of(version), QuotaLines.rule(RULE, rule));
                });
    if (!isDone) {
      return null;
    }
    long id = chosen;
    Revision now = Revision.of(changed[0].version());
    QuotaRule was = before[0];
    lastSteps.offer(
        words.of("quota.saved"),
        beans -> beans.select(QuotaRepository.class).get().change(id, now, was),
        page());
    return page();
  }

  /** Removes the chosen quota. */
  public String delete() {
    QuotaDraft[] was = new QuotaDraft[1];
    boolean isDone =
        attempt.asAdmin(
            () -> {
              Quota quota = quotas.get(chosen);
              was[0] = new QuotaDraft(quota.scope(), quota.subject(), quota.rule());
              quotas.delete(chosen, Revision.of(quota.version()));
            });
    if (isDone) {
      QuotaDraft draft = was[0];
      lastSteps.offer(
          words.of("quota.deleted"),
          beans -> beans.select(QuotaRepository.class).get().create(draft),
          page());
    }
    return page();
  }

  private static String page() {
    return "/quotas?faces-redirect=true";
  }

  /** What was typed, by field. */
  public Map<String, Object> getIn() {
    return form.map();
  }

  /** What the next page goes on after; 0 if there is none. */
  public long getNext() {
    return next;
  }

  public long getAfter() {
    return after;
  }

  public void setAfter(long after) {
    this.after = after;
  }

  public long getChosen() {
    return chosen;
  }

  public void setChosen(long chosen) {
    this.chosen = chosen;
  }

  public int getVersion() {
    return version;
  }

  public void setVersion(int version) {
    this.version = version;
  }

  public String getRule() {
    return rule;
  }

  public void setRule(String rule) {
    this.rule = rule;
  }
}
