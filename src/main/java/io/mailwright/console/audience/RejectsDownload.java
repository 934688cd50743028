package io.mailwright.console.audience;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.mailwright.audience.imports.ImportRepository;
import io.mailwright.audience.imports.StoredRejection;
import io.mailwright.audience.intake.RejectReason;
import io.mailwright.kernel.text.SafeCell;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/** The rejected rows of an import as a CSV file, read page by page: {@code /rejects.csv?id=7}. */
@WebServlet("/rejects.csv")
public class RejectsDownload extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final int PAGE = 1000;

  @Inject private transient ImportRepository imports;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String id = request.getParameter("id");
    if (id == null || !id.matches("[0-9]{1,18}") || imports.find(Long.parseLong(id)).isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader(
        "Content-Disposition", "attachment; filename=\"import-" + id + "-rejects.csv\"");
    Writer out = response.getWriter();
    // Excel takes a file without this mark for the system's old encoding.
    out.write('\uFEFF');
    CsvWriter csv = CsvWriter.builder().build(out);
    csv.writeRecord("line", "column", "value", "reason");
    long line = 0;
    List<StoredRejection> page;
    do {
      page = imports.rejects(Long.parseLong(id), line, PAGE);
      for (StoredRejection reject : page) {
        csv.writeRecord(
            Long.toString(reject.line()),
            SafeCell.of(reject.column()),
            SafeCell.of(reject.value()),
            SafeCell.of(reason(reject, request.getLocale())));
        line = reject.line();
      }
    } while (page.size() == PAGE);
    csv.flush();
  }

  /** In the browser's language; a reason that this version does not know as it was kept. */
  private static String reason(StoredRejection reject, Locale browser) {
    return RejectReason.ofCode(reject.code())
        .map(reason -> reason.wording().in(browser))
        .orElse(reject.detail());
  }
}
