package io.mailwright.console.content;

import io.mailwright.audience.contact.Contact;
import io.mailwright.audience.contact.ContactRepository;
import io.mailwright.console.Attempt;
import io.mailwright.content.preview.PreviewHtml;
import io.mailwright.content.render.Recipient;
import io.mailwright.content.render.RenderedMail;
import io.mailwright.content.render.TemplateSource;
import io.mailwright.content.template.TemplateRepository;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.operations.preview.TemplatePreview;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mail as a real recipient would get it. */
@Named("mailPreview")
@ViewScoped
public class MailPreview implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MATCHES = 8;

  @Inject private ContactRepository contacts;
  @Inject private TemplateRepository templates;
  @Inject private TemplatePreview previews;
  @Inject private Attempt attempt;

  private String search;
  private String recipient;
  private transient List<Contact> matches;
  private transient RenderedMail mail;
  private String raw;

  /** Looks for contacts whose address or name begins so. */
  public void find(Collection<Long> listIds) {
    matches = new ArrayList<>();
    String text = search == null ? "" : search.strip();
    for (long listId : listIds) {
      int wanted = MATCHES - matches.size();
      if (wanted > 0) {
        matches.addAll(contacts.page(listId, PageRequest.first(wanted), text).items());
      }
    }
  }

  /** Renders the newest version of a template for one contact. */
  public void show(long templateId, long contactId) {
    attempt.run(
        () -> {
          Contact contact = contacts.get(contactId);
          recipient = contact.email();
          render(templates.current(templateId), TemplatePreview.recipient(contact));
        });
  }

  /** Renders for the first contact of the lists, so that there is something to see at once. */
  public void showFirst(long templateId, Collection<Long> listIds) {
    search = null;
    find(listIds);
    if (matches.isEmpty()) {
      matches = null;
      recipient = "someone@example.com";
      attempt.run(() -> render(templates.current(templateId), somebody()));
    } else {
      show(templateId, matches.get(0).id());
    }
  }

  /** Renders a template that is not saved yet, for a person without attributes. */
  public void show(TemplateSource source) {
    recipient = somebody().email();
    render(source, somebody());
  }

  private static Recipient somebody() {
    return new Recipient("someone@example.com", "Zoë 王小明", "en", "UTC", Map.of());
  }

  private void render(TemplateSource source, Recipient to) {
    TemplatePreview.Preview rendered = previews.of(source, to);
    mail = rendered.mail();
    raw = rendered.raw();
  }

  /** The mail, null before the first. */
  public RenderedMail getMail() {
    return mail;
  }

  /** Its HTML, harmless, as a page for a sandboxed frame. */
  public String getPage() {
    return PreviewHtml.of(mail.html(), mail.attachments());
  }

  /** Its plain text. */
  public Optional<String> getText() {
    return mail.text();
  }

  /** Its octets as they would go out, 8-bit clean as ISO 8859-1. */
  public String getRaw() {
    return raw;
  }

  /** For whom it was rendered. */
  public String getRecipient() {
    return recipient;
  }

  /** Whether a search found nobody. */
  public boolean isFruitless() {
    return matches != null && matches.isEmpty();
  }

  /** Contacts that the search found. */
  public List<Contact> getMatches() {
    return matches == null ? List.of() : matches;
  }

  public String getSearch() {
    return search;
  }

  public void setSearch(String search) {
    this.search = search;
  }
}
