package io.mailwright.runtime.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * The server log's form: time in UTC, level, thread number, logger, message, and the stack trace if
 * there is one. Line breaks within a message are indented, so that a new entry always begins with a
 * digit and no one can forge an entry.
 */
public final class LogLine extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  @Override
  public String format(LogRecord entry) {
    StringBuilder line = new StringBuilder(200);
    line.append(TIME.format(entry.getInstant())).append(' ');
    line.append(entry.getLevel().getName()).append(" [").append(entry.getLongThreadID());
    line.append("] ").append(entry.getLoggerName()).append(": ");
    line.append(indented(String.valueOf(formatMessage(entry)))).append('\n');
    if (entry.getThrown() != null) {
      StringWriter trace = new StringWriter();
      entry.getThrown().printStackTrace(new PrintWriter(trace, true));
      line.append("    ").append(indented(trace.toString())).append('\n');
    }
    return line.toString();
  }

  private static String indented(String text) {
    return text.strip().replaceAll("\\R", "\n    ");
  }
}
