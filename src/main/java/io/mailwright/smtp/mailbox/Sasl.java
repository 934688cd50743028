package io.mailwright.smtp.mailbox;

import io.mailwright.feedback.mailbox.MailboxEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What is said by the SASL mechanisms that we know, in base 64. */
final class Sasl {
  private Sasl() {}

  /** RFC 4616. */
  static String plain(MailboxEndpoint endpoint) {
    return encoded("\0" + endpoint.username() + "\0" + endpoint.secret());
  }

  static String xoauth2(MailboxEndpoint endpoint) {
    return encoded("user=" + endpoint.username() + "\1auth=Bearer " + endpoint.secret() + "\1\1");
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Why a token was refused, as servers ask back with it. */
  static Optional<String> decoded(String challenge) {
    try {
      String said =
          new String(Base64.getDecoder().decode(challenge.strip()), StandardCharsets.UTF_8);
      return said.isBlank() ? Optional.empty() : Optional.of(said);
    } catch (IllegalArgumentException e) {
      return Optional.of(challenge);
    }
  }
}
