package io.mailwright.content.program;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Text in header fields: as it is where it is ASCII and fits, else in encoded words (RFC 2047) of
 * whole characters, in lines of at most 76 octets.
 */
final class HeaderText {
  private static final int LINE = 76;
  private static final int LONGEST_QUOTED = 60;

  /** What may stand on a line without a place to fold it; SMTP allows 998 octets with the name. */
  private static final int LONGEST_WORD = 900;

  private static final int LONGEST_ENCODED_WORD = 75;
  private static final String BASE64 = "=?UTF-8?B?";
  private static final String QUOTED = "=?UTF-8?Q?";
  private static final String END = "?=";

  /** What needs no encoding even in a phrase (RFC 2047 section 5). */
  private static final String PLAIN_IN_PHRASE = "!*+-/";

  private static final String ATOM_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

  private HeaderText() {}

  /**
   * Text of a field without structure, such as the subject.
   *
   * @param used octets that stand before it on its line
   * @param text one line
   */
  static String unstructured(int used, String text) {
    return isPlain(text) ? folded(used, text) : words(used, text);
  }

  /**
   * A name before an address (RFC 5322 section 3.2.5).
   *
   * @param used octets that stand before it on its line
   */
  static String phrase(int used, String text) {
    if (isAtoms(text)) {
      return text;
    }
    return isPlain(text) && text.length() <= LONGEST_QUOTED ? quoted(text) : words(used, text);
  }

  /** ASCII that can be folded and that nobody takes for encoded words. */
  private static boolean isPlain(String text) {
    int word = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      word = c == ' ' || c == '\t' ? 0 : word + 1;
      boolean looksEncoded = c == '=' && i + 1 < text.length() && text.charAt(i + 1) == '?';
      if ((c < ' ' && c != '\t') || c > '~' || word > LONGEST_WORD || looksEncoded) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAtoms(String text) {
    if (text.isBlank() || text.length() > LONGEST_QUOTED || text.contains("=?")) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean single = c == ' ' && i > 0 && i < text.length() - 1 && text.charAt(i - 1) != ' ';
      if (!single && !isAlphanumeric(c) && ATOM_SPECIALS.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    return out.append('"').toString();
  }

  /** Breaks lines before blanks; no line is of blanks alone (RFC 5322 section 3.2.2). */
  private static String folded(int used, String text) {
    if (used + text.length() <= LINE) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    int start = 0;
    int column = used;
    int last = text.stripTrailing().length();
    while (start < text.length()) {
      int end = endOfWord(text, start);
      end = end == last ? text.length() : end;
      if (column + end - start > LINE && start > 0) {
        out.append("\r\n");
        column = 0;
      }
      out.append(text, start, end);
      column += end - start;
      start = end;
    }
    return out.toString();
  }

  /** The end of the blanks at this place and of the word after them. */
  private static int endOfWord(String text, int start) {
    int end = start;
    while (end < text.length() && isBlank(text.charAt(end))) {
      end++;
    }
    while (end < text.length() && !isBlank(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static String words(int used, String text) {
    return quotedLength(text) <= base64Length(text)
        ? quotedWords(used, text)
        : base64Words(used, text);
  }

  private static int base64Length(String text) {
    return (text.getBytes(StandardCharsets.UTF_8).length + 2) / 3 * 4;
  }

  private static int quotedLength(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      length += isPlainInWord(c) || c == ' ' ? 1 : 3 * utf8Length(c);
      i += Character.charCount(c);
    }
    return length;
  }

  private static boolean isPlainInWord(int c) {
    return isAlphanumeric(c) || PLAIN_IN_PHRASE.indexOf(c) >= 0;
  }

  private static int utf8Length(int c) {
    if (c < 0x80) {
      return 1;
    }
    return c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }

  private static String quotedWords(int used, String text) {
    StringBuilder out = new StringBuilder(text.length() * 3);
    int most = room(used);
    int length = 0;
    out.append(QUOTED);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      String written = written(c);
      if (length + written.length() > most) {
        out.append(END).append("\r\n ").append(QUOTED);
        length = 0;
        most = room(1);
      }
      out.append(written);
      length += written.length();
      i += Character.charCount(c);
    }
    return out.append(END).toString();
  }

  private static String written(int c) {
    if (c == ' ') {
      return "_";
    }
    if (isPlainInWord(c)) {
      return Character.toString(c);
    }
    StringBuilder out = new StringBuilder();
    for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
      out.append('=').append(hex(octet >> 4)).append(hex(octet));
    }
    return out.toString();
  }

  private static char hex(int octet) {
    return Character.toUpperCase(Character.forDigit(octet & 0xF, 16));
  }

  private static String base64Words(int used, String text) {
    StringBuilder out = new StringBuilder(text.length() * 4);
    int most = room(used) / 4 * 3;
    int start = 0;
    int octets = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int size = utf8Length(c);
      if (octets + size > most) {
        base64Word(out, text.substring(start, i)).append("\r\n ");
        start = i;
        octets = 0;
        most = room(1) / 4 * 3;
      }
      octets += size;
      i += Character.charCount(c);
    }
    return base64Word(out, text.substring(start)).toString();
  }

  private static StringBuilder base64Word(StringBuilder out, String text) {
    return out.append(BASE64)
        .append(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
        .append(END);
  }

  /** What the encoded text of a word may take on a line of which so much is used. */
  private static int room(int used) {
    return Math.min(LONGEST_ENCODED_WORD, LINE - used) - QUOTED.length() - END.length();
  }
}
