package io.mailwright.console.audience;

import io.mailwright.audience.intake.Column;
import io.mailwright.audience.intake.FileFormat;
import io.mailwright.audience.intake.ImportPreview;
import io.mailwright.audience.intake.RawRow;
import io.mailwright.audience.intake.Rejection;
import io.mailwright.audience.intake.SourceLine;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;

/** Writes the look into a file before its import as the list page reads it. */
final class FileLook {
  private FileLook() {}

  static JsonObject of(ImportPreview preview, Locale locale) {
    JsonArrayBuilder columns = Json.createArrayBuilder();
    for (Column column : preview.header().columns()) {
      columns.add(
          Json.createObjectBuilder()
              .add("written", column.label())
              .add("name", column.name())
              .add("known", column.role() != Column.Role.ATTRIBUTE));
    }
    JsonArrayBuilder rows = Json.createArrayBuilder();
    for (SourceLine line : preview.lines()) {
      rows.add(row(line, preview, locale));
    }
    return Json.createObjectBuilder()
        .add("format", format(preview.format()))
        .add("columns", columns)
        .add("rows", rows)
        .build();
  }

  private static String format(FileFormat format) {
    if (format instanceof FileFormat.Csv csv) {
      return "CSV · " + csv.charset() + " · " + (csv.separator() == '\t' ? "Tab" : csv.separator());
    }
    return "Excel · " + ((FileFormat.Sheet) format).name();
  }

  private static JsonObjectBuilder row(SourceLine line, ImportPreview preview, Locale locale) {
    JsonObjectBuilder row = Json.createObjectBuilder().add("line", line.line());
    if (line instanceof Rejection rejection) {
      return row.add("fault", rejection.reason().wording().in(locale) + ": " + rejection.value());
    }
    JsonArrayBuilder values = Json.createArrayBuilder();
    for (Column column : preview.header().columns()) {
      values.add(((RawRow) line).value(column));
    }
    return row.add("values", values);
  }
}
