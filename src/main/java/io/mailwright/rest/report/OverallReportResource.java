package io.mailwright.rest.report;

import io.mailwright.kernel.error.Require;
import io.mailwright.operations.access.Role;
import io.mailwright.report.ComparedCampaign;
import io.mailwright.report.Comparisons;
import io.mailwright.report.DayRange;
import io.mailwright.report.OverallReport;
import io.mailwright.report.OverallReports;
import io.mailwright.report.export.ReportTables;
import io.mailwright.report.export.Table;
import io.mailwright.rest.Needs;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What happened over all campaigns, and campaigns side by side. */
@Path("/reports")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Needs(Role.VIEWER)
@Tag(name = "reports")
public class OverallReportResource {
  private static final int USUAL_DAYS = 30;

  @Inject private OverallReports reports;
  @Inject private Comparisons comparisons;
  @Inject private Clock clock;

  @GET
  @Produces({MediaType.APPLICATION_JSON, Kinds.CSV_TYPE, Kinds.XLSX_TYPE})
  @Operation(
      summary = "Over all campaigns in some days",
      description =
          "?from= and ?to= are days, both included, as 2026-12-01; 400 days at most; the last 30"
              + " unless given. ?zone= is an IANA name, UTC unless given. As text/csv: ?part= is one of"
              + " campaigns (unless given), summary, sites, routes, templates, days, hours-of-day,"
              + " hours, funnel, causes, replies, bounces, domains, advice; as XLSX all parts.")
  public Response overall(
      @QueryParam("from") String from,
      @QueryParam("to") String to,
      @QueryParam("zone") String zone,
      @QueryParam("part") String part,
      @Context HttpHeaders headers) {
    OverallReport report = reports.of(range(from, to, zone));
    return switch (Kinds.of(headers)) {
      case JSON -> Response.ok(ReportJson.json(report), MediaType.APPLICATION_JSON_TYPE).build();
      case CSV ->
          Kinds.csv(
              ReportTables.named(
                  "part",
                  part == null || part.isBlank() ? "campaigns" : part,
                  ReportTables.of(report)),
              "reports");
      case XLSX -> Kinds.xlsx(ReportTables.of(report), "reports");
    };
  }

  private DayRange range(String from, String to, String zoneName) {
    ZoneId zone = zone(zoneName);
    LocalDate last =
        to == null || to.isBlank() ? LocalDate.ofInstant(clock.instant(), zone) : day("to", to);
    LocalDate first =
        from == null || from.isBlank() ? last.minusDays(USUAL_DAYS - 1L) : day("from", from);
    return new DayRange(first, last, zone);
  }

  private static ZoneId zone(String name) {
    try {
      return name == null || name.isBlank() ? ZoneId.of("UTC") : ZoneId.of(name.strip());
    } catch (DateTimeException e) {
      throw Require.refused("zone", "is not an IANA name such as Europe/Berlin.");
    }
  }

  private static LocalDate day(String field, String text) {
    try {
      return DayRange.day(text.strip());
    } catch (DateTimeException e) {
      throw Require.refused(field, "is not a day such as 2026-12-01.");
    }
  }

  @GET
  @Path("/compare")
  @Produces({MediaType.APPLICATION_JSON, Kinds.CSV_TYPE, Kinds.XLSX_TYPE})
  @Operation(
      summary = "Campaigns side by side",
      description =
          "?ids= one to eight with commas. clearlyBest: better than each of the others by more than"
              + " chance makes.")
  public Response compare(@QueryParam("ids") String ids, @Context HttpHeaders headers) {
    List<ComparedCampaign> campaigns = comparisons.of(ids(ids));
    List<Table> tables = ReportTables.of(campaigns);
    return switch (Kinds.of(headers)) {
      case JSON -> Response.ok(ReportJson.json(campaigns), MediaType.APPLICATION_JSON_TYPE).build();
      case CSV -> Kinds.csv(tables.get(0), "campaigns");
      case XLSX -> Kinds.xlsx(tables, "campaigns");
    };
  }

  private static List<Long> ids(String text) {
    String given = text == null ? "" : text.strip();
    try {
      return given.isEmpty()
          ? List.of()
          : Arrays.stream(given.split(",")).map(id -> Long.parseLong(id.strip())).toList();
    } catch (NumberFormatException e) {
      throw Require.refused("ids", "must be numbers with commas between.");
    }
  }
}
