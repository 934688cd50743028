package io.mailwright.rest.campaign;

import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.campaign.CampaignSites;
import io.mailwright.operations.campaign.CampaignStanding;
import io.mailwright.operations.campaign.CanaryProgress;
import io.mailwright.operations.campaign.SiteHold;
import io.mailwright.operations.campaign.SiteProgress;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.Needs;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far a campaign is at each site. */
@Path("/campaigns")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Needs(Role.VIEWER)
@Tag(name = "campaigns")
public class CampaignSiteResource {
  @Inject private CampaignSites sites;

  @GET
  @Path("/{id}/sites")
  @Operation(
      summary = "How far it is at each site, and what holds it there",
      description =
          "{canary: {phase, tried, goal, lookAt, why}, sites: [{site, name, total, sent, deferred,"
              + " failed, inDoubt, open, workers, hold: {until, why, byBreaker}}]}, those with most"
              + " recipients first; at most two seconds old. The site * stands for all the small"
              + " ones together, where they are too many to be told apart. hold is there while"
              + " nothing open can go.")
  public JsonObject sites(@PathParam("id") long id) {
    CampaignStanding standing = sites.of(id);
    return new JsonAnswer()
        .put("canary", standing.canary().map(CampaignSiteResource::canary))
        .put("sites", standing.sites().stream().map(CampaignSiteResource::site).toList())
        .build();
  }

  private static JsonAnswer canary(CanaryProgress canary) {
    return new JsonAnswer()
        .put("phase", canary.phase())
        .put("tried", canary.tried())
        .put("goal", canary.goal())
        .put("lookAt", canary.lookAt())
        .put("why", canary.why());
  }

  private static JsonAnswer site(SiteProgress site) {
    return new JsonAnswer()
        .put("site", site.site())
        .put("name", site.name())
        .put("total", site.counts().total())
        .put("sent", site.sent())
        .put("deferred", site.deferred())
        .put("failed", site.failed())
        .put("inDoubt", site.counts().of(DeliveryState.IN_DOUBT))
        .put("open", site.counts().open())
        .put("workers", site.workers())
        .put("hold", site.hold().map(CampaignSiteResource::hold));
  }

  private static JsonAnswer hold(SiteHold hold) {
    return new JsonAnswer()
        .put("until", hold.until())
        .put("why", hold.why())
        .put("byBreaker", hold.byBreaker());
  }
}
