package io.mailwright.rest.audience;

import io.mailwright.audience.suppression.Suppression;
import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.audience.suppression.SuppressionRepository;
import io.mailwright.campaign.CampaignDraft;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.operations.access.Role;
import io.mailwright.rest.Answers;
import io.mailwright.rest.IfMatch;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import io.mailwright.rest.PageQuery;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Addresses that get no mail. */
@Path("/suppressions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.SENDER)
@Tag(name = "suppressions")
public class SuppressionResource {
  @Inject private SuppressionRepository suppressions;

  @GET
  @Needs(Role.VIEWER)
  @Operation(summary = "Suppressions, by id; ?email= finds the beginning of an address")
  public JsonObject page(
      @BeanParam PageQuery query, @QueryParam("email") @DefaultValue("") String email) {
    return Answers.page(
        suppressions.page(query.request(), email.strip().toLowerCase(Locale.ROOT)),
        SuppressionResource::json);
  }

  @POST
  @Operation(
      summary = "Suppresses an address: {email, reason?, source?, note?}; 200 if it was already",
      description =
          "An address that is suppressed already takes over a note, and a reason with its source;"
              + " but hard-bounce, complaint and unsubscribe do not become manual. The answer is"
              + " the entry as it is now: 201 for a new one, else 200.")
  public Response create(JsonBody body, @Context UriInfo uri, @Context SecurityContext security) {
    EmailAddress email = CampaignDraft.address("email", body.text("email", Optional.empty()));
    SuppressionReason reason =
        body.word("reason", SuppressionReason.class, Optional.of(SuppressionReason.MANUAL));
    String source =
        body.text("source", Optional.of("user " + security.getUserPrincipal().getName()));
    Optional<String> note = body.optionalText("note", Optional.empty());
    body.end();
    SuppressionRepository.Entered entered =
        suppressions.add(email, reason, source, note.orElse(null));
    Suppression now = entered.suppression();
    return entered.isNew() ? Answers.created(uri, now, json(now)) : Answers.one(now, json(now));
  }

  @GET
  @Path("/{id}")
  @Needs(Role.VIEWER)
  @Operation(summary = "One suppression")
  public Response get(@PathParam("id") long id) {
    Suppression suppression = suppressions.get(id);
    return Answers.one(suppression, json(suppression));
  }

  @PATCH
  @Path("/{id}")
  @Operation(summary = "Says anew why: {reason?, source?, note?}")
  public Response change(@PathParam("id") long id, @BeanParam IfMatch ifMatch, JsonBody body) {
    var expected = ifMatch.required();
    Suppression now = suppressions.get(id);
    SuppressionReason reason =
        body.word("reason", SuppressionReason.class, Optional.of(now.reason()));
    String source = body.text("source", Optional.of(now.source()));
    Optional<String> note = body.optionalText("note", now.note());
    body.end();
    Suppression changed = suppressions.describe(id, expected, reason, source, note.orElse(null));
    return Answers.one(changed, json(changed));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Lets the address get mail again")
  public void delete(@PathParam("id") long id, @BeanParam IfMatch ifMatch) {
    suppressions.delete(id, ifMatch.optional());
  }

  private static JsonObject json(Suppression suppression) {
    return new JsonAnswer()
        .put("id", suppression.id())
        .put("version", suppression.version())
        .put("email", suppression.emailKey())
        .put("reason", suppression.reason())
        .put("source", suppression.source())
        .put("note", suppression.note())
        .put("createdAt", suppression.createdAt())
        .build();
  }
}
