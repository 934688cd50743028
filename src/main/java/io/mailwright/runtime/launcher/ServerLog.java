package io.mailwright.runtime.launcher;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.ErrorManager;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.StreamHandler;

/**
 * Writes the server log to one file that is always called the same, and moves it to {@code .1},
 * {@code .2} … when it is full. (The JDK's file handler numbers the current file too.) Configured
 * in logging.properties: {@code .file}, {@code .limit} in bytes, {@code .count} of old files.
 */
public final class ServerLog extends StreamHandler {
  private static final String NAME = ServerLog.class.getName();
  private static final int LONGEST_REASON = 400;

  // The first thing that went badly wrong: what follows is mostly its consequence.
  private static final AtomicReference<String> FIRST_FAILURE = new AtomicReference<>();

  private final Path file;
  private final long limit;
  private final int count;
  private long size;

  /** Opens the configured file and goes on at its end. */
  public ServerLog() throws IOException {
    this(
        Path.of(property("file", "server.log")),
        Long.parseLong(property("limit", "10485760")),
        Integer.parseInt(property("count", "5")));
  }

  ServerLog(Path file, long limit, int count) throws IOException {
    this.file = file;
    this.limit = limit;
    this.count = count;
    setFormatter(new LogLine());
    setEncoding("UTF-8");
    open();
  }

  /** The first entry of level SEVERE in this process in a few words, to tell why a start failed. */
  static Optional<String> firstFailure() {
    return Optional.ofNullable(FIRST_FAILURE.get());
  }

  private void remember(LogRecord entry) {
    Throwable root = entry.getThrown();
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    String words = root == null ? getFormatter().formatMessage(entry) : String.valueOf(root);
    FIRST_FAILURE.compareAndSet(
        null, words.length() > LONGEST_REASON ? words.substring(0, LONGEST_REASON) + "…" : words);
  }

  private static String property(String name, String otherwise) {
    String value = LogManager.getLogManager().getProperty(NAME + "." + name);
    return value == null ? otherwise : value.strip();
  }

  private void open() throws IOException {
    OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    size = Files.size(file);
    setOutputStream(new Counted(new BufferedOutputStream(out)));
  }

  @Override
  public synchronized void publish(LogRecord entry) {
    super.publish(entry);
    flush();
    if (entry.getLevel() == Level.SEVERE && FIRST_FAILURE.get() == null) {
      remember(entry);
    }
    if (size >= limit) {
      try {
        super.close();
        rotate();
        open();
      } catch (IOException e) {
        reportError("The server log cannot be rotated", e, ErrorManager.OPEN_FAILURE);
      }
    }
  }

  private void rotate() throws IOException {
    for (int i = count; i > 0; i--) {
      Path older = i == 1 ? file : numbered(i - 1);
      if (Files.exists(older)) {
        Files.move(older, numbered(i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Path numbered(int i) {
    return file.resolveSibling(file.getFileName() + "." + i);
  }

  /** Counts what is written, to know when the file is full without asking the disk. */
  private final class Counted extends FilterOutputStream {
    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      size++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      size += length;
    }
  }
}
