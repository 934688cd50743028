package io.mailwright.feedback.mailbox;

import io.mailwright.kernel.secret.SecretBox;
import java.util.Optional;

/**
 * Opens mailboxes with the secret that people gave or with a token that is fetched. A token that
 * the server refuses before its time is fetched anew, once.
 */
final class MailboxEntrance {
  private final MailboxConnector connector;
  private final MailboxTokens tokens;
  private final SecretBox secrets;

  MailboxEntrance(MailboxConnector connector, MailboxTokens tokens, SecretBox secrets) {
    this.connector = connector;
    this.tokens = tokens;
    this.secrets = secrets;
  }

  MailboxSession open(Mailbox mailbox) throws MailboxFailure {
    Optional<String> token = tokens.of(mailbox);
    try {
      return connector.open(mailbox.endpoint(secrets, token));
    } catch (MailboxFailure e) {
      if (token.isEmpty() || e.finding() != MailboxFinding.TOKEN_REFUSED) {
        throw e;
      }
      return connector.open(mailbox.endpoint(secrets, tokens.renewed(mailbox, token.get())));
    }
  }
}
