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

  // What went badly wrong first: what follows is mostly its consequence.
  private static final AtomicReference<Failure> FIRST_FAILURE = new AtomicReference<>();

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

  /**
   * Why a start failed.
   *
   * @param words in one line or several
   * @param rank how much it says: 2 an error with a number of ours, 1 another exception, 0 a
   *     message
   */
  private record Failure(String words, int rank) {
    static Failure of(LogRecord entry, String message) {
      Throwable root = entry.getThrown();
      if (root == null) {
        return new Failure(message, 0);
      }
      // Asked first: whoever stumbles over a damaged file says something of its own.
      if (DamagedDatabase.isMeantBy(root)) {
        return new Failure(DamagedDatabase.WORDS, 2);
      }
      for (Throwable e = root; e != null; e = e.getCause()) {
        if (e.toString().startsWith("MW-")) {
          return new Failure(e.toString(), 2);
        }
        root = e;
      }
      return new Failure(root.toString(), 1);
    }

    Failure orBetter(Failure later) {
      return later.rank > rank ? later : this;
    }
  }

  /**
   * What the grave entries of this process say about why its start failed, in a few words: the
   * first of those that say most. An error with a number of ours begins with {@code MW-}.
   */
  static Optional<String> firstFailure() {
    return Optional.ofNullable(FIRST_FAILURE.get())
        .map(Failure::words)
        .map(
            words ->
                words.length() > LONGEST_REASON ? words.substring(0, LONGEST_REASON) + "…" : words);
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
    if (entry.getLevel().equals(Level.SEVERE)) {
      FIRST_FAILURE.accumulateAndGet(
          Failure.of(entry, getFormatter().formatMessage(entry)),
          (first, later) -> first == null ? later : first.orBetter(later));
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
