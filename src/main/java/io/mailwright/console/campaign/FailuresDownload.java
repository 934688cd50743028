package io.mailwright.console.campaign;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.DeliveryView;
import io.mailwright.kernel.text.SafeCell;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** Deliveries as a CSV file, streamed: {@code /campaign.csv?id=7&state=failed}. */
@WebServlet("/campaign.csv")
public class FailuresDownload extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient DeliveryQuery deliveries;
  @Inject private transient CampaignRepository campaigns;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String id = request.getParameter("id");
    if (id == null || !id.matches("[0-9]{1,18}") || campaigns.find(Long.parseLong(id)).isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    Set<DeliveryState> states =
        "all".equals(request.getParameter("state"))
            ? EnumSet.noneOf(DeliveryState.class)
            : EnumSet.of(DeliveryState.FAILED, DeliveryState.EXPIRED);
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader(
        "Content-Disposition", "attachment; filename=\"campaign-" + id + "-failures.csv\"");
    Writer out = response.getWriter();
    // Excel takes a file without this mark for the system's old encoding.
    out.write('\uFEFF');
    CsvWriter csv = CsvWriter.builder().build(out);
    csv.writeRecord(
        "email",
        "state",
        "attempts",
        "replyCode",
        "enhancedStatus",
        "replyText",
        "why",
        "server",
        "settledAt",
        "messageId");
    deliveries.forEach(Long.parseLong(id), states, row -> write(csv, row));
    csv.flush();
  }

  private static void write(CsvWriter csv, DeliveryView row) {
    csv.writeRecord(
        SafeCell.of(row.email()),
        row.state().label(),
        Integer.toString(row.attempts()),
        row.replyCode().map(code -> Integer.toString(code)).orElse(""),
        row.enhancedStatus().orElse(""),
        SafeCell.of(row.replyText().orElse("")),
        SafeCell.of(row.why().orElse("")),
        SafeCell.of(row.server().orElse("")),
        row.settledAt().map(Instant::toString).orElse(""),
        SafeCell.of(row.messageId()));
  }
}
