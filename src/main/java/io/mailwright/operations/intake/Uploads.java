package io.mailwright.operations.intake;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Files that were sent in, kept in {@code uploads} of the data folder under names of our own. */
@ApplicationScoped
class Uploads {
  /** The largest file that is taken: 2 GiB. */
  static final long MOST_BYTES = 2L * 1024 * 1024 * 1024;

  private static final int BUFFER = 64 * 1024;

  /** How the name of a file ends that is not here to its end. */
  private static final String UNFINISHED = ".part";

  private Path folder;
  private long mostBytes;

  Uploads() {}

  @Inject
  Uploads(Settings settings) {
    this(settings.dataFolder().resolve("uploads"), MOST_BYTES);
  }

  Uploads(Path folder, long mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  /**
   * Stores a file to its end; leaves nothing if that fails.
   *
   * @throws MailwrightException {@link ErrorCode#BODY_TOO_LARGE}, {@link ErrorCode#UPLOAD_BROKEN}
   */
  Path store(InputStream content) {
    String name = UUID.randomUUID().toString();
    Path part = folder.resolve(name + UNFINISHED);
    boolean complete = false;
    try {
      Files.createDirectories(folder);
      try (OutputStream out = Files.newOutputStream(part)) {
        copy(content, out);
      }
      Path file = Files.move(part, folder.resolve(name + ".upload"));
      complete = true;
      return file;
    } catch (IOException e) {
      throw new MailwrightException(
          ErrorCode.UPLOAD_BROKEN,
          "The file could not be taken in to its end ("
              + e.getClass().getSimpleName()
              + "). Nothing was imported; check the connection and the space in the data folder,"
              + " and send it again.",
          e);
    } finally {
      if (!complete) {
        discard(part);
      }
    }
  }

  /** Removes what an earlier process was taking in when it ended: nothing will ever read it. */
  void discardUnfinished() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + UNFINISHED)) {
      parts.forEach(this::discard);
    } catch (IOException | DirectoryIteratorException e) {
      System.getLogger(Uploads.class.getName())
          .log(System.Logger.Level.WARNING, "Unfinished uploads could not be removed", e);
    }
  }

  /** Files that were last written before a moment. */
  List<Path> olderThan(Instant moment) {
    List<Path> old = new ArrayList<>();
    for (Path file : files()) {
      try {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(moment)) {
          old.add(file);
        }
      } catch (NoSuchFileException e) {
        // It was read to its end meanwhile.
        continue;
      } catch (IOException e) {
        System.getLogger(Uploads.class.getName())
            .log(System.Logger.Level.WARNING, "An upload cannot be looked at: " + file, e);
      }
    }
    return old;
  }

  /** All that are here to their end. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.upload")) {
        found.forEach(files::add);
      } catch (IOException | DirectoryIteratorException e) {
        System.getLogger(Uploads.class.getName())
            .log(System.Logger.Level.WARNING, "The uploads cannot be listed", e);
      }
    }
    return files;
  }

  private void copy(InputStream content, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      bytes += n;
      if (bytes > mostBytes) {
        throw new MailwrightException(
            ErrorCode.BODY_TOO_LARGE,
            "The file is larger than "
                + mostBytes
                + " bytes. Nothing was imported; send it in parts.");
      }
      out.write(buffer, 0, n);
    }
  }

  /** Whether a file is on this node. */
  boolean has(Path file) {
    return Files.isRegularFile(file);
  }

  /** Removes a file that no import will read again. */
  void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      System.getLogger(Uploads.class.getName())
          .log(System.Logger.Level.WARNING, "An upload could not be removed: " + file, e);
    }
  }
}
