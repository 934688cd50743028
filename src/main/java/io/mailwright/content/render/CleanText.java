package io.mailwright.content.render;

/**
 * Takes out of rendered text what must not reach a mail: control characters and halves of surrogate
 * pairs. Most text has none and is returned as it is.
 */
final class CleanText {
  private static final char REPLACEMENT = '\uFFFD';

  private CleanText() {}

  /** One line: line ends become one space, so no value can begin a header of its own. */
  static String line(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isLineEnd(c) || c == '\t' || c == '\u000B' || c == '\f') {
        gap = true;
      } else if (!Character.isISOControl(c)) {
        if (gap && clean.length() > 0 && c != ' ') {
          clean.append(' ');
        }
        gap = false;
        clean.append(whole(text, i));
      }
    }
    return clean.toString().strip();
  }

  /** Many lines, each ending in LF; tabs stay. */
  static String lines(String text) {
    if (isClean(text)) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r') {
        if (i + 1 == text.length() || text.charAt(i + 1) != '\n') {
          clean.append('\n');
        }
      } else if (isLineEnd(c)) {
        clean.append('\n');
      } else if (c == '\t' || !Character.isISOControl(c)) {
        clean.append(whole(text, i));
      }
    }
    return clean.toString();
  }

  /** The offset of the first character that would be left out or replaced, or -1. */
  static int firstUnsendable(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r';
      if (control || whole(text, i) != c) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isClean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\n' && c != '\t')
          || (c >= '\u007F' && c <= '\u009F')
          || c == '\u2028'
          || c == '\u2029'
          || (Character.isSurrogate(c) && whole(text, i) != c)) {
        return false;
      }
    }
    return true;
  }

  /** CR, LF, NEL, and Unicode's line and paragraph separators (UAX 14). */
  private static boolean isLineEnd(char c) {
    return c == '\r' || c == '\n' || c == '\u0085' || c == '\u2028' || c == '\u2029';
  }

  /** The character at the offset, replaced where it is one half of a pair without the other. */
  private static char whole(CharSequence text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      boolean paired = i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
      return paired ? c : REPLACEMENT;
    }
    if (Character.isLowSurrogate(c)) {
      boolean paired = i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
      return paired ? c : REPLACEMENT;
    }
    return c;
  }
}
