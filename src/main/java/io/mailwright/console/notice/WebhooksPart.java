package io.mailwright.console.notice;

import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.LastSteps;
import io.mailwright.console.Visitor;
import io.mailwright.console.Words;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.operations.notice.NoticeKind;
import io.mailwright.operations.webhook.Webhook;
import io.mailwright.operations.webhook.WebhookCalls;
import io.mailwright.operations.webhook.WebhookDraft;
import io.mailwright.operations.webhook.WebhookRepository;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The webhooks on the page of notices. Their addresses are often secrets, so admins' only. */
@Named("webhooksPart")
@RequestScoped
public class WebhooksPart {
  private static final String PAGE = "/notices?faces-redirect=true";

  @Inject private WebhookRepository webhooks;
  @Inject private WebhookCalls calls;
  @Inject private Attempt attempt;
  @Inject private LastSteps lastSteps;
  @Inject private Visitor visitor;
  @Inject private Words words;

  private final FormFields form =
      new FormFields()
          .put(
              "notices", Arrays.stream(NoticeKind.values()).map(Enum::name).toArray(String[]::new));
  private List<Webhook> rows;
  private long tested;
  private WebhookCalls.Answer answer;

  /** All webhooks. */
  public List<Webhook> getRows() {
    visitor.requireAdmin();
    if (rows == null) {
      rows = webhooks.page(PageRequest.first(WebhookRepository.MOST)).items();
    }
    return rows;
  }

  /** Adds a webhook. */
  public String create() {
    boolean isDone =
        attempt.asAdmin(
            () ->
                webhooks.create(
                    new WebhookDraft(
                        form.text("url"),
                        form.optional("secret"),
                        NoticeKind.of(
                            "notices",
                            form.several("notices").stream()
                                .map(name -> name.replace('_', '-'))
                                .toList()),
                        true)));
    if (!isDone) {
      return null;
    }
    attempt.done("webhook.added");
    return PAGE;
  }

  /** Lets a webhook be called, or no longer. */
  public String turn(Webhook webhook) {
    WebhookDraft now = webhook.draft();
    boolean isDone =
        attempt.asAdmin(
            () ->
                webhooks.change(
                    webhook.id(),
                    Revision.of(webhook.version()),
                    new WebhookDraft(now.url(), now.secret(), now.kinds(), !now.enabled())));
    if (isDone) {
      attempt.done(webhook.isEnabled() ? "webhook.off" : "webhook.on", webhook.host());
    }
    return PAGE;
  }

  /** Calls a webhook with a test; its answer stands on the answering page. */
  public void test(Webhook webhook) {
    attempt.asAdmin(
        () -> {
          tested = webhook.id();
          answer = calls.test(webhook);
        });
  }

  /** Removes a webhook, and offers it back. */
  public String delete(Webhook webhook) {
    if (attempt.asAdmin(() -> webhooks.delete(webhook.id(), Revision.latest()))) {
      lastSteps.offer(
          words.of("webhook.deleted", webhook.host()),
          beans -> beans.select(WebhookCalls.class).get().restore(webhook),
          PAGE);
    }
    return PAGE;
  }

  /** What the webhook that was just tested answered; null otherwise. */
  public WebhookCalls.Answer answerOf(Webhook webhook) {
    return webhook.id() == tested ? answer : null;
  }

  /** Whether it is told of everything. */
  public boolean hasAllKinds(Webhook webhook) {
    return webhook.kinds().size() == NoticeKind.values().length;
  }

  /** What was typed, by field. */
  public Map<String, Object> getIn() {
    return form.map();
  }
}
