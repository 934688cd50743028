package io.mailwright.audience.intake;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;

/**
 * The rows of the first sheet of an Excel file (.xlsx). It cannot be entered in the middle: going
 * to a position reads the rows before it again and drops them.
 */
final class XlsxRows implements RowSource {
  private final ReadableWorkbook workbook;
  private final Sheet sheet;
  private final SheetCells cells;
  private Stream<Row> stream;
  private Iterator<Row> rows;
  private Header header;
  private long line;

  /** How many rows of the sheet were read, blank ones too. */
  private long count;

  private XlsxRows(ReadableWorkbook workbook) throws IOException {
    this.workbook = workbook;
    this.sheet = workbook.getFirstSheet();
    this.cells = new SheetCells(workbook.isDate1904());
  }

  static XlsxRows open(Path file) throws IOException {
    XlsxGuard.check(file);
    ReadableWorkbook workbook = workbook(file, XlsxGuard.hasStyles(file));
    try {
      XlsxRows source = reading(() -> new XlsxRows(workbook));
      source.rewind();
      return source;
    } catch (IOException | RuntimeException e) {
      workbook.close();
      throw e;
    }
  }

  /** The library asks for a part of styles that a file need not have (ECMA-376 part 1, 12.3.20). */
  private static ReadableWorkbook workbook(Path file, boolean hasStyles) throws IOException {
    return reading(() -> new ReadableWorkbook(file.toFile(), new ReadingOptions(hasStyles, true)));
  }

  private interface Reading<T> {
    T get() throws IOException;
  }

  /**
   * The library and the parser below it tell of a broken file by I/O errors and by unchecked
   * exceptions of many kinds. The guard has read the file from end to end just before, so an I/O
   * error is the file's and not the disk's.
   */
  private static <T> T reading(Reading<T> part) throws IOException {
    try {
      return part.get();
    } catch (MailwrightException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new MailwrightException(
          ErrorCode.IMPORT_UNREADABLE, XlsxGuard.detail("The Excel file is damaged."), e);
    }
  }

  private void rewind() throws IOException {
    if (stream != null) {
      stream.close();
    }
    line = 0;
    count = 0;
    stream = reading(sheet::openStream);
    rows = stream.iterator();
    for (Row row = nextRow(); row != null; row = nextRow()) {
      List<String> names = texts(row);
      if (names.stream().anyMatch(name -> !name.isBlank())) {
        header = Header.of(names);
        return;
      }
    }
    throw new MailwrightException(
        ErrorCode.IMPORT_EMPTY,
        "The first sheet of the Excel file is empty. Nothing was imported. Put the recipients on"
            + " the first sheet, with a header row, for example: email, name");
  }

  /** The next row of the sheet, null after the last. */
  private Row nextRow() throws IOException {
    Row row = reading(() -> rows.hasNext() ? rows.next() : null);
    if (row != null) {
      long number = hasNumber(row) ? row.getRowNum() : line + 1;
      if (number <= line) {
        throw XlsxGuard.unreadable("The rows of the Excel file are not in order.");
      }
      line = number;
      count++;
    }
    return row;
  }

  /**
   * Whether the file gives the row's number, which it need not do (ECMA-376 part 1, 18.3.1.73). The
   * library then takes how many rows came before, less than any number the row can have; a row of
   * that very number is out of order, and its cells' references say the same.
   */
  private boolean hasNumber(Row row) {
    return row.getRowNum() != count
        || row.getFirstNonEmptyCell()
            .filter(cell -> cell.getAddress().getRow() == row.getRowNum() - 1)
            .isPresent();
  }

  private List<String> texts(Row row) throws IOException {
    return reading(
        () -> {
          List<String> texts = new ArrayList<>(row.getCellCount());
          for (Cell cell : row) {
            texts.add(cells.text(cell));
          }
          while (!texts.isEmpty() && texts.get(texts.size() - 1).isBlank()) {
            texts.remove(texts.size() - 1);
          }
          return texts;
        });
  }

  @Override
  public Header header() {
    return header;
  }

  @Override
  public FileFormat format() {
    return new FileFormat.Sheet(sheet.getName());
  }

  @Override
  public Optional<SourceLine> next() throws IOException {
    for (Row row = nextRow(); row != null; row = nextRow()) {
      Optional<Rejection> error = cellError(row);
      if (error.isPresent()) {
        return Optional.of(error.get());
      }
      List<String> texts = texts(row);
      int columns = header.columns().size();
      if (texts.size() > columns) {
        int extra = columns;
        while (texts.get(extra).isBlank()) {
          extra++;
        }
        return Optional.of(
            new Rejection(
                line, Integer.toString(extra + 1), texts.get(extra), RowFault.TOO_MANY_VALUES));
      }
      if (!texts.isEmpty()) {
        return Optional.of(new RawRow(line, header, texts));
      }
    }
    return Optional.empty();
  }

  private Optional<Rejection> cellError(Row row) throws IOException {
    return reading(
        () -> {
          for (Column column : header.columns()) {
            Cell cell = column.index() < row.getCellCount() ? row.getCell(column.index()) : null;
            if (SheetCells.isError(cell)) {
              String shown = cell.getRawValue() == null ? "" : cell.getRawValue();
              return Optional.of(new Rejection(line, column.label(), shown, RowFault.CELL_ERROR));
            }
          }
          return Optional.empty();
        });
  }

  @Override
  public RowPosition position() {
    return new RowPosition(0, line);
  }

  @Override
  public void goTo(RowPosition position) throws IOException {
    rewind();
    while (line < position.line()) {
      if (nextRow() == null) {
        throw XlsxGuard.unreadable("The sheet is shorter than where the import had stopped.");
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (stream != null) {
      stream.close();
    }
    workbook.close();
  }
}
