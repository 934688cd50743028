package io.mailwright.rest.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.access.Role;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import io.mailwright.routing.brake.CampaignBrakes;
import io.mailwright.routing.brake.CanaryState;
import io.mailwright.routing.brake.SiteState;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a campaign's canary and breaker hold back. */
@Path("/campaigns")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Needs(Role.SENDER)
@Tag(name = "campaigns")
public class CampaignBrakeResource {
  @Inject private CampaignRepository campaigns;
  @Inject private CampaignBrakes brakes;

  @GET
  @Path("/{id}/brakes")
  @Needs(Role.VIEWER)
  @Operation(summary = "How far its canary is, and the sites that its breaker leaves alone now")
  public JsonObject brakes(@PathParam("id") long id) {
    return json(campaigns.get(id));
  }

  @POST
  @Path("/{id}/sites/{site}/release")
  @Operation(summary = "Lets it send to a site again that its breaker holds; 409 if it does not")
  public JsonObject release(
      @PathParam("id") long id, @PathParam("site") String site, JsonBody nothing) {
    nothing.end();
    Campaign campaign = campaigns.get(id);
    if (!brakes.release(id, site)) {
      throw new MailwrightException(
          ErrorCode.WRONG_STATE,
          "Campaign " + id + " does not hold this site back. Nothing was changed.");
    }
    return json(campaign);
  }

  private JsonObject json(Campaign campaign) {
    return new JsonAnswer()
        .put("canary", brakes.canary(campaign.id()).map(CampaignBrakeResource::canary))
        .put(
            "sites",
            brakes.heldSites(campaign.id(), campaign.policy()).stream()
                .map(CampaignBrakeResource::site)
                .toList())
        .build();
  }

  private static JsonAnswer canary(CanaryState canary) {
    return new JsonAnswer()
        .put("phase", canary.phase())
        .put("lookAt", canary.lookAt())
        .put("why", Optional.of(canary.why()).filter(why -> !why.isEmpty()))
        .put("complaints", canary.complaints());
  }

  private static JsonAnswer site(SiteState site) {
    return new JsonAnswer()
        .put("site", site.site())
        .put("until", site.heldUntil())
        .put("why", site.why())
        .put("trips", site.trips());
  }
}
