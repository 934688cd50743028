package io.mailwright.feedback.link;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mail by which a recipient leaves: its subject carries the token of the link (RFC 6068 for the
 * address in the mail that offers it).
 */
final class LeaveMail {
  private static final String WORD = "unsubscribe-";

  /** Programs on the way may put something before it. */
  private static final Pattern SUBJECT =
      Pattern.compile("(?i:" + WORD + ")([A-Za-z0-9_-]{16,900})");

  private static final String PLAIN_IN_ADDRESS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+@!$'*";

  private LeaveMail() {}

  static String mailto(String address, String token) {
    StringBuilder uri = new StringBuilder("mailto:");
    for (byte octet : address.getBytes(StandardCharsets.UTF_8)) {
      if (PLAIN_IN_ADDRESS.indexOf(octet) >= 0) {
        uri.append((char) octet);
      } else {
        uri.append('%').append(String.format("%02X", octet & 0xff));
      }
    }
    return uri.append("?subject=").append(WORD).append(token).toString();
  }

  /** The token of a subject, be it ours or not. */
  static Optional<String> token(String subject) {
    Matcher found = SUBJECT.matcher(subject);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }
}
