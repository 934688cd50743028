package io.mailwright.audience.intake;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The records of one file, in order, one after another. Not thread-safe. The file must not change
 * while it is read, or between a position and the return to it.
 */
public sealed interface RowSource extends Closeable permits CsvRows, XlsxRows {
  /** How many bytes of a CSV file a preview looks at. */
  long PREVIEWED = 1 << 18;

  /**
   * Opens a file at its first record. Excel files are known by their content, all else is CSV.
   *
   * @throws MailwrightException {@link ErrorCode#IMPORT_EMPTY}, {@link ErrorCode#IMPORT_HEADER} or
   *     {@link ErrorCode#IMPORT_UNREADABLE} with what was found and what to do
   * @throws IOException if the disk fails
   */
  static RowSource open(Path file) throws IOException {
    return open(file, Optional.empty(), Long.MAX_VALUE);
  }

  /** Opens a file for a look at its beginning: the encoding is told from its first bytes only. */
  static RowSource openForPreview(Path file) throws IOException {
    return open(file, Optional.empty(), PREVIEWED);
  }

  /**
   * Opens a file and goes on after a position that an earlier source of the same file gave.
   *
   * @param position line 0 for the beginning
   * @param named the encoding of a CSV file without a byte order mark, if its sender says it
   * @throws MailwrightException as {@link #open(Path)}, and {@link ErrorCode#IMPORT_UNREADABLE} if
   *     the file has become shorter than the position
   */
  static RowSource open(Path file, RowPosition position, Optional<Charset> named)
      throws IOException {
    RowSource source = open(file, named, Long.MAX_VALUE);
    try {
      if (position.line() > 0) {
        source.goTo(position);
      }
      return source;
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** The same for a file whose encoding nobody has named. */
  static RowSource open(Path file, RowPosition position) throws IOException {
    return open(file, position, Optional.empty());
  }

  /**
   * @param limit how many bytes of a CSV file are looked at for its encoding
   */
  private static RowSource open(Path file, Optional<Charset> named, long limit) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return switch (FileKind.of(channel)) {
        case XLSX -> {
          channel.close();
          yield XlsxRows.open(file);
        }
        case CSV -> CsvRows.open(channel, named, limit);
      };
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** What the columns mean. */
  Header header();

  /** How the file is written, for people: encoding and separator, or that it is a sheet. */
  FileFormat format();

  /**
   * The next record or why it has none; empty at the end of the file. Blank lines are passed over.
   *
   * @throws MailwrightException {@link ErrorCode#IMPORT_UNREADABLE} if a sheet turns out broken
   * @throws IOException if the disk fails
   */
  Optional<SourceLine> next() throws IOException;

  /** The place after the last record that {@link #next} gave. */
  RowPosition position();

  /** Goes to a position of this file. */
  void goTo(RowPosition position) throws IOException;
}
