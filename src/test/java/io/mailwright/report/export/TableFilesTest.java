package io.mailwright.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.Test;

class TableFilesTest {
  private static final String FORMULA = "=HYPERLINK(\"http://bad.example\";\"x\")";
  private static final Table TABLE =
      new Table(
          "sites",
          List.of("site", "n", "share", "at", "none"),
          List.of(
              Table.row("例子.cn, \"quoted\"\nline", 12L, 0.3125, Instant.EPOCH, Optional.empty()),
              Table.row(FORMULA, -5, 1.0, Instant.EPOCH, ""),
              Table.row("+1", 0L, 0.0, Instant.EPOCH, "@x"),
              Table.row("-1", 0L, 0.0, Instant.EPOCH, "\tx")));

  @Test
  void writesCsvThatIsReadBackAndRunsNothing() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TableFiles.writeCsv(TABLE, out);
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text).startsWith("\ufeffsite,n,share,at,none");
    try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(text.substring(1))) {
      List<CsvRecord> rows = csv.stream().toList();
      assertThat(rows.get(1).getFields())
          .containsExactly("例子.cn, \"quoted\"\nline", "12", "0.312500", "1970-01-01T00:00:00Z", "");
      assertThat(rows.get(2).getFields().subList(0, 2)).containsExactly("'" + FORMULA, "-5");
      assertThat(rows.get(3).getFields()).contains("'+1", "'@x");
      assertThat(rows.get(4).getFields()).contains("'-1", "'\tx");
    }
  }

  @Test
  void writesExcelThatIsReadBackAndRunsNothing() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TableFiles.writeXlsx(List.of(TABLE, new Table("empty", List.of("a"), List.of())), out);
    try (ReadableWorkbook workbook =
        new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
      assertThat(workbook.getSheets().map(Sheet::getName)).containsExactly("sites", "empty");
      List<Row> rows = workbook.getFirstSheet().read();
      assertThat(rows.get(0).getCellText(0)).isEqualTo("site");
      assertThat(rows.get(1).getCellText(0)).isEqualTo("例子.cn, \"quoted\"\nline");
      assertThat(rows.get(1).getCell(1).getType()).isEqualTo(CellType.NUMBER);
      assertThat(rows.get(1).getCell(2).asNumber().doubleValue()).isEqualTo(0.3125);
      assertThat(rows.get(2).getCell(0).getType()).isEqualTo(CellType.STRING);
      assertThat(rows.get(2).getCellText(0)).isEqualTo("'" + FORMULA);
      assertThat(rows.get(2).getCell(1).asNumber().intValue()).isEqualTo(-5);
      assertThat(rows.get(3).getCellText(4)).isEqualTo("'@x");
    }
  }

  @Test
  void leavesTheStreamOpen() throws IOException {
    boolean[] closed = new boolean[1];
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    TableFiles.writeXlsx(List.of(TABLE), out);
    assertThat(closed[0]).isFalse();
  }
}
