package io.mailwright.kernel.smtp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An enhanced mail system status code, {@code class.subject.detail} (RFC 3463 section 2).
 *
 * @param statusClass 2 success, 4 persistent transient failure, 5 permanent failure
 * @param subject 0 to 999: 1 addressing, 2 mailbox, 3 mail system, 4 network, 5 protocol, 6
 *     content, 7 security and policy
 * @param detail 0 to 999
 */
public record EnhancedStatus(int statusClass, int subject, int detail) {
  private static final Pattern LEADING =
      Pattern.compile("^([245])\\.(\\d{1,3})\\.(\\d{1,3})(?:\\s+|$)");

  public EnhancedStatus {
    if (statusClass != 2 && statusClass != 4 && statusClass != 5) {
      throw new IllegalArgumentException("status class " + statusClass + " is not 2, 4 or 5");
    }
    if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
      throw new IllegalArgumentException("subject and detail go from 0 to 999");
    }
  }

  /**
   * Reads the status that a text is or begins with, followed by white space or nothing.
   *
   * @param text what follows the reply code (RFC 2034), or a status alone
   * @return empty if the text does not begin with a status
   */
  public static Optional<EnhancedStatus> leading(String text) {
    Matcher m = LEADING.matcher(text);
    if (!m.find()) {
      return Optional.empty();
    }
    return Optional.of(
        new EnhancedStatus(
            Integer.parseInt(m.group(1)),
            Integer.parseInt(m.group(2)),
            Integer.parseInt(m.group(3))));
  }

  /** Removes a leading status and the white space after it. */
  static String withoutLeading(String text) {
    return LEADING.matcher(text).replaceFirst("");
  }

  /** {@code 5.1.1}. */
  @Override
  public String toString() {
    return statusClass + "." + subject + "." + detail;
  }
}
