package io.mailwright.operations.webhook;

import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.operations.notice.Channel;
import io.mailwright.operations.notice.FailureLists;
import io.mailwright.operations.notice.Notice;
import io.mailwright.operations.notice.NoticeOutbox;
import io.mailwright.operations.notice.NoticeRepository;
import io.mailwright.operations.notice.OutboxEntry;
import io.mailwright.operations.notice.OutboxState;
import io.mailwright.operations.notice.Retries;
import io.mailwright.smtp.TrustedCertificates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Calls webhooks with the notices of the outbox, signed, and again until one answers with success
 * or a day is over. A crash may make a second call; the notice's number tells it.
 */
@ApplicationScoped
public class WebhookCalls {
  private static final Logger LOG = Logger.getLogger(WebhookCalls.class.getName());
  private static final String GONE = "the webhook is gone";
  private static final String OFF = "the webhook is switched off";
  private static final int AT_ONCE = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration IN_HAND = Duration.ofMinutes(2);
  private static final Retries RETRIES =
      new Retries(Duration.ofSeconds(10), Duration.ofHours(1), Duration.ofDays(1));

  private WebhookRepository webhooks;
  private NoticeOutbox outbox;
  private NoticeRepository notices;
  private FailureLists failures;
  private SecretBox secrets;
  private Settings settings;
  private Clock clock;
  private HookCall call;

  /** For CDI. */
  protected WebhookCalls() {}

  @Inject
  WebhookCalls(
      WebhookRepository webhooks,
      NoticeOutbox outbox,
      NoticeRepository notices,
      FailureLists failures,
      SecretBox secrets,
      Settings settings,
      Clock clock) {
    this(
        webhooks,
        outbox,
        notices,
        failures,
        secrets,
        settings,
        clock,
        new HookCall(
            new PublicAddresses(InetAddress::getAllByName, settings.webhookNetworks()),
            TrustedCertificates.ofJava(),
            PATIENCE));
  }

  WebhookCalls(
      WebhookRepository webhooks,
      NoticeOutbox outbox,
      NoticeRepository notices,
      FailureLists failures,
      SecretBox secrets,
      Settings settings,
      Clock clock,
      HookCall call) {
    this.webhooks = webhooks;
    this.outbox = outbox;
    this.notices = notices;
    this.failures = failures;
    this.secrets = secrets;
    this.settings = settings;
    this.clock = clock;
    this.call = call;
  }

  /**
   * What a webhook answered.
   *
   * @param isTaken whether that means success, 200 to 299
   * @param words the status, or why there is none
   */
  public record Answer(boolean isTaken, String words) {}

  /** Calls a webhook with a test now, also one that is switched off. */
  public Answer test(Webhook webhook) {
    return call(webhook, "test", "0", HookPayload.test(webhook.id(), settings.publicUrl()));
  }

  /**
   * Brings back a webhook that was removed; what was given up because it was gone waits for it
   * again.
   *
   * @param removed as it was read before
   * @throws io.mailwright.kernel.error.MailwrightException as {@link WebhookRepository#restore}
   */
  public Webhook restore(Webhook removed) {
    Webhook back = webhooks.restore(removed);
    outbox.retryAll(Channel.WEBHOOK, Long.toString(back.id()), GONE);
    return back;
  }

  /** Makes the calls that are due. */
  public void callDue() {
    Set<String> failed = new HashSet<>();
    for (OutboxEntry entry : outbox.due(Channel.WEBHOOK, AT_ONCE)) {
      // Whoever did not answer now would hold up the others for each of its own.
      if (!failed.contains(entry.target())) {
        outbox
            .claim(entry.id(), IN_HAND)
            .filter(claim -> !call(entry, claim))
            .ifPresent(claim -> failed.add(entry.target()));
      }
    }
  }

  private boolean call(OutboxEntry entry, String claim) {
    Optional<Webhook> webhook = webhooks.find(Long.parseLong(entry.target()));
    if (webhook.filter(Webhook::isEnabled).isEmpty()) {
      String why = webhook.isEmpty() ? GONE : OFF;
      outbox.settle(entry.id(), claim, OutboxState.FAILED, why, Optional.empty());
      return true;
    }
    Answer answer = call(webhook.get(), entry.notice());
    if (answer.isTaken()) {
      outbox.settle(
          entry.id(), claim, OutboxState.SENT, answer.words(), Optional.of(webhook.get().host()));
    } else {
      putBack(entry, claim, webhook.get(), answer.words());
    }
    return answer.isTaken();
  }

  private Answer call(Webhook webhook, Notice notice) {
    try {
      byte[] body = HookPayload.of(notice, failures.of(notice), settings.publicUrl());
      return call(webhook, notice.kind(), Long.toString(notice.id()), body);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, e, () -> "webhook " + webhook.id() + " is not called yet");
      return new Answer(false, "not called: " + e.getMessage());
    }
  }

  private Answer call(Webhook webhook, String kind, String notice, byte[] body) {
    long now = clock.instant().getEpochSecond();
    try {
      int status =
          call.post(
              HookUrl.of("url", webhook.url()),
              Map.of(
                  "Mailwright-Notice",
                  notice,
                  "Mailwright-Kind",
                  kind,
                  "Mailwright-Timestamp",
                  Long.toString(now),
                  "Mailwright-Signature",
                  HookSignature.of(webhook.openSecret(secrets), now, body)),
              body);
      return new Answer(status / 100 == 2, words(status));
    } catch (IOException e) {
      return new Answer(false, String.valueOf(e.getMessage()));
    }
  }

  private static String words(int status) {
    return status / 100 == 3
        ? "answered " + status + "; redirects are not followed"
        : "answered " + status;
  }

  private void putBack(OutboxEntry entry, String claim, Webhook webhook, String words) {
    Optional<Instant> next = RETRIES.next(entry.since(), entry.attempts() + 1, clock.instant());
    if (next.isPresent()) {
      outbox.later(entry.id(), claim, next.get(), words);
      return;
    }
    outbox.settle(entry.id(), claim, OutboxState.FAILED, words, Optional.of(webhook.host()));
    notices.sayAgain(
        Duration.ofDays(1),
        "warning",
        "webhook-given-up",
        Optional.empty(),
        "A webhook was called for a day in vain: " + webhook.host(),
        words,
        "webhook-given-up:" + webhook.id());
  }
}
