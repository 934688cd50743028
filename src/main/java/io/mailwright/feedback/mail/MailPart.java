package io.mailwright.feedback.mail;

import java.util.List;

/**
 * A readable part of a mail.
 *
 * @param type lower case, as {@code text/plain}
 * @param level 0 of the mail itself, 1 of a mail that is enclosed in it, and so on
 * @param text decoded, with LF as line end; empty of a report
 * @param groups of a report (RFC 3464, RFC 5965) its groups of fields, each as header lines
 */
public record MailPart(String type, int level, String text, List<String> groups) {
  public MailPart {
    groups = List.copyOf(groups);
  }

  static MailPart text(String type, int level, String text) {
    return new MailPart(type, level, text, List.of());
  }

  MailPart atLevel(int other) {
    return new MailPart(type, other, text, groups);
  }
}
