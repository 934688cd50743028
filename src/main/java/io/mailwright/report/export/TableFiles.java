package io.mailwright.report.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.mailwright.kernel.text.Cut;
import io.mailwright.kernel.text.SafeCell;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Writes tables as files. The stream is left open. */
public final class TableFiles {
  /** The media type of {@link #writeXlsx}. */
  public static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  /** More characters than a cell of Excel takes. */
  private static final int LONGEST_CELL = 32_000;

  private static final int SHARE_DIGITS = 6;

  private TableFiles() {}

  /** One table as CSV (RFC 4180) in UTF-8 with a byte order mark, which spreadsheets need. */
  public static void writeCsv(Table table, OutputStream stream) throws IOException {
    OutputStreamWriter out = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    out.write('\ufeff');
    CsvWriter csv = CsvWriter.builder().build(out);
    csv.writeRecord(table.columns());
    for (List<Table.Cell> row : table.rows()) {
      csv.writeRecord(row.stream().map(TableFiles::text).toList());
    }
    csv.flush();
    out.flush();
  }

  private static String text(Table.Cell cell) {
    if (cell instanceof Table.Text text) {
      return SafeCell.of(text.value());
    } else if (cell instanceof Table.Number number) {
      return Long.toString(number.value());
    } else if (cell instanceof Table.Share share) {
      return rounded(share).toPlainString();
    } else if (cell instanceof Table.Time time) {
      return time.value().toString();
    }
    return "";
  }

  private static BigDecimal rounded(Table.Share share) {
    return BigDecimal.valueOf(share.value()).setScale(SHARE_DIGITS, RoundingMode.HALF_UP);
  }

  /** All tables as an Excel file, a sheet each. Texts are texts, whatever they begin with. */
  public static void writeXlsx(List<Table> tables, OutputStream stream) throws IOException {
    try (Workbook workbook = new Workbook(new Unclosed(stream), "Mailwright", "1.0")) {
      for (Table table : tables) {
        Worksheet sheet = workbook.newWorksheet(table.name());
        for (int column = 0; column < table.columns().size(); column++) {
          sheet.value(0, column, table.columns().get(column));
          sheet.style(0, column).bold().set();
        }
        sheet.freezePane(0, 1);
        int at = 1;
        for (List<Table.Cell> row : table.rows()) {
          for (int column = 0; column < row.size(); column++) {
            write(sheet, at, column, row.get(column));
          }
          at++;
        }
      }
    }
  }

  private static void write(Worksheet sheet, int row, int column, Table.Cell cell) {
    if (cell instanceof Table.Text text) {
      sheet.value(row, column, SafeCell.of(shortened(text.value())));
    } else if (cell instanceof Table.Number number) {
      sheet.value(row, column, number.value());
    } else if (cell instanceof Table.Share share) {
      sheet.value(row, column, rounded(share));
      sheet.style(row, column).format("0.00%").set();
    } else if (cell instanceof Table.Time time) {
      sheet.value(row, column, time.value().toString());
    }
  }

  private static String shortened(String text) {
    return Cut.to(text, LONGEST_CELL);
  }

  /** The workbook closes what it writes to; whoever gave the stream wants to do that. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
      out.write(octets, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
