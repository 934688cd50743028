package io.mailwright.operations.notice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/** Says that a mailbox for what comes back cannot be read, at most once an hour of each. */
@ApplicationScoped
public class MailboxNotices {
  private static final Duration PAUSE = Duration.ofHours(1);

  private NoticeRepository notices;

  /** For CDI. */
  protected MailboxNotices() {}

  @Inject
  MailboxNotices(NoticeRepository notices) {
    this.notices = notices;
  }

  /**
   * A try to read a mailbox failed.
   *
   * @param mailboxId tells mailboxes apart
   * @param name what people call it
   * @param why in words, without secrets
   */
  public void unreachable(long mailboxId, String name, String why) {
    notices.sayAgain(
        PAUSE,
        "error",
        NoticeKind.MAILBOX_UNREACHABLE.word(),
        Optional.empty(),
        "Mailbox “" + name + "” cannot be read",
        why,
        "mailbox-unreachable:" + mailboxId);
  }
}
