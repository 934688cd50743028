package io.mailwright.runtime.launcher;

import io.mailwright.kernel.error.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The data folder, created if need be, writable, and held by this process alone until it ends: the
 * lock is the operating system's, so a kill releases it.
 */
final class DataFolder {
  private static final String LOCK = "mailwright.lock";
  private static final String DEMO_MARK = "mailwright.demo";
  private static final String SETTINGS = "mailwright.properties";

  private static final long MEGABYTE = 1024 * 1024;

  private final Path path;

  // Kept for its lifetime: the lock ends with the channel.
  private final FileLock lock;

  private DataFolder(Path path, FileLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates, checks and locks a folder.
   *
   * @throws StartFailure if it cannot be written or another process has it
   */
  static DataFolder take(Path given) throws StartFailure {
    Path path = given.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      Path probe = Files.writeString(path.resolve(".write-test"), "x");
      Files.delete(probe);
    } catch (IOException e) {
      throw unusable(path, e);
    }
    return new DataFolder(path, locked(path));
  }

  private static FileLock locked(Path path) throws StartFailure {
    Path file = path.resolve(LOCK);
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        String pid = ProcessHandle.current().pid() + System.lineSeparator();
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
        return lock;
      }
    } catch (OverlappingFileLockException heldByUs) {
      // The same answer as for another process.
    } catch (IOException e) {
      throw unusable(path, e);
    }
    String holder = holderIn(channel);
    close(channel);
    throw new StartFailure(
        ErrorCode.DATA_FOLDER_IN_USE,
        "The data folder %s is in use by another Mailwright process%s. Stop that one first, or give"
                .formatted(path, holder)
            + " this one a folder of its own with MAILWRIGHT_DATA_DIR.");
  }

  private static String holderIn(FileChannel channel) {
    try {
      ByteBuffer text = ByteBuffer.allocate(32);
      channel.read(text, 0);
      String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
      return pid.isEmpty() ? "" : " (process " + pid + ")";
    } catch (IOException unreadable) {
      return ""; // Some systems do not let a locked file be read; the message does without.
    }
  }

  private static void close(FileChannel channel) throws StartFailure {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StartFailure(ErrorCode.DATA_FOLDER_UNUSABLE, "Closing a file failed: " + e);
    }
  }

  private static StartFailure unusable(Path path, IOException e) {
    return new StartFailure(
        ErrorCode.DATA_FOLDER_UNUSABLE,
        "The data folder %s cannot be created or written (%s). Give the user who runs Mailwright"
                .formatted(path, Reasons.of(e))
            + " write access, free the disk, or set MAILWRIGHT_DATA_DIR.");
  }

  /**
   * Makes sure that the server can unpack itself here, and leave room for a database.
   *
   * @param bytes how much must be free
   * @throws StartFailure if less is free
   */
  void checkRoom(long bytes) throws StartFailure {
    try {
      long free = Files.getFileStore(path).getUsableSpace();
      if (free < bytes) {
        throw new StartFailure(
            ErrorCode.DATA_FOLDER_UNUSABLE,
            "The disk of the data folder %s has %d MB free; a start needs %d MB. Free some, or set"
                    .formatted(path, free / MEGABYTE, bytes / MEGABYTE)
                + " MAILWRIGHT_DATA_DIR to another disk.");
      }
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  /** The absolute path. */
  Path path() {
    return path;
  }

  /** Whether the lock is still ours. */
  boolean isHeld() {
    return lock.isValid();
  }

  /**
   * A folder inside, created if need be.
   *
   * @throws StartFailure if it cannot be created
   */
  Path folder(String name) throws StartFailure {
    try {
      return Files.createDirectories(path.resolve(name));
    } catch (IOException e) {
      throw unusable(path.resolve(name), e);
    }
  }

  /**
   * A folder inside, emptied: for what only this process needs.
   *
   * @throws StartFailure if it cannot be emptied
   */
  Path emptyFolder(String name) throws StartFailure {
    Path folder = path.resolve(name);
    try {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        deleteTree(folder);
      }
      return Files.createDirectory(folder);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /**
   * The settings of {@code mailwright.properties}, UTF-8; empty if there is no such file.
   *
   * @throws StartFailure if it cannot be read
   */
  Map<String, String> settings() throws StartFailure {
    Path file = path.resolve(SETTINGS);
    Map<String, String> settings = new TreeMap<>();
    if (Files.exists(file)) {
      Properties properties = new Properties();
      try (BufferedReader reader = Files.newBufferedReader(file)) {
        passByteOrderMark(reader);
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new StartFailure(
            ErrorCode.SETTING_UNUSABLE,
            "%s cannot be read (%s). It must be a UTF-8 file of lines name=value."
                .formatted(file, e.getMessage()));
      }
      properties.stringPropertyNames().forEach(n -> settings.put(n, properties.getProperty(n)));
    }
    return settings;
  }

  /** Some editors begin a UTF-8 file with it; it would become a part of the first name. */
  private static void passByteOrderMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
  }

  /**
   * Empties the folder for a new demo. Only an empty folder and one that a demo has made are taken,
   * so that a wrong path never costs data.
   *
   * @throws StartFailure if it holds something else, or cannot be emptied
   */
  void emptyForDemo() throws StartFailure {
    try {
      List<Path> content;
      try (Stream<Path> files = Files.list(path)) {
        content = files.filter(f -> !f.endsWith(LOCK)).toList();
      }
      if (!content.isEmpty() && !Files.exists(path.resolve(DEMO_MARK))) {
        throw new StartFailure(
            ErrorCode.DATA_FOLDER_UNUSABLE,
            "%s was not made by a demo and is left alone. Give the demo an empty folder with --data."
                .formatted(path));
      }
      for (Path entry : content) {
        if (!entry.endsWith(DEMO_MARK)) {
          deleteTree(entry);
        }
      }
      Files.writeString(
          path.resolve(DEMO_MARK), "Each demo empties this folder before it begins.\n");
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static void deleteTree(Path top) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(top)) { // follows no links
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path entry : deepestFirst) {
      Files.delete(entry);
    }
  }
}
