package io.mailwright.smtp.mailbox;

import java.io.IOException;
import java.io.InputStream;

/** A mail as POP3 sends it: it ends with a dot alone, and dots that begin a line are doubled. */
final class Pop3Mail extends InputStream {
  /** What is read of a mail at most, so that the connection can be used after it. */
  private static final long MOST = 64L * 1024 * 1024;

  private final Wire wire;
  private final int[] held = new int[2];
  private int first;
  private int count;
  private boolean isAtLineStart = true;
  private boolean isEnded;

  Pop3Mail(Wire wire) {
    this.wire = wire;
  }

  @Override
  public int read() throws IOException {
    if (count > 0) {
      count--;
      return noted(held[first++]);
    }
    if (isEnded) {
      return -1;
    }
    int c = wire.octet();
    return isAtLineStart && c == '.' ? afterDot() : noted(c);
  }

  /** The standard one takes a broken connection for the end of the mail. */
  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int n = 0;
    while (n < length) {
      int c = read();
      if (c < 0) {
        return n == 0 ? -1 : n;
      }
      into[from + n++] = (byte) c;
    }
    return n;
  }

  private int noted(int c) {
    isAtLineStart = c == '\n';
    return c;
  }

  private int afterDot() throws IOException {
    int c = wire.octet();
    if (c == '\n') {
      isEnded = true;
      return -1;
    }
    if (c != '\r') {
      return noted(c);
    }
    int next = wire.octet();
    if (next == '\n') {
      isEnded = true;
      return -1;
    }
    held[0] = next;
    first = 0;
    count = 1;
    return noted(c);
  }

  /**
   * Reads on to the end of the mail.
   *
   * @throws WireNonsense if it has none
   */
  void passOver() throws IOException {
    for (long n = 0; read() >= 0; n++) {
      if (n > MOST) {
        throw new WireNonsense("a mail has more than " + MOST + " octets");
      }
    }
  }
}
