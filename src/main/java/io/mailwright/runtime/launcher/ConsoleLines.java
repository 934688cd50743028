package io.mailwright.runtime.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Shows a person at the console the few lines meant for him: what is logged to {@value
 * #LOGGER_NAME}, message only. That logger is kept out of the server log, so a first password may
 * pass through it.
 */
public final class ConsoleLines extends Handler {
  /** The logger whose entries go to the console, and nowhere else. */
  public static final String LOGGER_NAME = "io.mailwright.console";

  // Not System.out, which goes to the log once the server starts.
  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private static final PrintStream ERR =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

  /** A handler with its message formatter; made by the log configuration. */
  public ConsoleLines() {
    setFormatter(
        new Formatter() {
          @Override
          public String format(LogRecord entry) {
            return formatMessage(entry);
          }
        });
  }

  /** Prints a line to the real standard output. */
  static void say(String line) {
    OUT.println(line);
  }

  /** Prints a line to the real standard error. */
  static void complain(String line) {
    ERR.println(line);
  }

  @Override
  public void publish(LogRecord entry) {
    if (isLoggable(entry)) {
      say(getFormatter().format(entry));
    }
  }

  @Override
  public void flush() {
    OUT.flush();
  }

  @Override
  public void close() {
    flush(); // Standard output outlives every handler.
  }
}
