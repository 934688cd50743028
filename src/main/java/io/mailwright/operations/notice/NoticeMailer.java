package io.mailwright.operations.notice;

import io.mailwright.content.program.MailBody;
import io.mailwright.content.program.MailHeader;
import io.mailwright.content.program.MailSender;
import io.mailwright.content.program.MailSigners;
import io.mailwright.content.program.MessageProgram;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.ledger.MessageIds;
import io.mailwright.delivery.send.LoneMails;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends the notices of the outbox by mail. The moment before a mail's end is put on record first:
 * whoever crashes after it leaves the notice in doubt, and no second copy is sent.
 */
@ApplicationScoped
public class NoticeMailer {
  private static final Logger LOG = Logger.getLogger(NoticeMailer.class.getName());
  private static final int AT_ONCE = 20;

  /** Longer than any way takes: some routes that are silent, and the wait for the last answer. */
  private static final Duration IN_HAND = Duration.ofMinutes(30);

  private static final Retries RETRIES =
      new Retries(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(3));

  private Settings settings;
  private NoticeOutbox outbox;
  private NoticeRepository notices;
  private FailureLists failures;
  private NoticeRoutes routes;
  private LoneMails mails;
  private MailSigners signers;
  private MessageIds messageIds;
  private Clock clock;

  /** For CDI. */
  protected NoticeMailer() {}

  @Inject
  NoticeMailer(
      Settings settings,
      NoticeOutbox outbox,
      NoticeRepository notices,
      FailureLists failures,
      NoticeRoutes routes,
      LoneMails mails,
      MailSigners signers,
      MessageIds messageIds,
      Clock clock) {
    this.settings = settings;
    this.outbox = outbox;
    this.notices = notices;
    this.failures = failures;
    this.routes = routes;
    this.mails = mails;
    this.signers = signers;
    this.messageIds = messageIds;
    this.clock = clock;
  }

  /** Sends what is due. */
  public void sendDue() {
    Optional<EmailAddress> from = settings.noticeFrom().map(EmailAddress::of);
    if (from.isEmpty()) {
      return;
    }
    Map<Long, FailureList> known = new HashMap<>();
    for (OutboxEntry entry : outbox.due(Channel.MAIL, AT_ONCE)) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      outbox.claim(entry.id(), IN_HAND).ifPresent(claim -> send(from.get(), entry, claim, known));
    }
  }

  private void send(
      EmailAddress from, OutboxEntry entry, String claim, Map<Long, FailureList> known) {
    try {
      Notice notice = entry.notice();
      FailureList list = known.computeIfAbsent(notice.id(), id -> failures.of(notice));
      NoticeLetter letter = new NoticeLetter(settings.publicUrl(), notice, entry.language(), list);
      LoneMails.Result result =
          mails.send(
              routes.of(notice.campaignId()),
              new Envelope(from.forEnvelope(), EmailAddress.of(entry.target()).forEnvelope()),
              way -> mail(from, entry, letter, way),
              () -> outbox.atDot(entry.id(), claim));
      settle(entry, claim, result);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      putBack(entry, claim, "interrupted before it was sent");
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, e, () -> "notice " + entry.notice().id() + " is not sent yet");
      putBack(entry, claim, "not sent: " + e.getMessage());
    }
  }

  private MailBody mail(
      EmailAddress from, OutboxEntry entry, NoticeLetter letter, LoneMails.Way way) {
    EmailAddress to = EmailAddress.of(entry.target());
    MailSender sender = new MailSender(from, Optional.of("Mailwright"), Optional.empty(), true);
    MessageProgram program = MessageProgram.of(sender, letter.files(), signers.of(from));
    // The same for every try, so that a second copy would be known as one.
    String id =
        messageIds.of(entry.id(), "notice:" + entry.notice().at() + ":" + to.key(), from.written());
    return program.encode(
        new MailHeader(to, Optional.empty(), id, clock.instant()),
        letter.mail(way.route().name(), way.instead()));
  }

  private void settle(OutboxEntry entry, String claim, LoneMails.Result result) {
    if (result instanceof LoneMails.Result.Sent sent) {
      outbox.settle(
          entry.id(), claim, OutboxState.SENT, sent.words(), Optional.of(sent.route().name()));
    } else if (result instanceof LoneMails.Result.InDoubt lost) {
      outbox.settle(
          entry.id(), claim, OutboxState.IN_DOUBT, lost.words(), Optional.of(lost.route().name()));
    } else if (result instanceof LoneMails.Result.Refused refused) {
      giveUp(entry, claim, refused.words());
    } else if (result instanceof LoneMails.Result.NoWay none) {
      putBack(entry, claim, none.words());
    }
  }

  private void putBack(OutboxEntry entry, String claim, String words) {
    Optional<Instant> next = RETRIES.next(entry.since(), entry.attempts() + 1, clock.instant());
    if (next.isPresent()) {
      outbox.later(entry.id(), claim, next.get(), words);
    } else {
      giveUp(entry, claim, words);
    }
  }

  /** Said in the console only: a notice about a notice would not arrive either. */
  private void giveUp(OutboxEntry entry, String claim, String words) {
    outbox.settle(entry.id(), claim, OutboxState.FAILED, words, Optional.empty());
    notices.say(
        "warning",
        "notice-not-sent",
        entry.notice().campaignId(),
        entry.notice().executionId(),
        "A notice could not be sent by mail",
        entry.target() + ": " + words,
        "notice-not-sent:" + entry.id() + ":" + entry.since());
  }
}
