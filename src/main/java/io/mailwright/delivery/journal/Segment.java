package io.mailwright.delivery.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One file of the journal, written in full before it is used, so that no note fails for want of
 * space. A {@link RandomAccessFile} rather than a channel: an interrupted thread would close a
 * channel for all others. Thread-safe.
 */
final class Segment implements AutoCloseable {
  private static final int HEADER_SIZE = SlotFormat.SLOT_SIZE;
  private static final long MARK = 0x4d574a4f55524e31L;
  private static final int BLOCK = 64 * 1024;

  private final Path path;
  private final RandomAccessFile file;
  private final int capacity;
  private final AtomicInteger unconfirmed = new AtomicInteger();
  private long number;
  private int reserved;
  private volatile boolean dirty;

  private Segment(Path path, RandomAccessFile file, int capacity) {
    this.path = path;
    this.file = file;
    this.capacity = capacity;
  }

  /** Makes a file of so many slots, written with zeros to its end. */
  static Segment create(Path path, int capacity) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    boolean done = false;
    try {
      byte[] zeros = new byte[BLOCK];
      long left = HEADER_SIZE + (long) capacity * SlotFormat.SLOT_SIZE;
      while (left > 0) {
        int length = (int) Math.min(left, zeros.length);
        file.write(zeros, 0, length);
        left -= length;
      }
      done = true;
      return new Segment(path, file, capacity);
    } finally {
      if (!done) {
        file.close();
        Files.deleteIfExists(path);
      }
    }
  }

  /** Begins a use of the file under a new number; what an earlier use left behind is void. */
  synchronized void begin(long newNumber, long incarnation) throws IOException {
    number = newNumber;
    reserved = 0;
    unconfirmed.set(0);
    byte[] header =
        ByteBuffer.allocate(3 * Long.BYTES)
            .putLong(MARK)
            .putLong(number)
            .putLong(incarnation)
            .array();
    file.seek(0);
    file.write(header);
    dirty = true;
  }

  /** The number of a file's present use for an incarnation, or -1 if it is no segment of it. */
  static long numberOf(byte[] content, long incarnation) {
    if (content.length < HEADER_SIZE) {
      return -1;
    }
    ByteBuffer header = ByteBuffer.wrap(content);
    boolean known = header.getLong() == MARK;
    long number = header.getLong();
    return known && header.getLong() == incarnation ? number : -1;
  }

  /** How many slots a file of this length has. */
  static int slotsOf(byte[] content) {
    return (content.length - HEADER_SIZE) / SlotFormat.SLOT_SIZE;
  }

  /** Where a slot begins in the file. */
  static int offsetOf(int slot) {
    return HEADER_SIZE + slot * SlotFormat.SLOT_SIZE;
  }

  long number() {
    return number;
  }

  Path path() {
    return path;
  }

  boolean isFull() {
    return reserved == capacity;
  }

  /** Takes the next slot. Called by one thread at a time. */
  int reserve() {
    unconfirmed.incrementAndGet();
    return reserved++;
  }

  synchronized void write(int slot, int at, byte[] bytes) throws IOException {
    file.seek(offsetOf(slot) + (long) at);
    file.write(bytes);
    dirty = true;
  }

  /** Brings to the disk what was written. */
  void sync() throws IOException {
    if (dirty) {
      dirty = false;
      file.getFD().sync();
    }
  }

  /** One outcome is in the ledger; whether all reserved so far are. */
  boolean confirm() {
    return unconfirmed.decrementAndGet() == 0;
  }

  boolean isConfirmed() {
    return unconfirmed.get() == 0;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
