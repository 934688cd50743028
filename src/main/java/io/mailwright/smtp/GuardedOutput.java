package io.mailwright.smtp;

import java.io.IOException;
import java.io.OutputStream;

/** Writes to a socket and says since when, so that a watch can cut one that is stuck. */
final class GuardedOutput extends OutputStream {
  private static final long NOT_WRITING = 0;

  private final LiveSocket live;
  private final OutputStream out;
  private final long mostNanos;
  private volatile long since = NOT_WRITING;

  /**
   * @param mostMillis how long one write may take
   */
  GuardedOutput(LiveSocket live, long mostMillis) throws IOException {
    this.live = live;
    this.out = live.output();
    this.mostNanos = mostMillis * 1_000_000;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] b, int off, int len) throws IOException {
    since = System.nanoTime() | 1;
    try {
      out.write(b, off, len);
    } finally {
      since = NOT_WRITING;
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** Called by the watch. */
  void cutIfStuck(long now) {
    long begun = since;
    if (begun != NOT_WRITING && now - begun > mostNanos) {
      live.cut();
    }
  }
}
