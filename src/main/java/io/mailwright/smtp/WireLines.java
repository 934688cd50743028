package io.mailwright.smtp;

import io.mailwright.kernel.text.EightOctets;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A mail's content on its way to the wire: leading dots doubled (RFC 5321 section 4.5.2), and every
 * lone CR or LF made a line end, so that no receiver can see an end of the mail inside of it.
 * Writes in runs as long as can be. For one mail.
 */
final class WireLines extends OutputStream {
  private static final byte[] LINE_END = {'\r', '\n'};

  /** CR is the greater of the two. */
  private static final int AFTER_LINE_ENDS = '\r' + 1;

  private final OutputStream out;
  private boolean atStartOfLine = true;
  private boolean afterCr;

  WireLines(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    int end = offset + length;
    int from = offset;
    for (int i = offset; i < end; i++) {
      byte c = octets[i];
      if (c == '\n' || c == '\r') {
        if (c == '\r' && i + 1 < end && octets[i + 1] == '\n') {
          i++;
        } else {
          out.write(octets, from, i - from);
          from = i + 1;
          if (c == '\r' || !afterCr) {
            out.write(LINE_END);
          }
        }
        afterCr = c == '\r' && i + 1 >= end && octets[i] == '\r';
        atStartOfLine = true;
      } else {
        if (atStartOfLine && c == '.') {
          out.write(octets, from, i - from);
          out.write('.');
          from = i;
        }
        atStartOfLine = false;
        afterCr = false;
        i = lineEnd(octets, i + 1, end) - 1;
      }
    }
    out.write(octets, from, end - from);
  }

  /** Where the next CR or LF is, or the end. */
  private static int lineEnd(byte[] octets, int from, int end) {
    int i = from;
    while (i + EightOctets.WIDTH <= end
        && !EightOctets.anyBelow(EightOctets.at(octets, i), AFTER_LINE_ENDS)) {
      i += EightOctets.WIDTH;
    }
    while (i < end && octets[i] != '\n' && octets[i] != '\r') {
      i++;
    }
    return i;
  }

  /** Ends the last line if it is open. */
  void endLine() throws IOException {
    if (!atStartOfLine) {
      out.write(LINE_END);
      atStartOfLine = true;
    }
  }
}
