package io.mailwright.runtime.launcher;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends what the server and its libraries print to standard output or error to the log, line by
 * line. What a log handler itself prints while it logs is dropped, or it would go round in circles.
 */
final class LoggedOutput extends OutputStream {
  private static final int LONGEST_LINE = 16 * 1024;

  private final Logger logger;
  private final Level level;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ThreadLocal<Boolean> logging = ThreadLocal.withInitial(() -> false);

  private LoggedOutput(String loggerName, Level level) {
    this.logger = Logger.getLogger(loggerName);
    this.level = level;
  }

  /** Replaces {@link System#out} and {@link System#err} for the rest of the process. */
  static void takeOver() {
    System.setOut(stream("stdout", Level.INFO));
    System.setErr(stream("stderr", Level.WARNING));
  }

  static PrintStream stream(String loggerName, Level level) {
    return new PrintStream(new LoggedOutput(loggerName, level), true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int b) {
    if (b == '\n' || line.size() >= LONGEST_LINE) {
      endLine();
    }
    if (b != '\n' && b != '\r') {
      line.write(b);
    }
  }

  private void endLine() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (text.isBlank() || logging.get()) {
      return;
    }
    logging.set(true);
    try {
      logger.log(level, text);
    } finally {
      logging.set(false);
    }
  }
}
