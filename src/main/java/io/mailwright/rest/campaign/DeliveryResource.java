package io.mailwright.rest.campaign;

import io.mailwright.campaign.CampaignRepository;
import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.DeliveryView;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.event.RecipientFeedback;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.operations.access.Role;
import io.mailwright.rest.Answers;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.Needs;
import io.mailwright.rest.PageQuery;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who got what of a campaign, who did not, and why. */
@Path("/campaigns")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Needs(Role.VIEWER)
@Tag(name = "campaigns")
public class DeliveryResource {
  @Inject private CampaignRepository campaigns;
  @Inject private DeliveryQuery deliveries;
  @Inject private RecipientFeedback feedback;

  @GET
  @Path("/{id}/deliveries")
  @Operation(
      summary = "Deliveries, by id",
      description =
          "?state= one or more with commas; ?email= a part of address, reply or reason;"
              + " ?feedback= hard-bounce, soft-bounce, complaint, unsubscribe, open, click, one or more"
              + " with commas: only those for which one of them came back. An open one"
              + " has in why what holds it, and in nextAttemptAt until when; feedback is what came back"
              + " for it, each kind once.")
  public JsonObject page(
      @PathParam("id") long id,
      @BeanParam PageQuery query,
      @QueryParam("state") String state,
      @QueryParam("email") String email,
      @QueryParam("feedback") String cameBackAs) {
    campaigns.get(id);
    PageRequest request = query.request();
    List<DeliveryView> rows =
        deliveries.list(
            id,
            new DeliveryQuery.Filter(
                states(state),
                Optional.ofNullable(email).map(String::strip).filter(text -> !text.isEmpty()),
                FeedbackKind.ofTaken("feedback", cameBackAs).stream()
                    .map(FeedbackKind::code)
                    .collect(Collectors.toSet()),
                request.after().orElse(0),
                request.limit() + 1,
                request.descending()));
    Page<DeliveryView> page = Page.of(rows, request, DeliveryView::id);
    Map<String, List<RecipientFeedback.CameBack>> cameBack =
        feedback.of(id, page.items().stream().map(DeliveryView::email).toList());
    return Answers.page(page, row -> json(row, cameBack));
  }

  @GET
  @Path("/{id}/deliveries/{deliveryId}")
  @Operation(summary = "One delivery")
  public JsonObject get(@PathParam("id") long id, @PathParam("deliveryId") long deliveryId) {
    return deliveries
        .find(id, deliveryId)
        .map(row -> json(row, feedback.of(id, List.of(row.email()))))
        .orElseThrow(
            () ->
                new MailwrightException(
                    ErrorCode.NOT_FOUND,
                    "Campaign " + id + " has no delivery " + deliveryId + "."));
  }

  static Set<DeliveryState> states(String text) {
    return text == null || text.isBlank()
        ? EnumSet.noneOf(DeliveryState.class)
        : Arrays.stream(text.split(","))
            .map(DeliveryResource::state)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(DeliveryState.class)));
  }

  /** As the counts name them; {@code in-doubt} is understood too. */
  private static DeliveryState state(String word) {
    String name = word.strip().replace("inDoubt", "in-doubt");
    return Require.oneOf("state", name, DeliveryState.class);
  }

  private static JsonObject json(
      DeliveryView row, Map<String, List<RecipientFeedback.CameBack>> cameBack) {
    return new JsonAnswer()
        .put("id", row.id())
        .put("contactId", row.contactId())
        .put("email", row.email())
        .put("state", row.state().label())
        .put("attempts", row.attempts())
        .put("nextAttemptAt", row.nextAttemptAt())
        .put("route", row.server())
        .put("replyCode", row.replyCode())
        .put("enhancedStatus", row.enhancedStatus())
        .put("replyText", row.replyText())
        .put("messageId", row.messageId())
        .put("why", row.why())
        .put(
            "feedback",
            cameBack.getOrDefault(row.email(), List.of()).stream()
                .map(
                    one ->
                        new JsonAnswer()
                            .put("kind", one.kind())
                            .put("at", one.at())
                            .put("words", one.words()))
                .toList())
        .put(
            "times",
            new JsonAnswer()
                .put("claimedAt", row.claimedAt())
                .put("firstTryAt", row.firstTryAt())
                .put("settledAt", row.settledAt()))
        .build();
  }
}
