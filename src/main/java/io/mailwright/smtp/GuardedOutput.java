package io.mailwright.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Writes to a socket, and cuts it if one write takes too long: a blocking write has no time-out of
 * its own, and a server that stops reading would hold the thread for ever.
 */
final class GuardedOutput extends OutputStream {
  private final LiveSocket live;
  private final OutputStream out;
  private final ScheduledExecutorService watchdog;
  private final long millis;

  GuardedOutput(LiveSocket live, ScheduledExecutorService watchdog, long millis)
      throws IOException {
    this.live = live;
    this.out = live.output();
    this.watchdog = watchdog;
    this.millis = millis;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] b, int off, int len) throws IOException {
    Future<?> alarm = watchdog.schedule(live::cut, millis, TimeUnit.MILLISECONDS);
    try {
      out.write(b, off, len);
    } finally {
      alarm.cancel(false);
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
