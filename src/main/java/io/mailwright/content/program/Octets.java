package io.mailwright.content.program;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of octets. For one thread. */
final class Octets {
  private byte[] bytes;
  private int size;

  /**
   * @param expected how many there will be, about
   */
  Octets(int expected) {
    bytes = new byte[Math.max(64, expected)];
  }

  /** Adds text that is known to be ASCII, but for addresses that go out as UTF-8 (RFC 6532). */
  Octets add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  Octets add(byte[] more) {
    return add(more, 0, more.length);
  }

  Octets add(byte[] more, int from, int length) {
    room(length);
    System.arraycopy(more, from, bytes, size, length);
    size += length;
    return this;
  }

  Octets add(int octet) {
    room(1);
    bytes[size++] = (byte) octet;
    return this;
  }

  /** Sees to it that so many more can be put without growing. */
  void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }

  /** Adds one octet for which there is {@link #room}. */
  void put(int octet) {
    bytes[size++] = (byte) octet;
  }

  int size() {
    return size;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
