package io.mailwright.kernel.smtp;

import java.util.Optional;

/**
 * An enhanced mail system status code, {@code class.subject.detail} (RFC 3463 section 2).
 *
 * @param statusClass 2 success, 4 persistent transient failure, 5 permanent failure
 * @param subject 0 to 999: 1 addressing, 2 mailbox, 3 mail system, 4 network, 5 protocol, 6
 *     content, 7 security and policy
 * @param detail 0 to 999
 */
public record EnhancedStatus(int statusClass, int subject, int detail) {
  private static final int MOST_DIGITS = 3;

  public EnhancedStatus {
    if (statusClass != 2 && statusClass != 4 && statusClass != 5) {
      throw new IllegalArgumentException("status class " + statusClass + " is not 2, 4 or 5");
    }
    if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
      throw new IllegalArgumentException("subject and detail go from 0 to 999");
    }
  }

  /** Whether it says nothing beyond its class: {@code x.0.0}. */
  public boolean isVague() {
    return subject == 0 && detail == 0;
  }

  /**
   * Reads the status that a text is or begins with, followed by white space or nothing.
   *
   * @param text what follows the reply code (RFC 2034), or a status alone
   * @return empty if the text does not begin with a status
   */
  public static Optional<EnhancedStatus> leading(String text) {
    if (endOfLeading(text) == 0) {
      return Optional.empty();
    }
    int dot = text.indexOf('.', 2);
    return Optional.of(
        new EnhancedStatus(
            text.charAt(0) - '0',
            Integer.parseInt(text, 2, dot, 10),
            Integer.parseInt(text, dot + 1, endOfDigits(text, dot + 1), 10)));
  }

  /** Removes a leading status and the white space after it. */
  static String withoutLeading(String text) {
    return text.substring(endOfLeading(text));
  }

  /**
   * The place after a leading status and the white space behind it, or 0. Every reply is looked at,
   * so this is no regular expression.
   */
  private static int endOfLeading(String text) {
    if (text.isEmpty() || "245".indexOf(text.charAt(0)) < 0) {
      return 0;
    }
    int end = 1;
    for (int number = 0; number < 2; number++) {
      if (end >= text.length() || text.charAt(end) != '.') {
        return 0;
      }
      int digits = end + 1;
      end = endOfDigits(text, digits);
      if (end == digits) {
        return 0;
      }
    }
    int behind = end;
    while (behind < text.length() && Character.isWhitespace(text.charAt(behind))) {
      behind++;
    }
    return behind == text.length() || behind > end ? behind : 0;
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length()
        && end - from < MOST_DIGITS
        && text.charAt(end) >= '0'
        && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  /** {@code 5.1.1}. */
  @Override
  public String toString() {
    return statusClass + "." + subject + "." + detail;
  }
}
