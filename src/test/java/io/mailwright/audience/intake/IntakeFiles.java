package io.mailwright.audience.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes files and reads them the way the import does. */
public final class IntakeFiles {
  private IntakeFiles() {}

  static Path write(Path folder, byte[] bytes) {
    try {
      return Files.write(folder.resolve("recipients"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path write(Path folder, String text) {
    return write(folder, text, StandardCharsets.UTF_8);
  }

  static Path write(Path folder, String text, Charset charset) {
    return write(folder, text.getBytes(charset));
  }

  static List<SourceLine> read(Path file) {
    try (RowSource source = RowSource.open(file)) {
      return rest(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<SourceLine> rest(RowSource source) throws IOException {
    List<SourceLine> lines = new ArrayList<>();
    for (Optional<SourceLine> next = source.next(); next.isPresent(); next = source.next()) {
      lines.add(next.get());
    }
    return lines;
  }

  /** One line a record: its line number, then its values, or the reason, column and value. */
  static List<String> shown(List<SourceLine> lines) {
    return lines.stream().map(IntakeFiles::shown).toList();
  }

  static String shown(SourceLine line) {
    if (line instanceof RawRow row) {
      return row.line() + " " + row.values();
    }
    Rejection rejection = (Rejection) line;
    return rejection.line()
        + " "
        + rejection.reason().code()
        + " "
        + rejection.column()
        + " <"
        + rejection.value()
        + ">";
  }

  /** An Excel file whose first sheet has this XML between sheetData's tags. */
  public static Path writeXlsx(Path folder, String sheetData, String sharedStrings) {
    Path file = folder.resolve("recipients.xlsx");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      String head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
      String main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
      String relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
      String type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
      part(
          zip,
          "[Content_Types].xml",
          head
              + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
              + "<Override PartName=\"/xl/workbook.xml\" ContentType=\""
              + type
              + "sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\""
              + type
              + "styles+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\""
              + type
              + "sharedStrings+xml\"/></Types>");
      part(
          zip,
          "xl/_rels/workbook.xml.rels",
          head
              + "<Relationships"
              + " xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
              + "<Relationship Id=\"rId1\" Type=\""
              + relations
              + "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
      part(
          zip,
          "xl/workbook.xml",
          head
              + "<workbook xmlns=\""
              + main
              + "\" xmlns:r=\""
              + relations
              + "\"><sheets><sheet name=\"People\" sheetId=\"1\" r:id=\"rId1\"/></sheets>"
              + "</workbook>");
      part(
          zip,
          "xl/styles.xml",
          head
              + "<styleSheet xmlns=\""
              + main
              + "\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd"
              + " hh:mm\"/><numFmt numFmtId=\"165\" formatCode=\"000000\"/></numFmts><cellXfs"
              + " count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf"
              + " numFmtId=\"165\"/></cellXfs></styleSheet>");
      part(
          zip,
          "xl/sharedStrings.xml",
          head + "<sst xmlns=\"" + main + "\">" + sharedStrings + "</sst>");
      part(
          zip,
          "xl/worksheets/sheet1.xml",
          head
              + "<worksheet xmlns=\""
              + main
              + "\"><sheetData>"
              + sheetData
              + "</sheetData></worksheet>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static void part(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
