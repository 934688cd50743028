package io.mailwright.rest.report;

import io.mailwright.campaign.CampaignRepository;
import io.mailwright.operations.access.Role;
import io.mailwright.report.CampaignReport;
import io.mailwright.report.CampaignReports;
import io.mailwright.report.export.ReportTables;
import io.mailwright.report.projection.ReportUpkeep;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.Needs;
import io.mailwright.rest.campaign.DeliveryRows;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What became of a campaign. */
@Path("/campaigns")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Needs(Role.VIEWER)
@Tag(name = "reports")
public class CampaignReportResource {
  @Inject private CampaignRepository campaigns;
  @Inject private CampaignReports reports;
  @Inject private ReportUpkeep upkeep;
  @Inject private DeliveryRows rows;

  @GET
  @Path("/{id}/report")
  @Produces({MediaType.APPLICATION_JSON, Kinds.CSV_TYPE, Kinds.XLSX_TYPE})
  @Operation(
      summary =
          "Totals, funnel, by site, route, hour and reason, replies, worst domains, advice; as"
              + " text/csv the rows or a part, as XLSX all parts",
      description =
          "As text/csv: ?part= is one of summary, sites, routes, hours, causes, replies, bounces,"
              + " reasons, domains, advice; without it a row a delivery, ?state= of one or more states"
              + " with commas.")
  public Response report(
      @PathParam("id") long id,
      @QueryParam("part") String part,
      @QueryParam("state") String state,
      @Context HttpHeaders headers) {
    // One method for all types: the server's OpenAPI walker keeps one operation a path and method.
    campaigns.get(id);
    Kinds kind = Kinds.of(headers);
    if (kind == Kinds.CSV && (part == null || part.isBlank())) {
      return rows.csv(id, state);
    }
    CampaignReport report = reports.of(id);
    return switch (kind) {
      case JSON -> Response.ok(ReportJson.json(report), MediaType.APPLICATION_JSON_TYPE).build();
      case CSV ->
          Kinds.csv(ReportTables.named("part", part, ReportTables.of(report)), "campaign-" + id);
      case XLSX -> Kinds.xlsx(ReportTables.of(report), "campaign-" + id);
    };
  }

  @GET
  @Path("/{id}/report/check")
  @Operation(
      summary = "Whether the report agrees with the ledger, row by row",
      description =
          "Reads all rows. Means something only while nothing is sent. 409 when rows were deleted"
              + " by age.")
  public JsonObject check(@PathParam("id") long id) {
    campaigns.get(id);
    List<String> differences = upkeep.differences(id);
    return new JsonAnswer()
        .put("agrees", differences.isEmpty())
        .put("differences", differences)
        .build();
  }

  @POST
  @Path("/{id}/report/rebuild")
  @Needs(Role.ADMIN)
  @Operation(
      summary = "Makes the report anew from all rows",
      description = "409 when rows were deleted by age: then the report is all that is left.")
  public Response rebuild(@PathParam("id") long id) {
    campaigns.get(id);
    upkeep.rebuild(id);
    return Response.ok(ReportJson.json(reports.of(id)), MediaType.APPLICATION_JSON_TYPE).build();
  }
}
