package io.mailwright.delivery.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The journals of a node: a folder for each incarnation, named by its number. Earlier ones are
 * replayed and removed before anything is sent.
 */
public final class JournalFolder {
  private final Path folder;

  /**
   * @param folder made when something is written
   */
  public JournalFolder(Path folder) {
    this.folder = folder;
  }

  /** The incarnations before this one whose journals are still there, the oldest first. */
  public List<Long> earlier(long incarnation) throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isDirectory)
          .map(JournalFolder::incarnationOf)
          .flatMapToLong(OptionalLong::stream)
          .filter(number -> number < incarnation)
          .sorted()
          .boxed()
          .toList();
    }
  }

  private static OptionalLong incarnationOf(Path path) {
    String name = path.getFileName().toString();
    return name.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(name)) : OptionalLong.empty();
  }

  /**
   * What an incarnation's journal says.
   *
   * @throws IOException if the disk cannot be read
   */
  public Replay replay(long incarnation) throws IOException {
    return Replay.read(of(incarnation), incarnation);
  }

  /** Removes a journal whose outcomes the ledger has. */
  public void remove(long incarnation) throws IOException {
    Disk.remove(of(incarnation));
  }

  Path of(long incarnation) {
    return folder.resolve(Long.toString(incarnation));
  }
}
