package io.mailwright.console.audience;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.mailwright.audience.erased.PersonMark;
import io.mailwright.audience.suppression.Suppression;
import io.mailwright.audience.suppression.SuppressionQuery;
import io.mailwright.audience.suppression.SuppressionRepository;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.text.SafeCell;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.OptionalLong;

/** All suppressions as a CSV file that can be imported again: {@code /suppressions.csv}. */
@WebServlet("/suppressions.csv")
public class SuppressionsDownload extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient SuppressionRepository suppressions;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"suppressions.csv\"");
    Writer out = response.getWriter();
    // Excel takes a file without this mark for the system's old encoding.
    out.write('\uFEFF');
    CsvWriter csv = CsvWriter.builder().build(out);
    csv.writeRecord("email", "reason", "listId", "source", "note", "evidence", "createdAt");
    OptionalLong after = OptionalLong.empty();
    do {
      Page<Suppression> page =
          suppressions.page(
              new PageRequest(after, PageRequest.MAX_LIMIT, false), SuppressionQuery.ALL);
      // Of who was erased there is no address.
      page.items().stream()
          .filter(s -> !PersonMark.isMark(s.emailKey()))
          .forEach(s -> write(csv, s));
      after = page.next();
    } while (after.isPresent());
    csv.flush();
  }

  private static void write(CsvWriter csv, Suppression row) {
    csv.writeRecord(
        SafeCell.of(row.emailKey()),
        Require.word(row.reason()),
        row.isOfAllLists() ? "" : Long.toString(row.listId()),
        SafeCell.of(row.source()),
        SafeCell.of(row.note().orElse("")),
        SafeCell.of(row.evidence().orElse("")),
        row.createdAt().toString());
  }
}
