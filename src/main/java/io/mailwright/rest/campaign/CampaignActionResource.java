package io.mailwright.rest.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.feedback.event.FeedbackRepository;
import io.mailwright.kernel.error.Require;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.campaign.CampaignControl;
import io.mailwright.operations.campaign.CampaignProgressQuery;
import io.mailwright.operations.campaign.RestartPreview;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What can be done with a campaign. */
@Path("/campaigns")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Needs(Role.SENDER)
@Tag(name = "campaigns")
public class CampaignActionResource {
  @Inject private CampaignControl control;
  @Inject private CampaignRepository campaigns;
  @Inject private CampaignProgressQuery progress;
  @Inject private FeedbackRepository feedback;
  @Context private SecurityContext security;

  @POST
  @Path("/{id}/start")
  @Operation(summary = "Starts it; a second start is 409")
  public JsonObject start(@PathParam("id") long id, JsonBody nothing) {
    nothing.end();
    return new JsonAnswer().put("executionId", control.start(id, user())).build();
  }

  @POST
  @Path("/{id}/pause")
  @Operation(summary = "Stops sending within one mail; nothing is lost")
  public JsonObject pause(@PathParam("id") long id, JsonBody nothing) {
    nothing.end();
    control.pause(id, user());
    return campaign(id);
  }

  @POST
  @Path("/{id}/resume")
  @Operation(summary = "Goes on where it stopped")
  public JsonObject resume(@PathParam("id") long id, JsonBody nothing) {
    nothing.end();
    control.resume(id, user());
    return campaign(id);
  }

  @POST
  @Path("/{id}/cancel")
  @Operation(summary = "Ends it for good")
  public JsonObject cancel(@PathParam("id") long id, JsonBody nothing) {
    nothing.end();
    control.cancel(id, user());
    return campaign(id);
  }

  @GET
  @Path("/{id}/preview-restart")
  @Needs(Role.VIEWER)
  @Operation(summary = "What a resume would do now; changes nothing")
  public JsonObject previewRestart(@PathParam("id") long id) {
    RestartPreview preview = control.previewRestart(id);
    return new JsonAnswer()
        .put("willSend", preview.willSend())
        .put("alreadySent", preview.alreadySent())
        .put("inDoubt", preview.inDoubt())
        .put("deferred", preview.deferred())
        .put("suppressedSince", preview.suppressedSince())
        .build();
  }

  @POST
  @Path("/{id}/test")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Sends the real mail to these addresses only: {to: [address]}")
  public JsonObject test(@PathParam("id") long id, JsonBody body) {
    List<String> to = body.texts("to", List.of());
    body.end();
    Require.count("to", to, 1, 20);
    return new JsonAnswer()
        .put(
            "results",
            control.sendTest(id, to).stream()
                .map(
                    result ->
                        new JsonAnswer()
                            .put("to", result.to())
                            .put("accepted", result.accepted())
                            .put("answer", result.answer())
                            .build())
                .toList())
        .build();
  }

  @POST
  @Path("/{id}/in-doubt")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Decides about mails whose final reply was lost: {decision, deliveryIds?}",
      description =
          "decision is sent or resend; without deliveryIds it is for all in doubt. A cancelled campaign"
              + " sends no more: resend is 409 then.")
  public JsonObject inDoubt(@PathParam("id") long id, JsonBody body) {
    CampaignControl.DoubtDecision decision =
        body.word("decision", CampaignControl.DoubtDecision.class, java.util.Optional.empty());
    boolean some = body.has("deliveryIds");
    List<Long> deliveryIds = body.numbers("deliveryIds", List.of());
    body.end();
    if (some && deliveryIds.isEmpty()) {
      throw Require.refused("deliveryIds", "is empty. Name some, or leave it out for all.");
    }
    return new JsonAnswer()
        .put("changed", control.settleInDoubt(id, decision, deliveryIds, user()))
        .build();
  }

  private JsonObject campaign(long id) {
    Campaign campaign = campaigns.get(id);
    return CampaignJson.json(campaign, progress.of(campaign), feedback.counts(List.of(id))).build();
  }

  private String user() {
    return security.getUserPrincipal().getName();
  }
}
