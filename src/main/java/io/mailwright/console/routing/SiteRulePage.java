package io.mailwright.console.routing;

import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.LastSteps;
import io.mailwright.console.UndoStep;
import io.mailwright.console.Visitor;
import io.mailwright.console.Words;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.Revision;
import io.mailwright.routing.site.Site;
import io.mailwright.routing.site.SiteDraft;
import io.mailwright.routing.site.SiteRepository;
import jakarta.enterprise.inject.Instance;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rule of a site: which domains and mail exchangers belong to it. */
@Named("siteRulePage")
@ViewScoped
public class SiteRulePage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject private SiteRepository sites;
  @Inject private Attempt attempt;
  @Inject private LastSteps lastSteps;
  @Inject private Visitor visitor;
  @Inject private Words words;

  private final FormFields form = new FormFields();
  private String name;
  private int version;
  private boolean isBuiltIn;
  private boolean isChanged;
  private boolean isOvertaken;

  /** Reads the rule to edit; for a site without one it is a new one. */
  public void load() {
    visitor.requireAdmin();
    form.put("name", name == null ? "" : name).put("displayName", name == null ? "" : name);
    stored()
        .ifPresent(
            site -> {
              version = site.version();
              isBuiltIn = site.builtIn();
              isChanged = site.changed();
              form.put("displayName", site.displayName())
                  .put("domains", String.join("\n", site.domains()))
                  .put("mxSuffixes", String.join("\n", site.mxSuffixes()));
            });
  }

  private Optional<Site> stored() {
    return name == null
        ? Optional.empty()
        : sites.all().stream().filter(site -> site.name().equals(name)).findFirst();
  }

  private SiteDraft draft(String of) {
    String display = form.optional("displayName").orElse(of);
    Require.all(
        () -> new SiteDraft(of, "-", List.of(), List.of()),
        () -> Require.line("displayName", display, 200),
        () -> new SiteDraft("a", "-", lines("domains"), List.of()),
        () -> new SiteDraft("a", "-", List.of(), lines("mxSuffixes")));
    return new SiteDraft(of, display, lines("domains"), lines("mxSuffixes"));
  }

  private List<String> lines(String field) {
    return Arrays.stream(form.text(field).split("[\\s,;，；]+")).filter(w -> !w.isEmpty()).toList();
  }

  /** Saves it. */
  public String save() {
    Optional<Site> before = stored();
    Site[] saved = new Site[1];
    boolean isDone =
        attempt.asAdmin(
            () ->
                saved[0] =
                    isThere()
                        ? sites.change(name, Revision.of(version), draft(name))
                        : sites.create(draft(form.text("name"))));
    isOvertaken = attempt.isOvertaken();
    if (!isDone) {
      return null;
    }
    String of = saved[0].name();
    Revision now = Revision.of(saved[0].version());
    lastSteps.offer(
        words.of("siteRule.saved"),
        before.filter(Site::changed).isPresent() ? back(before.get(), now) : gone(of, now),
        sites());
    return "/site?faces-redirect=true&name=" + words.encoded(of);
  }

  /** The rule that people had made before. */
  private static UndoStep back(Site before, Revision now) {
    return beans -> rules(beans).change(before.name(), now, asDraft(before));
  }

  /** No rule that people made, as before. */
  private static UndoStep gone(String of, Revision now) {
    return beans -> rules(beans).delete(of, now);
  }

  private static SiteRepository rules(Instance<Object> beans) {
    return beans.select(SiteRepository.class).get();
  }

  private static SiteDraft asDraft(Site site) {
    return new SiteDraft(site.name(), site.displayName(), site.domains(), site.mxSuffixes());
  }

  private static String sites() {
    return "/sites?faces-redirect=true";
  }

  /** Saves this over what somebody else saved. */
  public String overwrite() {
    version = stored().map(Site::version).orElse(0);
    return save();
  }

  /** Removes what people made: one that is built in is as it was. */
  public String delete() {
    Optional<Site> before = stored();
    if (!attempt.asAdmin(() -> sites.delete(name, Revision.latest()))) {
      return "/site-edit?faces-redirect=true&name=" + words.encoded(name);
    }
    before.ifPresent(
        was ->
            lastSteps.offer(
                words.of(isBuiltIn ? "siteRule.isBuiltIn" : "siteRule.deleted"),
                beans -> bring(rules(beans), was),
                sites()));
    return isBuiltIn ? "/site?faces-redirect=true&name=" + words.encoded(name) : sites();
  }

  private static void bring(SiteRepository rules, Site was) {
    if (was.builtIn()) {
      rules.change(was.name(), Revision.of(rules.get(was.name()).version()), asDraft(was));
    } else {
      rules.create(asDraft(was));
    }
  }

  /** Whether the table has it. */
  public boolean isThere() {
    return version > 0;
  }

  /** Whether the product knows it by itself. */
  public boolean isBuiltIn() {
    return isBuiltIn;
  }

  /** Whether people made or changed it. */
  public boolean isChanged() {
    return isChanged;
  }

  /** What was typed, by field. */
  public Map<String, Object> getIn() {
    return form.map();
  }

  /** Whether somebody else saved meanwhile, so that a person must decide. */
  public boolean isOvertaken() {
    return isOvertaken;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }
}
