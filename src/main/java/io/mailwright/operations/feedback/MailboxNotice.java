package io.mailwright.operations.feedback;

import io.mailwright.feedback.mailbox.MailboxTrouble;
import io.mailwright.operations.notice.MailboxNotices;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Tells people that a mailbox cannot be read, once for each time that it stops being readable. */
@ApplicationScoped
class MailboxNotice {
  private MailboxNotices notices;

  MailboxNotice() {}

  @Inject
  MailboxNotice(MailboxNotices notices) {
    this.notices = notices;
  }

  void troubled(@Observes MailboxTrouble event) {
    notices.unreachable(event.mailboxId(), event.name(), event.why().english());
  }
}
