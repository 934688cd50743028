package io.mailwright.audience.intake;

import io.mailwright.audience.intake.RecordParser.State;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records of a CSV file. A record that cannot be read costs its first line only: reading goes
 * on with the line after that, so that one open quote does not swallow the rest of the file.
 */
final class CsvRows implements RowSource {
  /** The most lines a quoted value may span. */
  static final int MAX_LINES = 100;

  private final SeekableByteChannel channel;
  private final LineReader lines;
  private final LineDecoder decoder;
  private final FileFormat.Csv format;
  private final Header header;
  private final RecordParser parser;

  private CsvRows(
      SeekableByteChannel channel,
      LineReader lines,
      LineDecoder decoder,
      FileFormat.Csv format,
      Header header) {
    this.channel = channel;
    this.lines = lines;
    this.decoder = decoder;
    this.format = format;
    this.header = header;
    // One more than the header has, to show what is too much.
    this.parser = new RecordParser(format.separator(), header.columns().size() + 1);
  }

  /**
   * Looks at the file for its encoding, then reads its header. Closes the channel at the end.
   *
   * @param named the encoding, if the sender says it
   * @param limit how many bytes are looked at for the encoding
   */
  static CsvRows open(SeekableByteChannel channel, Optional<Charset> named, long limit)
      throws IOException {
    Encoding encoding = Encoding.of(channel, named, limit);
    LineReader lines = new LineReader(channel, encoding.unit(), encoding.markLength());
    LineDecoder decoder = new LineDecoder(encoding.charset());
    CsvHeader found = CsvHeader.read(lines, decoder);
    FileFormat.Csv format =
        new FileFormat.Csv(encoding.charset(), encoding.markLength(), found.separator());
    return new CsvRows(channel, lines, decoder, format, found.header());
  }

  @Override
  public Header header() {
    return header;
  }

  @Override
  public FileFormat format() {
    return format;
  }

  @Override
  public RowPosition position() {
    return new RowPosition(lines.offset(), lines.number());
  }

  @Override
  public void goTo(RowPosition position) throws IOException {
    if (position.offset() > channel.size()) {
      throw new MailwrightException(
          ErrorCode.IMPORT_UNREADABLE,
          "The file is shorter than where the import had stopped. What was read until then is kept."
              + " Start a new import with the whole file.");
    }
    lines.goTo(position.offset(), position.line());
  }

  @Override
  public Optional<SourceLine> next() throws IOException {
    while (lines.next()) {
      Optional<SourceLine> line = record();
      if (line.isPresent()) {
        return line;
      }
    }
    return Optional.empty();
  }

  /** The record that begins with the line just read; empty if it is blank. */
  private Optional<SourceLine> record() throws IOException {
    long first = lines.number();
    long afterFirst = lines.offset();
    String text = decoder.decode(lines.bytes(), lines.length());
    if (lines.isCut()) {
      return reject(first, "", text, RowFault.RECORD_TOO_LONG);
    }
    long brokenLine = decoder.isBroken() ? first : 0;
    long size = lines.length();
    State state = parser.begin(text);
    while (state == State.OPEN && lines.number() < first + MAX_LINES - 1 && lines.next()) {
      size += lines.length();
      if (lines.isCut() || size > LineReader.MAX_LINE) {
        break;
      }
      String more = decoder.decode(lines.bytes(), lines.length());
      brokenLine = brokenLine == 0 && decoder.isBroken() ? lines.number() : brokenLine;
      state = parser.goOn(more);
    }
    if (state == State.COMPLETE) {
      return brokenLine > 0 ? rejectBroken(brokenLine) : row(first);
    }
    boolean oneLine = lines.number() == first;
    lines.goTo(afterFirst, first);
    if (brokenLine == first) {
      return rejectBroken(first);
    }
    RowFault fault =
        state == State.MALFORMED && oneLine ? RowFault.TEXT_AFTER_QUOTE : RowFault.QUOTE_NOT_CLOSED;
    return reject(first, label(parser.last()), parser.lastText(), fault);
  }

  private Optional<SourceLine> row(long first) {
    List<String> values = parser.values();
    if (values.stream().allMatch(String::isBlank) && parser.count() == values.size()) {
      return Optional.empty();
    }
    int columns = header.columns().size();
    if (parser.count() > columns) {
      if (parser.count() > columns + 1 || !values.get(columns).isBlank()) {
        return reject(first, label(columns), values.get(columns), RowFault.TOO_MANY_VALUES);
      }
      values = values.subList(0, columns);
    }
    return Optional.of(new RawRow(first, header, values));
  }

  private Optional<SourceLine> rejectBroken(long line) {
    List<String> values = new ArrayList<>(parser.values());
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).indexOf('\uFFFD') >= 0) {
        return reject(line, label(i), values.get(i), RowFault.UNDECODABLE);
      }
    }
    return reject(line, "", parser.lastText(), RowFault.UNDECODABLE);
  }

  private static Optional<SourceLine> reject(
      long line, String column, String value, RowFault fault) {
    return Optional.of(new Rejection(line, column, value, fault));
  }

  private String label(int index) {
    return index < header.columns().size()
        ? header.columns().get(index).label()
        : Integer.toString(index + 1);
  }

  /** How many bytes the reader holds in memory now. */
  int held() {
    return lines.held();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
