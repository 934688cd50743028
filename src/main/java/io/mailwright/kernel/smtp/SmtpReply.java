package io.mailwright.kernel.smtp;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One reply of an SMTP server (RFC 5321 section 4.2), safe to store and to show.
 *
 * @param code 200 to 599
 * @param status the enhanced status (RFC 3463), if the server gave one
 * @param text the server's own words without code and status, one line, at most {@value
 *     #MAX_TEXT_LENGTH} characters; longer text is cut, and characters that could change how a
 *     terminal or page shows it (control, format, unpaired surrogates) are replaced
 */
public record SmtpReply(int code, Optional<EnhancedStatus> status, String text) {
  /** The most characters of a reply's text that are kept. */
  public static final int MAX_TEXT_LENGTH = 1000;

  public SmtpReply {
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException("reply code " + code + " is not in 200..599");
    }
    Objects.requireNonNull(status, "status");
    text = harmless(text);
  }

  /** A reply without enhanced status. */
  public static SmtpReply of(int code, String text) {
    return new SmtpReply(code, Optional.empty(), text);
  }

  /**
   * Reads a reply as it came over the wire, with one or more lines ({@code 250-first}, {@code 250
   * last}). Lines are joined with a space; an enhanced status is taken from the first line and
   * removed from all.
   *
   * @param wire the lines, ended by CR LF or LF
   * @return empty if it does not begin with a code in 200..599
   */
  public static Optional<SmtpReply> parse(String wire) {
    List<String> lines = wire.lines().toList();
    int code = lines.isEmpty() ? -1 : codeOf(lines.get(0));
    if (code < 0) {
      return Optional.empty();
    }
    Optional<EnhancedStatus> status = EnhancedStatus.leading(textOf(lines.get(0)));
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      String words = EnhancedStatus.withoutLeading(codeOf(line) == code ? textOf(line) : line);
      if (!words.isBlank()) {
        text.append(text.isEmpty() ? "" : " ").append(words.strip());
      }
      if (text.length() > MAX_TEXT_LENGTH) {
        break;
      }
    }
    return Optional.of(new SmtpReply(code, status, text.toString()));
  }

  /** 2yz: done. */
  public boolean isPositive() {
    return code / 100 == 2;
  }

  /** 4yz: refused for now. */
  public boolean isTransient() {
    return code / 100 == 4;
  }

  /** 5yz: refused for good. */
  public boolean isPermanent() {
    return code / 100 == 5;
  }

  /** Code, status and text in one line, {@code 550 5.1.1 No such user}. */
  @Override
  public String toString() {
    return code + status.map(s -> " " + s).orElse("") + (text.isEmpty() ? "" : " " + text);
  }

  private static int codeOf(String line) {
    if (line.length() < 3
        || (line.length() > 3 && line.charAt(3) != ' ' && line.charAt(3) != '-')) {
      return -1;
    }
    int code = 0;
    for (int i = 0; i < 3; i++) {
      char c = line.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      code = code * 10 + (c - '0');
    }
    return code >= 200 && code <= 599 ? code : -1;
  }

  private static String textOf(String line) {
    return line.length() > 4 ? line.substring(4) : "";
  }

  private static String harmless(String text) {
    if (text.length() <= MAX_TEXT_LENGTH && text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      return text.strip();
    }
    StringBuilder out = new StringBuilder(Math.min(text.length(), MAX_TEXT_LENGTH));
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (out.length() + Character.charCount(c) > MAX_TEXT_LENGTH) {
        break;
      }
      out.appendCodePoint(replacement(c));
    }
    return out.toString().strip();
  }

  private static int replacement(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
      case Character.FORMAT, Character.SURROGATE -> '\uFFFD';
      default -> c;
    };
  }
}
