package io.mailwright.audience.intake;

import java.io.Serializable;

/**
 * A record that is not taken, as it is told to a person.
 *
 * @param line where it stands, 1 is the first line or sheet row
 * @param column the header of the column at fault, or its number where it has none, or empty if it
 *     is the whole line; at most 200 characters
 * @param value what stood there, at most 200 characters; control characters are shown as symbols,
 *     so that any database and any screen can take it
 * @param reason why
 */
public record Rejection(long line, String column, String value, RejectReason reason)
    implements SourceLine, Serializable {
  private static final long serialVersionUID = 1L;

  /** The most characters kept of a value. */
  public static final int MAX_SHOWN = 200;

  private static final int CONTROL_PICTURES = 0x2400;
  private static final char DELETE_PICTURE = '\u2421';
  private static final char REPLACEMENT = '\uFFFD';

  public Rejection {
    column = shown(column);
    value = shown(value);
  }

  private static String shown(String text) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), MAX_SHOWN));
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int width = Character.charCount(c);
      if (out.length() + width > MAX_SHOWN) {
        break;
      }
      out.appendCodePoint(visible(c));
      i += width;
    }
    return out.toString();
  }

  private static int visible(int c) {
    if (c < 0x20) {
      return CONTROL_PICTURES + c;
    }
    if (c == 0x7F) {
      return DELETE_PICTURE;
    }
    int type = Character.getType(c);
    return type == Character.CONTROL || type == Character.SURROGATE ? REPLACEMENT : c;
  }
}
