package io.mailwright.operations.feedback;

import io.mailwright.feedback.mailbox.MailboxConnector;
import io.mailwright.feedback.mailbox.MailboxRepository;
import io.mailwright.kernel.secret.SecretBox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Opens a mailbox as a person would by hand, and shows what was said. Changes nothing. */
@ApplicationScoped
public class MailboxTest {
  private MailboxRepository mailboxes;
  private MailboxConnector connector;
  private SecretBox secrets;

  MailboxTest() {}

  @Inject
  MailboxTest(MailboxRepository mailboxes, MailboxConnector connector, SecretBox secrets) {
    this.mailboxes = mailboxes;
    this.connector = connector;
    this.secrets = secrets;
  }

  /**
   * Tests a mailbox; waits for each answer for a bounded time.
   *
   * @throws io.mailwright.kernel.error.MailwrightException if there is no such mailbox or its
   *     secret cannot be decrypted
   */
  public MailboxConnector.Report of(long mailboxId) {
    return connector.test(mailboxes.get(mailboxId).endpoint(secrets));
  }
}
