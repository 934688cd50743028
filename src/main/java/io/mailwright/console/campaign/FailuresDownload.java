package io.mailwright.console.campaign;

import io.mailwright.campaign.CampaignRepository;
import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.report.DeliverySheet;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Deliveries as a CSV file, streamed: those that failed of {@code /campaign.csv?id=7}, all of them
 * with {@code &state=all}.
 */
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
    boolean isOfAll = "all".equals(request.getParameter("state"));
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader(
        "Content-Disposition",
        "attachment; filename=\"campaign-" + id + (isOfAll ? "" : "-failures") + ".csv\"");
    DeliverySheet sheet = new DeliverySheet(response.getWriter());
    deliveries.forEach(
        Long.parseLong(id), isOfAll ? Set.of() : DeliverySheet.FAILURES, sheet::write);
    sheet.flush();
  }
}
