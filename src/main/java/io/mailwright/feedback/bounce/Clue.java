package io.mailwright.feedback.bounce;

/**
 * Something that was looked at to understand a mail.
 *
 * @param where in plain words, as {@code Status field of the delivery report}
 * @param words what stands there, at most {@value #MOST} characters
 */
public record Clue(String where, String words) {
  static final int MOST = 300;

  static Clue of(String where, String words) {
    return new Clue(where, oneLine(words, MOST));
  }

  /** In one line, with what could change how a page shows it left out. */
  static String oneLine(String text, int most) {
    StringBuilder line = new StringBuilder(Math.min(most, text.length()));
    for (int i = 0; i < text.length() && line.length() < most; i++) {
      char c = text.charAt(i);
      if (c > ' ' && c < 0x7f) {
        line.append(c);
      } else if (Character.isWhitespace(c) || Character.isISOControl(c)) {
        if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
          line.append(' ');
        }
      } else if (Character.getType(c) != Character.FORMAT) {
        line.append(c);
      }
    }
    return line.toString().strip();
  }
}
