package io.mailwright.audience.intake;

import static io.mailwright.audience.intake.IntakeFiles.read;
import static io.mailwright.audience.intake.IntakeFiles.rest;
import static io.mailwright.audience.intake.IntakeFiles.shown;
import static io.mailwright.audience.intake.IntakeFiles.writeXlsx;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XlsxRowsTest {
  private static final String STRINGS =
      "<si><t>email</t></si><si><t>name</t></si><si><t>since</t></si><si><t>\u5f20\u4f1f</t></si>";
  private static final String HEADER =
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
          + "<c r=\"C1\" t=\"s\"><v>2</v></c></row>";

  @TempDir Path folder;

  private static String inline(String reference, String text) {
    return "<c r=\"" + reference + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
  }

  @Test
  void givesCellsAsTextByTheirRowNumber() throws IOException {
    Path file =
        writeXlsx(
            folder,
            HEADER
                + "<row r=\"2\">"
                + inline("A2", "a@x.net")
                + "<c r=\"B2\" t=\"s\"><v>3</v></c><c r=\"C2\" s=\"1\"><v>46357</v></c></row>"
                + "<row r=\"4\">"
                + inline("A4", "b@x.net")
                + "<c r=\"C4\" s=\"2\"><v>46357.5</v></c></row><row r=\"5\">"
                + inline("A5", "c@x.net")
                + "<c r=\"B5\"><v>1.0E10</v></c><c r=\"C5\" t=\"b\"><v>1</v></c></row>"
                + "<row r=\"6\">"
                + inline("A6", "d@x.net")
                + "<c r=\"B6\" t=\"str\"><f>A1</f><v>D</v></c>"
                + "<c r=\"C6\" t=\"e\"><v>#N/A</v></c></row><row r=\"7\">"
                + inline("A7", "e@x.net")
                + inline("E7", "x")
                + "</row><row r=\"8\">"
                + inline("A8", " ")
                + "</row>",
            STRINGS);

    assertThat(shown(read(file)))
        .containsExactly(
            "2 [a@x.net, \u5f20\u4f1f, 2026-12-01]",
            "4 [b@x.net, , 2026-12-01T12:00]",
            "5 [c@x.net, 10000000000, true]",
            "6 CELL_ERROR since <#N/A>",
            "7 TOO_MANY_VALUES 5 <x>");
    try (RowSource source = RowSource.open(file)) {
      assertThat(source.format()).isEqualTo(new FileFormat.Sheet("People"));
    }
  }

  @Test
  void readsAFileWithoutStyles() throws IOException {
    Path styled =
        writeXlsx(
            folder,
            HEADER + "<row r=\"2\">" + inline("A2", "a@x.net") + "<c r=\"C2\"><v>7</v></c></row>",
            STRINGS);
    Path plain = folder.resolve("plain.xlsx");
    try (ZipFile from = new ZipFile(styled.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(plain))) {
      for (ZipEntry entry : from.stream().filter(e -> !e.getName().contains("styles")).toList()) {
        String text =
            new String(from.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8)
                .replaceAll("<Override PartName=\"/xl/styles.xml\"[^>]*>", "");
        to.putNextEntry(new ZipEntry(entry.getName()));
        to.write(text.getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(shown(read(plain))).containsExactly("2 [a@x.net, , 7]");
  }

  /** ECMA-376 part 1, 18.3.1.4 and 18.3.1.73: r may be missing, of all or of some. */
  @Test
  void countsRowsAndCellsThatHaveNoReference() throws IOException {
    String header = "<row>" + cell("email") + cell("name") + cell("city") + "</row>";
    Path file =
        writeXlsx(
            folder,
            header
                + "<row>"
                + cell("a@x.net")
                + cell("Ann")
                + "</row><row/><row>"
                + cell("b@x.net")
                + inline("C4", "Ulm")
                + "</row><row r=\"8\">"
                + inline("A8", "c@x.net")
                + cell("Cy")
                + "</row><row>"
                + cell("d@x.net")
                + "</row>",
            "");
    List<SourceLine> all = read(file);
    assertThat(shown(all))
        .containsExactly(
            "2 [a@x.net, Ann]", "4 [b@x.net, , Ulm]", "8 [c@x.net, Cy]", "9 [d@x.net]");
    try (RowSource source = RowSource.open(file, new RowPosition(0, 4))) {
      assertThat(shown(rest(source))).isEqualTo(shown(all.subList(2, 4)));
    }
    assertUnreadable(
        writeXlsx(
            folder,
            header + "<row r=\"4\">" + cell("x") + "</row><row r=\"3\"/><row r=\"2\"/>",
            ""));
  }

  private static String cell(String text) {
    return "<c t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
  }

  @Test
  void showsTheLeadingZerosThatTheFormatShows() throws IOException {
    StringBuilder rows = new StringBuilder(HEADER);
    List<String> values = List.of("1234", "0", "-7", "1234567", "12.5", "1E3", "1E-900");
    for (int i = 0; i < values.size(); i++) {
      String row = Integer.toString(i + 2);
      rows.append("<row r=\"").append(row).append("\">").append(inline("A" + row, "a@x.net"));
      rows.append("<c r=\"B" + row + "\" s=\"3\"><v>" + values.get(i) + "</v></c></row>");
    }
    assertThat(read(writeXlsx(folder, rows.toString(), STRINGS)))
        .extracting(line -> ((RawRow) line).values().get(1))
        .containsExactly("001234", "000000", "-000007", "1234567", "000013", "001000", "1E-900");
  }

  @Test
  void goesOnAtEveryPosition() throws IOException {
    StringBuilder rows = new StringBuilder(HEADER);
    for (int i = 2; i < 30; i++) {
      rows.append("<row r=\"").append(i * 2).append("\">");
      rows.append(inline("A" + i * 2, "a" + i + "@x.net")).append("</row>");
    }
    Path file = writeXlsx(folder, rows.toString(), STRINGS);
    List<SourceLine> all = read(file);
    List<RowPosition> positions = new ArrayList<>();
    try (RowSource source = RowSource.open(file)) {
      positions.add(source.position());
      for (Optional<SourceLine> l = source.next(); l.isPresent(); l = source.next()) {
        positions.add(source.position());
      }
    }
    assertThat(positions).hasSize(29);
    for (int i = 0; i < positions.size(); i++) {
      try (RowSource source = RowSource.open(file, positions.get(i))) {
        assertThat(shown(rest(source))).isEqualTo(shown(all.subList(i, all.size())));
      }
    }
  }

  @Test
  void saysThatADamagedFileIsDamagedWhereverItIsCutOrChanged() throws IOException {
    Path file =
        writeXlsx(folder, HEADER + "<row r=\"2\">" + inline("A2", "a@x.net") + "</row>", STRINGS);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 4; length < whole.length; length += 7) {
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
      assertUnreadable(cut);
    }
    Random random = new Random(3);
    for (int i = 0; i < 400; i++) {
      byte[] bytes = whole.clone();
      for (int k = random.nextInt(4); k >= 0; k--) {
        bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt(256);
      }
      Path changed = Files.write(folder.resolve("changed"), bytes);
      try {
        read(changed);
      } catch (MailwrightException e) {
        assertThat(e.code())
            .isIn(ErrorCode.IMPORT_UNREADABLE, ErrorCode.IMPORT_EMPTY, ErrorCode.IMPORT_HEADER);
      }
    }
  }

  @Test
  void refusesWhatWouldFillTheMemory() {
    assertUnreadable(
        writeXlsx(folder, HEADER + "<row r=\"2\">" + inline("ZZZZZZ2", "x") + "</row>", STRINGS));
    assertUnreadable(
        writeXlsx(folder, HEADER + "<row r=\"2\">" + inline("A2", "x".repeat(300_000)), STRINGS));
    assertUnreadable(
        writeXlsx(
            folder,
            HEADER + "<row r=\"2\">" + "<c r=\"A2\"><v>1</v></c>".repeat(900_000) + "</row>",
            STRINGS));
    assertUnreadable(writeXlsx(folder, HEADER, "<si><t>x</t></si>".repeat(9_000_000)));
    assertUnreadable(writeXlsx(folder, "<!-- x -->" + HEADER, STRINGS));
    assertUnreadable(
        writeXlsx(folder, HEADER + "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", STRINGS));
  }

  private static void assertUnreadable(Path file) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(
            MailwrightException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.IMPORT_UNREADABLE));
  }

  @ParameterizedTest
  @CsvSource({
    "word/document.xml, <w/>, Word document",
    "ppt/presentation.xml, <p/>, PowerPoint",
    "xl/workbook.bin, x, binary Excel file",
    "mimetype, application/vnd.oasis.opendocument.spreadsheet, OpenDocument",
    "xl/workbook.xml, <workbook xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"/>, Strict Open XML",
    "holiday.jpg, x, ZIP archive"
  })
  void saysWhatAnotherFileIsInsteadOfCallingItDamaged(String name, String content, String kind)
      throws IOException {
    Path file = folder.resolve("a.xlsx");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> RowSource.open(file))
        .hasMessageContaining(kind)
        .hasMessageNotContaining("damaged");
  }
}
