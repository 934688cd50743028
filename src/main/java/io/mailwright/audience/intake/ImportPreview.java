package io.mailwright.audience.intake;

import io.mailwright.kernel.error.MailwrightException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a person sees of a file before importing it. Of a CSV file only the first 256 KB are looked
 * at, so that the encoding named here may differ from the import's, which looks at every line.
 *
 * @param format encoding and separator, or the sheet
 * @param header what the columns are taken for
 * @param lines the first records, or why they would be rejected
 */
public record ImportPreview(FileFormat format, Header header, List<SourceLine> lines) {
  /** How many records are shown. */
  public static final int MAX_LINES = 10;

  public ImportPreview {
    lines = List.copyOf(lines);
  }

  /**
   * Looks at the beginning of a file.
   *
   * @throws MailwrightException as {@link RowSource#open(Path)}
   * @throws IOException if the disk fails
   */
  public static ImportPreview of(Path file) throws IOException {
    try (RowSource source = RowSource.openForPreview(file)) {
      RowValidator validator = new RowValidator();
      List<SourceLine> lines = new ArrayList<>();
      while (lines.size() < MAX_LINES && source.position().offset() < RowSource.PREVIEWED) {
        Optional<SourceLine> next = source.next();
        if (next.isEmpty()) {
          break;
        }
        lines.add(checked(next.get(), validator));
      }
      return new ImportPreview(source.format(), source.header(), lines);
    }
  }

  private static SourceLine checked(SourceLine line, RowValidator validator) {
    if (line instanceof RawRow row) {
      try {
        validator.validate(row);
      } catch (RejectedRow e) {
        return e.rejection();
      }
    }
    return line;
  }
}
