package io.mailwright.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** How busy the whole machine was, where {@code /proc} tells it; else nothing is known. */
final class Machine {
  private static final Path STAT = Path.of("/proc/stat");
  private static final int IDLE = 3;
  private static final int WAITING = 4;
  private static final int FIELDS = 8; // the rest is in them already
  private static final long TICK_MILLIS = 10;

  private Machine() {}

  /** Processor time of everybody since the start of the machine. */
  static Duration busy() {
    if (!Files.isReadable(STAT)) {
      return Duration.ZERO;
    }
    try (Stream<String> lines = Files.lines(STAT)) {
      long[] ticks =
          Stream.of(lines.findFirst().orElseThrow().split(" +"))
              .skip(1)
              .limit(FIELDS)
              .mapToLong(Long::parseLong)
              .toArray();
      return Duration.ofMillis(
          TICK_MILLIS * (LongStream.of(ticks).sum() - ticks[IDLE] - ticks[WAITING]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its size, for a table's head. */
  static String size() {
    return "%d cores, Java %s"
        .formatted(Runtime.getRuntime().availableProcessors(), Runtime.version().feature());
  }
}
