package io.mailwright.operations.timer;

import io.mailwright.operations.campaign.DoubtNotices;
import io.mailwright.operations.notice.NoticeMailer;
import io.mailwright.operations.notice.NoticeOutbox;
import io.mailwright.operations.notice.QuotaNotices;
import io.mailwright.operations.webhook.WebhookCalls;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Finds what people should be told, and tells them. */
@ApplicationScoped
class NoticeTicks implements Ticking {
  @Inject private NoticeOutbox outbox;
  @Inject private NoticeMailer mailer;
  @Inject private WebhookCalls webhooks;
  @Inject private QuotaNotices quotas;
  @Inject private DoubtNotices doubts;

  @Override
  public List<Tick> ticks() {
    return List.of(
        new Tick(10, outbox::recover, "looking for notices that a crash left"),
        new Tick(2, mailer::sendDue, "sending notices by mail"),
        new Tick(2, webhooks::callDue, "calling webhooks"),
        new Tick(10, quotas::look, "looking for quotas that are reached"),
        new Tick(30, doubts::look, "looking for mails in doubt"));
  }
}
