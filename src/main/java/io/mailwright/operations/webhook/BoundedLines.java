package io.mailwright.operations.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The lines of a header, of which all together may not be too large. For one thread. */
final class BoundedLines {
  private final InputStream in;
  private final int most;
  private int read;

  /**
   * @param most octets of all lines
   */
  BoundedLines(InputStream in, int most) {
    this.in = in;
    this.most = most;
  }

  /** The next line, without its end. */
  String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new IOException("the connection was closed without an answer");
      }
      if (++read > most) {
        throw new IOException("the header of the answer is larger than " + most + " octets");
      }
      line.write(octet);
    }
    read++;
    return line.toString(java.nio.charset.StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
