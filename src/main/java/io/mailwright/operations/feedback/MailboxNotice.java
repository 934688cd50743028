package io.mailwright.operations.feedback;

import io.mailwright.feedback.mailbox.MailboxTrouble;
import io.mailwright.operations.notice.NoticeRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Optional;

/** Says once in the console that a mailbox cannot be read, and again after it could. */
@ApplicationScoped
class MailboxNotice {
  private NoticeRepository notices;

  MailboxNotice() {}

  @Inject
  MailboxNotice(NoticeRepository notices) {
    this.notices = notices;
  }

  void troubled(@Observes MailboxTrouble event) {
    notices.say(
        "error",
        "mailbox-unreachable",
        Optional.empty(),
        Optional.empty(),
        "Mailbox “" + event.name() + "” cannot be read",
        event.why().english(),
        "mailbox-unreachable:" + event.mailboxId() + ":" + event.since().toEpochMilli());
  }
}
