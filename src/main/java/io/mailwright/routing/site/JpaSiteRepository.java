package io.mailwright.routing.site;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.EntityStore;
import io.mailwright.kernel.store.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

@ApplicationScoped
@Transactional
class JpaSiteRepository implements SiteRepository {
  private static final String NOUN = "site";

  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  @Inject private Clock clock;
  private Consumer<SitesChanged> changes;

  JpaSiteRepository() {}

  JpaSiteRepository(EntityManager entities, Clock clock, Consumer<SitesChanged> changes) {
    this.entities = entities;
    this.clock = clock;
    this.changes = changes;
  }

  @Inject
  void announceBy(Event<SitesChanged> event) {
    this.changes = event::fire;
  }

  private EntityStore<SiteRule> store() {
    return new EntityStore<>(entities, SiteRule.class, NOUN);
  }

  @Override
  public List<Site> all() {
    Map<String, Site> sites = new TreeMap<>(BuiltInSites.byName());
    rules().forEach(rule -> sites.put(rule.name(), site(rule)));
    return List.copyOf(sites.values());
  }

  @Override
  public Site get(String name) {
    return store()
        .findByName(name)
        .map(JpaSiteRepository::site)
        .or(() -> builtIn(name))
        .orElseThrow(() -> missing(name));
  }

  @Override
  public Site create(SiteDraft draft) {
    refuseEmpty(draft);
    if (builtIn(draft.name()).isPresent()) {
      throw new MailwrightException(
          ErrorCode.NAME_TAKEN,
          "The site "
              + draft.name()
              + " is built in. Nothing was changed; change that one, or take another name.");
    }
    refuseShared(draft);
    Site made = site(store().add(new SiteRule(draft, clock.instant())));
    changes.accept(new SitesChanged());
    return made;
  }

  @Override
  public Site change(String name, Revision expected, SiteDraft draft) {
    if (!draft.name().equals(name)) {
      throw Require.refused("name", "cannot change: lanes and limits refer to it.");
    }
    if (builtIn(name).isEmpty()) {
      // One that is built in is switched off by it.
      refuseEmpty(draft);
    }
    refuseShared(draft);
    Optional<SiteRule> rule = store().findByName(name);
    Site seen = get(name);
    expected.check(seen.version(), NOUN, 0);
    SiteRule changed =
        rule.isPresent()
            ? store().change(rule.get().id(), Revision.latest(), r -> r.describe(draft))
            : store().add(new SiteRule(draft, clock.instant()));
    changes.accept(new SitesChanged());
    return site(changed);
  }

  @Override
  public void delete(String name, Revision expected) {
    Site seen = get(name);
    expected.check(seen.version(), NOUN, 0);
    SiteRule rule =
        store()
            .findByName(name)
            .orElseThrow(
                () ->
                    new MailwrightException(
                        ErrorCode.STILL_IN_USE,
                        "The site "
                            + name
                            + " is built in and was kept as it is. To switch it off, take its"
                            + " domains and mxSuffixes away."));
    store().remove(rule.id(), Revision.latest());
    changes.accept(new SitesChanged());
  }

  private static void refuseEmpty(SiteDraft draft) {
    if (draft.domains().isEmpty() && draft.mxSuffixes().isEmpty()) {
      throw Require.refused("domains", "or mxSuffixes must name something, else nothing is found.");
    }
  }

  /** A domain is one site's: which of two would have it, nobody could tell. */
  private void refuseShared(SiteDraft draft) {
    for (SiteRule other : rules().toList()) {
      if (!other.name().equals(draft.name())) {
        Site site = site(other);
        refuseShared("domains", draft.domains(), site.domains(), other.name());
        refuseShared("mxSuffixes", draft.mxSuffixes(), site.mxSuffixes(), other.name());
      }
    }
  }

  private static void refuseShared(
      String field, List<String> wanted, List<String> taken, String by) {
    wanted.stream()
        .filter(taken::contains)
        .findFirst()
        .ifPresent(
            name -> {
              throw Require.refused(
                  field, "names " + name + ", which the site " + by + " has. Take it away there.");
            });
  }

  private Stream<SiteRule> rules() {
    return entities
        .createQuery("SELECT r FROM SiteRule r ORDER BY r.name", SiteRule.class)
        .getResultStream();
  }

  private static Site site(SiteRule rule) {
    return rule.site(builtIn(rule.name()).isPresent());
  }

  private static Optional<Site> builtIn(String name) {
    return Optional.ofNullable(BuiltInSites.byName().get(name));
  }

  private static MailwrightException missing(String name) {
    return new MailwrightException(ErrorCode.NOT_FOUND, "There is no site " + name + ".");
  }
}
