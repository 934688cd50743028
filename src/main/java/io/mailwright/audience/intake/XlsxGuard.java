package io.mailwright.audience.intake;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Unpacks an Excel file once, keeping nothing, before the sheet reader sees it, and refuses what
 * would fill the memory: a small archive that unpacks to gigabytes, a text without end, a cell far
 * beyond the last column. What the archive says of its sizes is not believed.
 */
final class XlsxGuard {
  private static final int MAX_ENTRIES = 10_000;
  private static final long MAX_SHEET = 2L << 30;

  /** Kept in memory by the sheet reader, so it counts most. */
  private static final long MAX_SHARED_STRINGS = 128L << 20;

  private static final int MAX_TYPES = 1 << 20;

  /** What the name spaces of ISO/IEC 29500 Strict begin with. */
  private static final String STRICT = "http://purl.oclc.org/ooxml/";

  private static final String CONTENT_TYPES = "[Content_Types].xml";

  private XlsxGuard() {}

  /**
   * @throws MailwrightException {@link ErrorCode#IMPORT_UNREADABLE} with what is wrong
   * @throws IOException if the disk fails
   */
  static void check(Path file) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.size() > MAX_ENTRIES) {
        throw unreadable("The Excel file has more than 10,000 parts.");
      }
      refuseOtherKinds(zip);
      Set<String> names = new HashSet<>();
      for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
        ZipEntry entry = e.nextElement();
        if (!names.add(entry.getName())) {
          throw unreadable("The Excel file has two parts of the same name.");
        }
        try (InputStream in = zip.getInputStream(entry)) {
          check(in, limit(entry.getName()), buffer);
        }
      }
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw new MailwrightException(
          ErrorCode.IMPORT_UNREADABLE, detail("The Excel file is damaged or incomplete."), e);
    }
  }

  /** What people take for an Excel file: it is whole, and "damaged" would send them astray. */
  private static void refuseOtherKinds(ZipFile zip) throws IOException {
    if (zip.getEntry("word/document.xml") != null) {
      throw unreadable("This is a Word document, not an Excel file.");
    }
    if (zip.getEntry("ppt/presentation.xml") != null) {
      throw unreadable("This is a PowerPoint file, not an Excel file.");
    }
    if (zip.getEntry("xl/workbook.bin") != null) {
      throw unreadable("This is a binary Excel file (.xlsb).");
    }
    if (text(zip, "mimetype").startsWith("application/vnd.oasis.opendocument")) {
      throw unreadable("This is an OpenDocument file, not an Excel file.");
    }
    if (text(zip, "xl/workbook.xml").contains(STRICT)) {
      throw unreadable("The Excel file was saved as Strict Open XML, which is not read.");
    }
    if (zip.getEntry(CONTENT_TYPES) == null) {
      throw unreadable("This is a ZIP archive, not an Excel file.");
    }
  }

  /** The beginning of a part, empty if there is none. */
  private static String text(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      return "";
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return new String(in.readNBytes(MAX_TYPES), StandardCharsets.UTF_8);
    }
  }

  /** Whether the file says how its cells look, by which dates are told from numbers. */
  static boolean hasStyles(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return text(zip, CONTENT_TYPES).contains("spreadsheetml.styles+xml");
    } catch (ZipException e) {
      throw new MailwrightException(
          ErrorCode.IMPORT_UNREADABLE, detail("The Excel file is damaged or incomplete."), e);
    }
  }

  private static long limit(String name) {
    return name.toLowerCase(java.util.Locale.ROOT).endsWith("sharedstrings.xml")
        ? MAX_SHARED_STRINGS
        : MAX_SHEET;
  }

  private static void check(InputStream in, long limit, byte[] buffer) throws IOException {
    long total = 0;
    XmlScan scan = new XmlScan();
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      total += read;
      if (total > limit) {
        throw unreadable("The Excel file unpacks to more than is read.");
      }
      if (!scan.accepts(buffer, read)) {
        throw unreadable("The Excel file is not one that a spreadsheet program writes.");
      }
    }
  }

  static MailwrightException unreadable(String what) {
    return new MailwrightException(ErrorCode.IMPORT_UNREADABLE, detail(what));
  }

  static String detail(String what) {
    return what
        + " Nothing more was imported. Open it in a spreadsheet program and save the sheet again,"
        + " best as CSV in UTF-8.";
  }
}
