package io.mailwright.delivery.journal;

import io.mailwright.kernel.settings.JournalSync;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which segments a journal has, kept beside them: a file that is missing is noticed and is not
 * taken for a file that never was.
 *
 * @param boot which start of the machine it was written under; empty if the system does not say
 * @param mode when notes had to be on the disk
 * @param segments file names by the order of their numbers
 */
record Manifest(String boot, JournalSync mode, List<Line> segments) {
  static final String FILE = "manifest";
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final String END = "end";

  /** A segment in use. */
  record Line(long number, String file) {}

  Manifest {
    segments = List.copyOf(segments);
  }

  /** What tells one start of the machine from the next; empty if the system does not say. */
  static String currentBoot() throws IOException {
    return Files.isReadable(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "";
  }

  /** Replaces the manifest of a folder in one step. */
  void write(Path folder, boolean toDisk) throws IOException {
    String text =
        "boot "
            + boot
            + "\nsync "
            + mode
            + "\n"
            + segments.stream()
                .map(line -> line.number() + " " + line.file() + "\n")
                .collect(Collectors.joining())
            + END
            + "\n";
    Path fresh = folder.resolve(FILE + ".new");
    Files.writeString(fresh, text, StandardCharsets.UTF_8);
    if (toDisk) {
      Disk.sync(fresh);
    }
    Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    if (toDisk) {
      Disk.syncFolder(folder);
    }
  }

  /** Reads the manifest of a folder; empty if it is missing or cut short. */
  static Optional<Manifest> read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    if (lines.size() < 3 || !lines.get(lines.size() - 1).equals(END)) {
      return Optional.empty();
    }
    try {
      List<Line> segments = new ArrayList<>();
      for (String line : lines.subList(2, lines.size() - 1)) {
        int blank = line.indexOf(' ');
        segments.add(new Line(Long.parseLong(line.substring(0, blank)), line.substring(blank + 1)));
      }
      return Optional.of(
          new Manifest(
              lines.get(0).substring("boot ".length()),
              JournalSync.valueOf(lines.get(1).substring("sync ".length())),
              segments));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      JournalLog.unreadable(file, e);
      return Optional.empty();
    }
  }
}
