package io.mailwright.audience.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/**
 * Cuts a file into physical lines at CR, LF or CR LF, whichever comes, without decoding it: in
 * every encoding we read but UTF-16 and UTF-32 these bytes stand for nothing else, and those are
 * cut by their units. So each line has a byte offset to return to, and a line that does not decode
 * spoils no other.
 *
 * <p>Holds a buffer of 256 KB and one line of at most 1 MB; the rest of a longer line is passed
 * over.
 */
final class LineReader {
  /** The longest line that is kept whole, in bytes. */
  static final int MAX_LINE = 1 << 20;

  private static final int BUFFER = 1 << 18;

  /** The bytes of one character of a line end. */
  enum Unit {
    BYTE(1, true),
    TWO_BIG_ENDIAN(2, true),
    TWO_LITTLE_ENDIAN(2, false),
    FOUR_BIG_ENDIAN(4, true),
    FOUR_LITTLE_ENDIAN(4, false);

    private final int width;
    private final boolean isBigEndian;

    Unit(int width, boolean isBigEndian) {
      this.width = width;
      this.isBigEndian = isBigEndian;
    }
  }

  private final SeekableByteChannel channel;
  private final Unit unit;
  private final byte[] buffer = new byte[BUFFER];
  private long bufferOffset;
  private int position;
  private int limit;

  private byte[] line = new byte[1024];
  private int length;
  private boolean cut;
  private long number;

  LineReader(SeekableByteChannel channel, Unit unit, long offset) throws IOException {
    this.channel = channel;
    this.unit = unit;
    goTo(offset, 0);
  }

  /** Goes on at an offset where a line begins; the next line has the number after this one. */
  void goTo(long offset, long lastNumber) throws IOException {
    number = lastNumber;
    if (offset >= bufferOffset && offset <= bufferOffset + limit && limit > 0) {
      position = (int) (offset - bufferOffset);
      return;
    }
    channel.position(offset);
    bufferOffset = offset;
    position = 0;
    limit = 0;
  }

  /** Reads the next line; false at the end of the file. */
  boolean next() throws IOException {
    length = 0;
    cut = false;
    boolean any = false;
    while (true) {
      int end = lineEnd();
      any |= end > position;
      keep(end);
      if (limit - position >= unit.width) {
        boolean isReturn = unitAt(position) == '\r';
        position += unit.width;
        if (isReturn && available(unit.width) && unitAt(position) == '\n') {
          position += unit.width;
        }
        number++;
        return true;
      }
      if (!fill()) {
        any |= limit > position;
        keep(limit);
        number += any ? 1 : 0;
        return any;
      }
    }
  }

  /** The index of the next line end, or where whole units end in the buffer. */
  private int lineEnd() {
    int i = position;
    if (unit == Unit.BYTE) {
      while (i < limit && buffer[i] != '\n' && buffer[i] != '\r') {
        i++;
      }
      return i;
    }
    while (i + unit.width <= limit && unitAt(i) != '\n' && unitAt(i) != '\r') {
      i += unit.width;
    }
    return i;
  }

  private int unitAt(int i) {
    int value = 0;
    for (int k = 0; k < unit.width; k++) {
      value = value << 8 | buffer[i + (unit.isBigEndian ? k : unit.width - 1 - k)] & 0xFF;
    }
    return value;
  }

  private void keep(int end) {
    int count = Math.min(end - position, MAX_LINE - length);
    cut |= count < end - position;
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.min(MAX_LINE, Math.max(line.length * 2, length + count)));
    }
    System.arraycopy(buffer, position, line, length, count);
    length += count;
    position = end;
  }

  private boolean available(int count) throws IOException {
    while (limit - position < count) {
      if (!fill()) {
        return false;
      }
    }
    return true;
  }

  /** Reads on behind what is left in the buffer, at most a unit. */
  private boolean fill() throws IOException {
    int left = limit - position;
    System.arraycopy(buffer, position, buffer, 0, left);
    bufferOffset += position;
    position = 0;
    limit = left;
    int read = channel.read(ByteBuffer.wrap(buffer, limit, BUFFER - limit));
    limit += Math.max(read, 0);
    return read > 0;
  }

  /** The number of the last line read, 1 is the first. */
  long number() {
    return number;
  }

  /** The byte where the next line begins. */
  long offset() {
    return bufferOffset + position;
  }

  /** The bytes of the line, without its end; only the first {@link #length} of them count. */
  byte[] bytes() {
    return line;
  }

  /** How many bytes the line has, or is kept of it. */
  int length() {
    return length;
  }

  /** Whether the line is longer than {@link #MAX_LINE} and only its beginning is kept. */
  boolean isCut() {
    return cut;
  }

  /** How many bytes this holds in memory now. */
  int held() {
    return buffer.length + line.length;
  }
}
