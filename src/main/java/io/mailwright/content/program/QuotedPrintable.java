package io.mailwright.content.program;

import io.mailwright.kernel.text.EightOctets;

/**
 * Quoted-printable (RFC 2045 section 6.7) of text. Besides what must be, it encodes a dot that
 * begins a line and the F of a "From " there, which mail programs on the way like to change.
 */
final class QuotedPrintable {
  /** A line has at most 76 octets, the last of them the = of a soft line break. */
  private static final int LINE = 75;

  private static final int DELETE = 0x7F;

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
  };

  private static final boolean[] AS_IT_IS = asItIs();

  private QuotedPrintable() {}

  private static boolean[] asItIs() {
    boolean[] plain = new boolean[128];
    for (int c = '!'; c <= '~'; c++) {
      plain[c] = c != '=';
    }
    return plain;
  }

  /**
   * Encodes text.
   *
   * @param text UTF-8 with lines ended by CR LF, LF or CR
   */
  static void encode(byte[] text, Octets out) {
    out.room(text.length + text.length / 16 + 16);
    int column = 0;
    int i = 0;
    while (i < text.length) {
      int c = text[i];
      if (c == '\r' || c == '\n') {
        i += c == '\r' && i + 1 < text.length && text[i + 1] == '\n' ? 2 : 1;
        out.room(2);
        out.put('\r');
        out.put('\n');
        column = 0;
        continue;
      }
      if (column > 0 || (c != '.' && c != 'F')) {
        int end = endOfPlain(text, i, LINE - column);
        if (end > i) {
          out.add(text, i, end - i);
          column += end - i;
          i = end;
          continue;
        }
      }
      boolean plain = c >= 0 && AS_IT_IS[c];
      if (c == ' ' || c == '\t') {
        // Blanks at the end of a line would be lost on the way.
        plain = i + 1 < text.length && text[i + 1] != '\r' && text[i + 1] != '\n';
      } else if (column == 0) {
        plain = plain && c != '.' && !(c == 'F' && isFrom(text, i));
      }
      int width = plain ? 1 : 3;
      out.room(6);
      if (column + width > LINE) {
        out.put('=');
        out.put('\r');
        out.put('\n');
        column = 0;
        continue;
      }
      if (plain) {
        out.put(c);
      } else {
        out.put('=');
        out.put(HEX[(c >> 4) & 0xF]);
        out.put(HEX[c & 0xF]);
      }
      column += width;
      i++;
    }
  }

  /** Where a run of octets ends that go out as they are, at most so many. */
  private static int endOfPlain(byte[] text, int from, int most) {
    int end = Math.min(text.length, from + most);
    int i = from;
    while (i + EightOctets.WIDTH <= end && isPlain(EightOctets.at(text, i))) {
      i += EightOctets.WIDTH;
    }
    while (i < end && (text[i] == ' ' || (text[i] > 0 && AS_IT_IS[text[i]]))) {
      i++;
    }
    boolean endsLine = i == text.length || text[i] == '\r' || text[i] == '\n';
    // A blank at the end of a line would be lost on the way.
    return endsLine && i > from && text[i - 1] == ' ' ? i - 1 : i;
  }

  private static boolean isPlain(long eight) {
    return !EightOctets.anyBeyondAscii(eight)
        && !EightOctets.anyBelow(eight, ' ')
        && !EightOctets.any(eight, '=')
        && !EightOctets.any(eight, DELETE);
  }

  private static boolean isFrom(byte[] text, int i) {
    return i + 4 < text.length
        && text[i + 1] == 'r'
        && text[i + 2] == 'o'
        && text[i + 3] == 'm'
        && text[i + 4] == ' ';
  }
}
