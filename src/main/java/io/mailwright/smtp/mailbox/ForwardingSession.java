package io.mailwright.smtp.mailbox;

import io.mailwright.feedback.evidence.RawMail;
import io.mailwright.feedback.mailbox.Letter;
import io.mailwright.feedback.mailbox.MailboxFailure;
import io.mailwright.feedback.mailbox.MailboxSession;
import java.util.Collection;
import java.util.List;

/** Does all as another session does. */
abstract class ForwardingSession implements MailboxSession {
  private final MailboxSession session;

  ForwardingSession(MailboxSession session) {
    this.session = session;
  }

  @Override
  public String validity() {
    return session.validity();
  }

  @Override
  public boolean isOpen() {
    return session.isOpen();
  }

  @Override
  public List<Letter> list(long after, int most) throws MailboxFailure {
    return session.list(after, most);
  }

  @Override
  public RawMail read(Letter letter) throws MailboxFailure {
    return session.read(letter);
  }

  @Override
  public void settle(Collection<Letter> letters) throws MailboxFailure {
    session.settle(letters);
  }

  @Override
  public void close() {
    session.close();
  }
}
