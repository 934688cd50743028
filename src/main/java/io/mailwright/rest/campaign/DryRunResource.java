package io.mailwright.rest.campaign;

import io.mailwright.campaign.CampaignRepository;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.dryrun.DryRun;
import io.mailwright.operations.dryrun.DryRuns;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What would become of a campaign. */
@Path("/campaigns/{id}/dry-run")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Needs(Role.SENDER)
@Tag(name = "campaigns")
public class DryRunResource {
  @Inject private CampaignRepository campaigns;
  @Inject private DryRuns dryRuns;

  @POST
  @Operation(
      summary =
          "Tries it out on a virtual clock, without sending; the one that goes on, if one does")
  public JsonObject start(@PathParam("id") long id, JsonBody nothing) {
    nothing.end();
    return DryRunJson.json(dryRuns.start(id)).build();
  }

  @GET
  @Needs(Role.VIEWER)
  @Operation(summary = "How far the last dry run is, or what it found; 404 if there is none")
  public JsonObject get(@PathParam("id") long id) {
    campaigns.get(id);
    return DryRunJson.json(find(id)).build();
  }

  @DELETE
  @Operation(summary = "Stops it")
  public void cancel(@PathParam("id") long id) {
    campaigns.get(id);
    find(id);
    dryRuns.cancel(id);
  }

  private DryRun find(long id) {
    return dryRuns
        .find(id)
        .orElseThrow(
            () ->
                new MailwrightException(
                    ErrorCode.NOT_FOUND,
                    "Campaign " + id + " had no dry run on this node since it started."));
  }
}
