package io.mailwright.console.routing;

import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.Visitor;
import io.mailwright.console.Words;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.Revision;
import io.mailwright.routing.site.Site;
import io.mailwright.routing.site.SiteDraft;
import io.mailwright.routing.site.SiteRepository;
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
    String[] saved = {name};
    boolean isDone =
        attempt.asAdmin(
            () ->
                saved[0] =
                    isThere()
                        ? sites.change(name, Revision.of(version), draft(name)).name()
                        : sites.create(draft(form.text("name"))).name());
    isOvertaken = attempt.isOvertaken();
    if (!isDone) {
      return null;
    }
    attempt.done("siteRule.saved");
    return "/site?faces-redirect=true&name=" + words.encoded(saved[0]);
  }

  /** Saves this over what somebody else saved. */
  public String overwrite() {
    version = stored().map(Site::version).orElse(0);
    return save();
  }

  /** Removes what people made: one that is built in is as it was. */
  public String delete() {
    if (!attempt.asAdmin(() -> sites.delete(name, Revision.latest()))) {
      return "/site-edit?faces-redirect=true&name=" + words.encoded(name);
    }
    attempt.done(isBuiltIn ? "siteRule.isBuiltIn" : "siteRule.deleted");
    return isBuiltIn
        ? "/site?faces-redirect=true&name=" + words.encoded(name)
        : "/sites?faces-redirect=true";
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
