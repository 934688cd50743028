package io.mailwright.console.notice;

import io.mailwright.campaign.CampaignDraft;
import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.Visitor;
import io.mailwright.console.Words;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.operations.access.Correspondence;
import io.mailwright.operations.access.Language;
import io.mailwright.operations.access.User;
import io.mailwright.operations.access.UserRepository;
import io.mailwright.operations.notice.Channel;
import io.mailwright.operations.notice.NoticeKind;
import io.mailwright.operations.notice.NoticeOutbox;
import io.mailwright.operations.notice.OutboxEntry;
import io.mailwright.operations.notice.OutboxState;
import io.mailwright.operations.webhook.Webhook;
import io.mailwright.operations.webhook.WebhookRepository;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What is on its way by mail and webhook, and which mails the visitor wants. */
@Named("noticesPage")
@RequestScoped
public class NoticesPage {
  private static final int ROWS = 50;

  @Inject private NoticeOutbox outbox;
  @Inject private WebhookRepository webhooks;
  @Inject private UserRepository users;
  @Inject private Settings settings;
  @Inject private Attempt attempt;
  @Inject private Visitor visitor;
  @Inject private Words words;

  private final FormFields form = new FormFields();
  private long before;
  private Page<OutboxEntry> page;
  private Map<String, String> hosts;

  /** Shows what the visitor chose earlier. */
  public void load() {
    Correspondence how = me().map(User::correspondence).orElse(Correspondence.NONE);
    form.put("email", how.email().map(EmailAddress::written).orElse(""))
        .put("language", how.language().name())
        .put("notices", how.kinds().stream().map(Enum::name).toArray(String[]::new));
  }

  private Optional<User> me() {
    return users.findByName(visitor.getName());
  }

  /** One page of the outbox, newest first. */
  public Page<OutboxEntry> getPage() {
    if (page == null) {
      page =
          outbox.page(
              new PageRequest(
                  before > 0 ? OptionalLong.of(before) : OptionalLong.empty(), ROWS, true));
    }
    return page;
  }

  /** Whom an entry goes to: of a webhook its host, since the rest of its URL is often a secret. */
  public String to(OutboxEntry entry) {
    if (entry.channel() == Channel.MAIL) {
      return words.of("notice.byMail", entry.target());
    }
    if (hosts == null) {
      hosts =
          webhooks.page(PageRequest.first(WebhookRepository.MOST)).items().stream()
              .collect(Collectors.toMap(webhook -> Long.toString(webhook.id()), Webhook::host));
    }
    String host = hosts.get(entry.target());
    return host == null
        ? words.of("notice.byWebhook.gone", entry.target())
        : words.of("notice.byWebhook", host, entry.target());
  }

  /** How a state is shown. */
  public String tone(OutboxState state) {
    return switch (state) {
      case SENT -> "good";
      case FAILED -> "bad";
      case IN_DOUBT -> "warn";
      case WAITING, SENDING, AT_DOT -> "busy";
    };
  }

  /** Whether a person may let it be tried again. */
  public boolean isRepeatable(OutboxEntry entry) {
    return visitor.isSender()
        && switch (entry.state()) {
          case WAITING, IN_DOUBT, FAILED -> true;
          case SENDING, AT_DOT, SENT -> false;
        };
  }

  /** Lets an entry be tried again now. */
  public String retry(OutboxEntry entry) {
    if (attempt.asSender(() -> outbox.retry(entry.id()))) {
      attempt.done("notice.retried");
    }
    return "/notices?faces-redirect=true";
  }

  /** Keeps what the visitor wants by mail. */
  public String saveMine() {
    boolean isDone =
        attempt
            .withInputs("mine:")
            .run(
                () -> {
                  Optional<EmailAddress> email =
                      form.optional("email").map(text -> CampaignDraft.address("email", text));
                  Language language =
                      Require.oneOf("language", form.text("language"), Language.class);
                  Set<NoticeKind> kinds =
                      NoticeKind.of(
                          "notices",
                          form.several("notices").stream()
                              .map(name -> name.replace('_', '-'))
                              .toList());
                  users.change(
                      me().orElseThrow().id(),
                      Revision.latest(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.of(new Correspondence(email, language, kinds)));
                });
    if (!isDone) {
      return null;
    }
    attempt.done("notice.mine.saved");
    return "/notices?faces-redirect=true";
  }

  /** The sender of mails; empty if none are sent. */
  public String getSender() {
    return settings.noticeFrom().orElse("");
  }

  /** The kinds that people and webhooks can choose from. */
  public NoticeKind[] getKinds() {
    return NoticeKind.values();
  }

  /** Every language. */
  public Language[] getLanguages() {
    return Language.values();
  }

  /** What was typed, by field. */
  public Map<String, Object> getIn() {
    return form.map();
  }

  public long getBefore() {
    return before;
  }

  public void setBefore(long before) {
    this.before = before;
  }

  /** What the next page goes on before; 0 if there is none. */
  public long getNext() {
    return getPage().next().orElse(0);
  }

  /** The rows of the page. */
  public List<OutboxEntry> getRows() {
    return getPage().items();
  }
}
