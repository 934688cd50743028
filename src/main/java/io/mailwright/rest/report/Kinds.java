package io.mailwright.rest.report;

import io.mailwright.report.export.Table;
import io.mailwright.report.export.TableFiles;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;

/** What kinds of answers there are to a request for a report. */
enum Kinds {
  JSON(MediaType.APPLICATION_JSON_TYPE),
  CSV(new MediaType("text", "csv")),
  XLSX(MediaType.valueOf(TableFiles.XLSX));

  /** For {@code Produces}; JSON unless something else is asked for. */
  static final String CSV_TYPE = "text/csv; qs=0.5";

  /** The same. */
  static final String XLSX_TYPE = TableFiles.XLSX + "; qs=0.4";

  private final MediaType type;

  Kinds(MediaType type) {
    this.type = type;
  }

  /** The first that the caller accepts. */
  static Kinds of(HttpHeaders headers) {
    for (MediaType accepted : headers.getAcceptableMediaTypes()) {
      for (Kinds kind : values()) {
        if (accepted.isCompatible(kind.type)) {
          return kind;
        }
      }
    }
    return JSON;
  }

  /** One table as a file. */
  static Response csv(Table table, String name) {
    StreamingOutput file = out -> TableFiles.writeCsv(table, out);
    return download(file, "text/csv; charset=utf-8", name + "-" + table.name() + ".csv");
  }

  /** All tables as a file. */
  static Response xlsx(List<Table> tables, String name) {
    StreamingOutput file = out -> TableFiles.writeXlsx(tables, out);
    return download(file, TableFiles.XLSX, name + ".xlsx");
  }

  private static Response download(StreamingOutput file, String type, String name) {
    return Response.ok(file, type)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .build();
  }
}
