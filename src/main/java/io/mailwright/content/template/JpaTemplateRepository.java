package io.mailwright.content.template;

import io.mailwright.content.render.RenderLimits;
import io.mailwright.content.render.RenderedAttachment;
import io.mailwright.content.render.TemplateSource;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.EntityStore;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
@Transactional
class JpaTemplateRepository implements TemplateRepository {
  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  @Inject private Clock clock;

  JpaTemplateRepository() {}

  JpaTemplateRepository(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  private EntityStore<Template> store() {
    return new EntityStore<>(entities, Template.class, "template");
  }

  @Override
  public Optional<Template> find(long id) {
    return store().find(id);
  }

  @Override
  public Template get(long id) {
    return store().get(id);
  }

  @Override
  public Page<Template> page(PageRequest request) {
    return store().page(request);
  }

  @Override
  public List<TemplateVersion> versions(long templateId) {
    return entities
        .createQuery(
            "SELECT v FROM TemplateVersion v WHERE v.templateId = :id ORDER BY v.no DESC",
            TemplateVersion.class)
        .setParameter("id", templateId)
        .getResultList();
  }

  @Override
  public TemplateSource source(long templateId, int no) {
    Template template = get(templateId);
    TemplateVersion version =
        entities
            .createQuery(
                "SELECT v FROM TemplateVersion v WHERE v.templateId = :id AND v.no = :no",
                TemplateVersion.class)
            .setParameter("id", templateId)
            .setParameter("no", no)
            .getResultStream()
            .findFirst()
            .orElseThrow(
                () ->
                    new MailwrightException(
                        ErrorCode.NOT_FOUND,
                        "Template " + templateId + " has no version " + no + "."));
    return new TemplateSource(
        template.name(),
        version.subject(),
        version.html(),
        version.text(),
        attachments(version.id()));
  }

  private List<RenderedAttachment> attachments(long versionId) {
    return entities
        .createQuery(
            "SELECT a FROM TemplateAttachment a WHERE a.versionId = :id ORDER BY a.position",
            TemplateAttachment.class)
        .setParameter("id", versionId)
        .getResultStream()
        .map(TemplateAttachment::rendered)
        .toList();
  }

  @Override
  public TemplateSource current(long templateId) {
    return source(templateId, get(templateId).currentNo());
  }

  @Override
  public Template create(TemplateSource source) {
    checkSizes(source);
    Template template = store().add(new Template(source.name(), clock.instant()));
    addVersion(template, source);
    return template;
  }

  @Override
  public Template save(long id, Revision expected, TemplateSource source) {
    checkSizes(source);
    Template template =
        store()
            .change(
                id,
                expected,
                changed -> {
                  changed.rename(source.name());
                  changed.nextNo();
                });
    addVersion(template, source);
    return template;
  }

  private static void checkSizes(TemplateSource source) {
    // What no mail can be made of; other mistakes may be kept in a draft.
    int longest = RenderLimits.STANDARD.templateChars();
    Require.all(
        () -> Require.line("name", source.name(), 200),
        () -> Require.line("subject", source.subject(), 2000),
        () -> requireBody(source.html()),
        () -> Require.most("html", source.html(), longest),
        () -> source.text().ifPresent(text -> Require.most("text", text, longest)));
  }

  private static void requireBody(String html) {
    if (html.isBlank()) {
      throw Require.refused("html", "is missing. Give the body of the mail.");
    }
  }

  private void addVersion(Template template, TemplateSource source) {
    TemplateVersion version =
        new TemplateVersion(template.id(), template.currentNo(), source, clock.instant());
    entities.persist(version);
    // The attachments' foreign key is not mapped, so the version must be there first.
    entities.flush();
    int position = 0;
    for (RenderedAttachment attachment : source.attachments()) {
      entities.persist(new TemplateAttachment(version.id(), position++, attachment));
    }
    entities.flush();
  }

  @Override
  public void delete(long id, Revision expected) {
    Template template = get(id);
    expected.check(template.version(), "template", id);
    // If the template itself cannot go, the roll-back brings its versions back.
    entities
        .createQuery(
            "DELETE FROM TemplateAttachment a WHERE a.versionId IN"
                + " (SELECT v.id FROM TemplateVersion v WHERE v.templateId = :id)")
        .setParameter("id", id)
        .executeUpdate();
    entities
        .createQuery("DELETE FROM TemplateVersion v WHERE v.templateId = :id")
        .setParameter("id", id)
        .executeUpdate();
    store().remove(id, expected);
  }
}
