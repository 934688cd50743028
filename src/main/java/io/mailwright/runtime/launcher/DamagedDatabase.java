package io.mailwright.runtime.launcher;

import io.mailwright.kernel.error.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What tells that the file of an embedded database is not whole, and what is said of it. */
final class DamagedDatabase {
  /** Stands for it among the reasons of a failed start. */
  static final String WORDS = ErrorCode.DATABASE_FILE_DAMAGED.label() + " damaged";

  // H2's packages as they are in the server, which loads them itself.
  private static final String H2 = "org.h2.";

  /** H2 writes its file header twice, into blocks of this many bytes. */
  private static final int BLOCK = 4096;

  private static final String HEADER = "H:2,";
  private static final String ENCRYPTED = "H2encrypt";
  private static final int HEXADECIMAL = 16;

  private DamagedDatabase() {}

  /**
   * Whether a file is damaged for sure. H2 makes a new database of a file that is empty or has lost
   * all behind its header, and says nothing. After a clean stop the header says where the last
   * chunk of the file begins; after a kill it may be outdated, and H2 must find out.
   */
  static boolean isIn(FileChannel file) throws IOException {
    List<String> begins = List.of(text(file, 0), text(file, BLOCK));
    if (begins.get(0).startsWith(ENCRYPTED)) {
      return false;
    }
    Optional<Map<String, String>> newest =
        begins.stream()
            .filter(text -> text.startsWith(HEADER))
            .map(DamagedDatabase::fields)
            .max(Comparator.comparingLong(header -> number(header, "version")));
    if (file.size() < 2 * BLOCK || newest.isEmpty()) {
      return true;
    }
    Map<String, String> header = newest.get();
    if (!header.containsKey("clean") || !header.containsKey("chunk")) {
      return false;
    }
    String lastChunk = "chunk:" + header.get("chunk") + ",";
    return !text(file, number(header, "block") * BLOCK).startsWith(lastChunk);
  }

  /** The text at the beginning of a block; what is behind the end of the file is missing. */
  private static String text(FileChannel file, long at) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BLOCK);
    while (bytes.hasRemaining() && file.read(bytes, at + bytes.position()) > 0) {
      // a channel may give less than was asked for
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
  }

  /** {@code H:2,block:39,chunk:6,clean:1,…}, ended by a line feed. */
  private static Map<String, String> fields(String header) {
    Map<String, String> fields = new TreeMap<>();
    Stream.of(header.split("\n", 2)[0].split(","))
        .map(field -> field.split(":", 2))
        .filter(field -> field.length == 2)
        .forEach(field -> fields.put(field[0], field[1]));
    return fields;
  }

  private static long number(Map<String, String> header, String field) {
    try {
      return Long.parseLong(header.getOrDefault(field, "0"), HEXADECIMAL);
    } catch (NumberFormatException damaged) {
      return 0;
    }
  }

  /** Whether an error of the server's start comes from such a file. */
  static boolean isMeantBy(Throwable error) {
    boolean isOfH2 = false;
    for (Throwable e = error; e != null; e = e.getCause()) {
      String text = e.toString().toLowerCase(Locale.ROOT);
      isOfH2 |= text.startsWith(H2);
      if (isOfH2 && (e instanceof EOFException || text.contains("corrupted"))) {
        return true;
      }
    }
    return false;
  }

  /** Says it. */
  static StartFailure of(Path file) {
    return new StartFailure(
        ErrorCode.DATABASE_FILE_DAMAGED,
        "The database file %s is damaged. Nothing was changed. Restore it from a backup, or move it"
                .formatted(file)
            + " away to start with an empty database.");
  }
}
