package io.mailwright.content.render;

/**
 * Lets people write {@code {{城市}}}: the grammar knows only Latin letters in names, and anything in
 * brackets, so a name with other letters is put into brackets before it is read.
 */
final class NativeNames {
  private NativeNames() {}

  /** The same source with such names in brackets; lines stay as they are. */
  static String bracketed(String source) {
    if (source.chars().allMatch(c -> c < 0x80)) {
      return source;
    }
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
      if (comment) {
        out.append(source, open + 2, close);
      } else {
        tag(source, open + 2, close, out);
      }
      at = close;
    }
  }

  /** Copies one tag; what stands in quotes or brackets is left alone. */
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
      String piece = source.substring(at, end);
      boolean foreign = isNameChar(c) && piece.chars().anyMatch(letter -> letter >= 0x80);
      out.append(foreign ? "[" + piece + "]" : piece);
      at = end;
    }
  }

  private static boolean isNameChar(char c) {
    return Character.isLetterOrDigit(c)
        || c == '_'
        || c == '-'
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.isSurrogate(c);
  }
}
