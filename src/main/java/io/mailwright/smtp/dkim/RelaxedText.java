package io.mailwright.smtp.dkim;

import java.util.Arrays;

/**
 * Header fields in relaxed form (RFC 6376 section 3.4.2): the name small, the value on one line,
 * blanks as one space and none at its ends. For one thread.
 */
final class RelaxedText {
  private byte[] bytes;
  private int size;

  /**
   * @param expected octets of the fields as they are, at least
   */
  RelaxedText(int expected) {
    bytes = new byte[expected + 64];
  }

  /**
   * Adds a field without a line end.
   *
   * @param name in small letters
   * @param from the place of its colon in the octets
   * @param to the place after it
   */
  void field(byte[] name, byte[] octets, int from, int to) {
    room(name.length + 1 + to - from);
    System.arraycopy(name, 0, bytes, size, name.length);
    size += name.length;
    bytes[size++] = ':';
    boolean blank = false;
    boolean begun = false;
    for (int i = from + 1; i < to; i++) {
      byte octet = octets[i];
      if (octet == ' ' || octet == '\t') {
        blank = true;
      } else if (octet != '\r' && octet != '\n') {
        if (blank && begun) {
          bytes[size++] = ' ';
        }
        bytes[size++] = octet;
        begun = true;
        blank = false;
      }
    }
  }

  void lineEnd() {
    room(2);
    bytes[size++] = '\r';
    bytes[size++] = '\n';
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
