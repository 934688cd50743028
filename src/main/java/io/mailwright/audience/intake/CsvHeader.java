package io.mailwright.audience.intake;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The header of a CSV file and the separator that makes sense of it.
 *
 * @param header the columns
 * @param separator what stands between values
 */
record CsvHeader(Header header, char separator) {
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};

  /** The line by which Excel is told the separator, before the header. */
  private static final String SEPARATOR_LINE = "sep=";

  /**
   * Reads the first line that is not blank.
   *
   * @throws MailwrightException if there is none, or it is no header of ours
   */
  static CsvHeader read(LineReader lines, LineDecoder decoder) throws IOException {
    while (lines.next()) {
      String text = decoder.decode(lines.bytes(), lines.length());
      if (lines.isCut()) {
        throw new MailwrightException(
            ErrorCode.IMPORT_HEADER,
            "The first line is longer than 1 MB, so it is not a header. Nothing was imported."
                + " Check that the file is CSV with line breaks, in UTF-8.");
      }
      if (decoder.isBroken()) {
        throw new MailwrightException(
            ErrorCode.IMPORT_HEADER,
            "The header line contains bytes that do not belong to the file's encoding. Nothing was"
                + " imported. Save the file as UTF-8.");
      }
      if (!text.isBlank() && !text.strip().regionMatches(true, 0, SEPARATOR_LINE, 0, 4)) {
        return of(lines, decoder, text);
      }
    }
    throw new MailwrightException(
        ErrorCode.IMPORT_EMPTY,
        "The file has only blank lines. Nothing was imported. Upload a file with a header line, for"
            + " example: email,name");
  }

  private static CsvHeader of(LineReader lines, LineDecoder decoder, String first)
      throws IOException {
    long afterFirst = lines.offset();
    long number = lines.number();
    List<String> best = List.of();
    char bestSeparator = SEPARATORS[0];
    boolean bestHasAddress = false;
    long bestEnd = afterFirst;
    long bestNumber = number;
    for (char separator : SEPARATORS) {
      lines.goTo(afterFirst, number);
      List<String> names = names(lines, decoder, first, separator);
      boolean hasAddress = Header.hasAddressColumn(names);
      if (best.isEmpty()
          || (hasAddress && !bestHasAddress)
          || (hasAddress == bestHasAddress && names.size() > best.size())) {
        best = names;
        bestSeparator = separator;
        bestHasAddress = hasAddress;
        bestEnd = lines.offset();
        bestNumber = lines.number();
      }
    }
    lines.goTo(bestEnd, bestNumber);
    return new CsvHeader(Header.of(best), bestSeparator);
  }

  /** The names by a separator; a quoted name may go over several lines. */
  private static List<String> names(
      LineReader lines, LineDecoder decoder, String first, char separator) throws IOException {
    RecordParser parser = new RecordParser(separator, Header.MAX_COLUMNS + 1);
    RecordParser.State state = parser.begin(first);
    long begin = lines.number();
    while (state == RecordParser.State.OPEN
        && lines.number() < begin + CsvRows.MAX_LINES - 1
        && lines.next()) {
      state = parser.goOn(decoder.decode(lines.bytes(), lines.length()));
    }
    return state == RecordParser.State.COMPLETE ? new ArrayList<>(parser.values()) : List.of(first);
  }
}
