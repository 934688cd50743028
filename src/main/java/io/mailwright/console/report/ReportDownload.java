package io.mailwright.console.report;

import io.mailwright.campaign.CampaignRepository;
import io.mailwright.console.Zone;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.report.CampaignReports;
import io.mailwright.report.Comparisons;
import io.mailwright.report.OverallReports;
import io.mailwright.report.export.ReportTables;
import io.mailwright.report.export.Table;
import io.mailwright.report.export.TableFiles;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/**
 * Reports as files: {@code /report.csv?id=7&part=sites}, {@code /reports.xlsx?from=2026-12-01},
 * {@code /compare.csv?ids=7,9}.
 */
@WebServlet({
  "/report.csv",
  "/report.xlsx",
  "/reports.csv",
  "/reports.xlsx",
  "/compare.csv",
  "/compare.xlsx"
})
public class ReportDownload extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient CampaignRepository campaigns;
  @Inject private transient CampaignReports reports;
  @Inject private transient OverallReports overall;
  @Inject private transient Comparisons comparisons;
  @Inject private transient Zone zone;

  /** What is written to a file. */
  private record Content(List<Table> tables, String usualPart, String name) {}

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getServletPath();
    Content content;
    Table part;
    try {
      content = content(path.substring(1, path.indexOf('.')), request);
      String wanted = request.getParameter("part");
      part =
          ReportTables.named(
              "part",
              wanted == null || wanted.isBlank() ? content.usualPart() : wanted,
              content.tables());
    } catch (MailwrightException e) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    if (path.endsWith(".csv")) {
      head(response, "text/csv;charset=UTF-8", content.name() + "-" + part.name() + ".csv");
      TableFiles.writeCsv(part, response.getOutputStream());
    } else {
      head(response, TableFiles.XLSX, content.name() + ".xlsx");
      TableFiles.writeXlsx(content.tables(), response.getOutputStream());
    }
  }

  private Content content(String report, HttpServletRequest request) {
    return switch (report) {
      case "report" -> {
        String id = request.getParameter("id");
        long campaignId = id != null && id.matches("[0-9]{1,18}") ? Long.parseLong(id) : 0;
        campaigns.get(campaignId);
        yield new Content(
            ReportTables.of(reports.of(campaignId)), "summary", "campaign-" + campaignId);
      }
      case "reports" ->
          new Content(
              ReportTables.of(
                  overall.of(
                      ReportsPage.range(
                          request.getParameter("from"),
                          request.getParameter("to"),
                          zone.id(),
                          LocalDate.ofInstant(zone.now(), zone.id())))),
              "campaigns",
              "reports");
      default ->
          new Content(
              ReportTables.of(comparisons.of(ComparePage.ids(request.getParameterValues("ids")))),
              "compare",
              "campaigns");
    };
  }

  private static void head(HttpServletResponse response, String type, String name) {
    response.setContentType(type);
    response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
  }
}
