package io.mailwright.rest;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.mailwright.kernel.text.SafeCell;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Rows as CSV (RFC 4180) in UTF-8 with a byte order mark, which spreadsheets need. A value that a
 * spreadsheet would take for a formula gets an apostrophe in front: the values are other people's.
 */
public final class CsvAnswer {
  private final OutputStreamWriter out;
  private final CsvWriter csv;

  public CsvAnswer(OutputStream stream, String... header) throws IOException {
    this.out = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    out.write('\ufeff');
    this.csv = CsvWriter.builder().build(out);
    csv.writeRecord(header);
  }

  public void row(Object... values) {
    csv.writeRecord(Arrays.stream(values).map(CsvAnswer::cell).toList());
  }

  public void end() throws IOException {
    csv.flush();
    out.flush();
  }

  public static Response download(StreamingOutput rows, String fileName) {
    return Response.ok(rows, "text/csv; charset=utf-8")
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName + "\"")
        .build();
  }

  public static String cell(Object value) {
    if (value instanceof Optional<?> optional) {
      return cell(optional.orElse(null));
    }
    if (value == null) {
      return "";
    }
    return value instanceof String text ? SafeCell.of(text) : value.toString();
  }
}
