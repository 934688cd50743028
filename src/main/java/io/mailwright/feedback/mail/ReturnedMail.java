package io.mailwright.feedback.mail;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A mail that came back, as far as it could be read.
 *
 * @param levels the headers of the mail itself, then of each mail enclosed in the one before
 * @param parts what can be read of it, in its order
 */
public record ReturnedMail(List<MailHeaders> levels, List<MailPart> parts) {
  /** Of a mail without its boundaries this is all there is. */
  public static final String PREAMBLE = "x-mailwright/preamble";

  /** Why reading ended before the end. */
  public static final String DAMAGED = "x-mailwright/damaged";

  /** A delivery report in a part that does not say that it is one. */
  public static final String UNNAMED_REPORT = "x-mailwright/unnamed-report";

  public ReturnedMail {
    levels = List.copyOf(levels);
    parts = List.copyOf(parts);
  }

  /** The mail's own headers. */
  public MailHeaders headers() {
    return headers(0);
  }

  /** Whether it begins like a mail: with a field that every mail has (RFC 5322 section 3.6). */
  public boolean hasHeader() {
    return Stream.of("From", "Date", "Subject", "To", "Received", "Return-Path")
        .anyMatch(headers()::has);
  }

  /** Why it could be read in part only, if that is all. */
  public Optional<String> damage() {
    return parts.stream().filter(p -> p.type().equals(DAMAGED)).map(MailPart::text).findFirst();
  }

  /** The headers of a level; none if there is no such. */
  public MailHeaders headers(int level) {
    return level < levels.size() ? levels.get(level) : MailHeaders.parse("");
  }

  /** The mail's own parts of these types. */
  public Stream<MailPart> parts(String... types) {
    Set<String> wanted = Set.of(types);
    return parts.stream().filter(p -> p.level() == 0 && wanted.contains(p.type()));
  }

  /** The headers of the mail that is returned in this one; none if it is not. */
  public MailHeaders returned() {
    if (enclosesAnother()) {
      return headers(1);
    }
    return parts(
            "text/rfc822-headers",
            "message/rfc822-headers",
            "text/rfc822",
            "message/global-headers",
            "message/global")
        .findFirst()
        .map(p -> MailHeaders.parse(head(p)))
        .orElseGet(() -> MailHeaders.parse(""));
  }

  /** A mail of RFC 6532 stands there as a whole. */
  private static String head(MailPart part) {
    int end = part.type().equals("message/global") ? part.text().indexOf("\n\n") : -1;
    return end < 0 ? part.text() : part.text().substring(0, end);
  }

  /** The mail that is enclosed in this one, if there is one. */
  public ReturnedMail enclosed() {
    return new ReturnedMail(
        levels.subList(1, levels.size()),
        parts.stream().filter(p -> p.level() > 0).map(p -> p.atLevel(p.level() - 1)).toList());
  }

  public boolean enclosesAnother() {
    return levels.size() > 1;
  }
}
