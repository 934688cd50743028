package io.mailwright.operations.feedback;

import io.mailwright.feedback.mailbox.Mailbox;
import io.mailwright.feedback.mailbox.MailboxConnector;
import io.mailwright.feedback.mailbox.MailboxFailure;
import io.mailwright.feedback.mailbox.MailboxRepository;
import io.mailwright.feedback.mailbox.MailboxTokens;
import io.mailwright.kernel.secret.SecretBox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Opens a mailbox as a person would by hand, and shows what was said. Changes nothing. */
@ApplicationScoped
public class MailboxTest {
  private static final String ANY = "";

  private MailboxRepository mailboxes;
  private MailboxConnector connector;
  private MailboxTokens tokens;
  private SecretBox secrets;

  MailboxTest() {}

  @Inject
  MailboxTest(
      MailboxRepository mailboxes,
      MailboxConnector connector,
      MailboxTokens tokens,
      SecretBox secrets) {
    this.mailboxes = mailboxes;
    this.connector = connector;
    this.tokens = tokens;
    this.secrets = secrets;
  }

  /**
   * Tests a mailbox, with a new token where one is fetched; waits for each answer for a bounded
   * time.
   *
   * @throws io.mailwright.kernel.error.MailwrightException if there is no such mailbox or its
   *     secret cannot be decrypted
   */
  public MailboxConnector.Report of(long mailboxId) {
    Mailbox mailbox = mailboxes.get(mailboxId);
    Optional<String> token;
    try {
      token = tokens.renewed(mailbox, ANY);
    } catch (MailboxFailure e) {
      return new MailboxConnector.Report(
          List.of(), Optional.of("token"), e.explained(), Optional.empty());
    }
    return connector.test(mailbox.endpoint(secrets, token));
  }
}
