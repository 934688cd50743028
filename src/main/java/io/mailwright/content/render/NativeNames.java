package io.mailwright.content.render;

import io.mailwright.kernel.text.AttributeName;

/**
 * Lets people write {@code {{城市}}} and {@code {{[First name]}}}. The grammar knows only Latin
 * letters in names, and anything in brackets, so a name with other letters is put into brackets
 * before it is read; and a column's name becomes that of its attribute here, once, so that filling
 * in a mail looks names up as they are.
 */
final class NativeNames {
  private NativeNames() {}

  /** The same source with names as attributes have them; lines stay as they are. */
  static String bracketed(String source) {
    StringBuilder out = new StringBuilder(source.length() + 16);
    int at = 0;
    while (true) {
      int open = source.indexOf("{{", at);
      int close = open < 0 ? -1 : source.indexOf("}}", open);
      if (close < 0) {
        return out.append(source, at, source.length()).toString();
      }
      out.append(source, at, open + 2);
      boolean comment = source.startsWith("!", open + 2) || source.startsWith("~!", open + 2);
      boolean literal = open > 0 && source.charAt(open - 1) == '\\';
      if (comment || literal) {
        out.append(source, open + 2, close);
      } else {
        tag(source, open + 2, close, out);
      }
      at = close;
    }
  }

  /** Copies one tag; what stands in quotes is left alone. */
  private static void tag(String source, int from, int to, StringBuilder out) {
    int at = from;
    while (at < to) {
      char c = source.charAt(at);
      int end = at;
      if (c == '"' || c == '\'' || c == '[') {
        int closing = source.indexOf(c == '[' ? ']' : c, at + 1);
        end = closing < 0 || closing >= to ? to : closing + 1;
      } else {
        while (end < to && isNameChar(source.charAt(end))) {
          end++;
        }
        end = Math.max(end, at + 1);
      }
      out.append(named(source.substring(at, end)));
      at = end;
    }
  }

  private static String named(String piece) {
    char first = piece.charAt(0);
    if (first == '[' && piece.endsWith("]")) {
      String written = piece.substring(1, piece.length() - 1);
      return "[" + attribute(written) + "]";
    }
    if (!isNameChar(first)) {
      return piece;
    }
    // A hyphen in front is that of a number.
    String name = first == '-' ? piece : attribute(piece);
    return name.chars().anyMatch(letter -> letter >= 0x80) ? "[" + name + "]" : name;
  }

  /** The attribute that is meant; what means none, as {@code @key} does, stays as it is. */
  private static String attribute(String written) {
    String name = AttributeName.of(written);
    return name.isEmpty() || written.startsWith("@") ? written : name;
  }

  private static boolean isNameChar(char c) {
    return Character.isLetterOrDigit(c)
        || c == '_'
        || c == '-'
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.isSurrogate(c);
  }
}
