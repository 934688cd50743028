package io.mailwright.rest.feedback;

import io.mailwright.feedback.acting.FeedbackIntake;
import io.mailwright.feedback.evidence.Evidence;
import io.mailwright.feedback.evidence.EvidenceFinding;
import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.feedback.evidence.EvidenceState;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.operations.access.Role;
import io.mailwright.rest.Answers;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import io.mailwright.rest.PageQuery;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Mails that came back, as they are stored. */
@Path("/returned-mails")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.SENDER)
@Tag(name = "feedback")
public class ReturnedMailResource {
  private static final int MOST_FINDINGS = 1_000;

  @Inject private EvidenceRepository evidence;
  @Inject private FeedbackIntake intake;

  @GET
  @Operation(
      summary = "Mails that came back, by id",
      description =
          "state is stored, done or quarantined; believed=false gives those that were not acted on"
              + " because nothing showed that they are about mails of ours.")
  public JsonObject page(
      @BeanParam PageQuery query,
      @QueryParam("state") String state,
      @QueryParam("mailboxId") String mailboxId,
      @QueryParam("believed") String believed) {
    return Answers.page(
        evidence.page(
            query.request(),
            new EvidenceRepository.Filter(
                PageQuery.optionalNumber("mailboxId", mailboxId),
                Optional.ofNullable(state)
                    .map(word -> Require.oneOf("state", word, EvidenceState.class)),
                Optional.ofNullable(believed).map(ReturnedMailResource::truth))),
        mail -> json(mail).build());
  }

  private static boolean truth(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Require.refused("believed", "must be true or false.");
    };
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "One, with what was found in it: of up to 1,000 recipients")
  public JsonObject get(@PathParam("id") long id) {
    return full(find(id));
  }

  @GET
  @Path("/{id}/raw")
  @Produces("message/rfc822")
  @Operation(summary = "The mail as it came, as far as it is kept")
  public Response raw(@PathParam("id") long id) {
    InputStream mail = evidence.raw(id).orElseThrow(() -> notThere(id)).open();
    return Response.ok(mail)
        .header("Content-Disposition", "attachment; filename=\"returned-" + id + ".eml\"")
        .build();
  }

  @POST
  @Path("/{id}/again")
  @Operation(
      summary = "Handles it anew: {believe?}",
      description =
          "With believe: true a recipient that it names is enough to act on, as if you had handed it"
              + " in. What was done before is not done twice.")
  public JsonObject again(@PathParam("id") long id, JsonBody body) {
    boolean isBelieved = body.truth("believe", Optional.empty(), false);
    body.end();
    intake.again(find(id), isBelieved);
    return full(find(id));
  }

  private Evidence find(long id) {
    return evidence.find(id).orElseThrow(() -> notThere(id));
  }

  private static MailwrightException notThere(long id) {
    return new MailwrightException(ErrorCode.NOT_FOUND, "There is no returned mail " + id + ".");
  }

  private JsonObject full(Evidence mail) {
    return json(mail)
        .put(
            "recipients",
            evidence.findings(mail.id(), MOST_FINDINGS).stream()
                .map(ReturnedMailResource::json)
                .toList())
        .build();
  }

  private static JsonAnswer json(Evidence mail) {
    return new JsonAnswer()
        .put("id", mail.id())
        .put("receivedAt", mail.receivedAt())
        .put("source", mail.arrival().source())
        .put("mailboxId", mail.arrival().mailboxId())
        .put("subject", mail.subject())
        .put("size", mail.size())
        .put("whole", mail.isWhole())
        .put("state", mail.state())
        .put("reason", mail.reason())
        .put("verdict", mail.handled().map(Evidence.Handled::verdict))
        .put("believed", mail.handled().map(Evidence.Handled::isBelieved))
        .put("campaignId", mail.handled().flatMap(Evidence.Handled::campaignId))
        .put("processedAt", mail.handled().map(Evidence.Handled::at));
  }

  private static JsonObject json(EvidenceFinding found) {
    return new JsonAnswer()
        .put("recipient", found.emailKey())
        .put("kind", word(found.kind()))
        .put("reason", word(found.reason()))
        .put("status", found.status())
        .put("evidence", found.evidence())
        .put("campaignId", found.campaignId())
        .put("deliveryId", found.deliveryId())
        .put("knownBy", found.knownBy().map(ReturnedMailResource::word))
        .put("believed", found.isBelieved())
        .put("done", found.done().map(ReturnedMailResource::word))
        .build();
  }

  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
