package io.mailwright.rest.feedback;

import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.feedback.acting.FeedbackIntake;
import io.mailwright.feedback.acting.Understood;
import io.mailwright.feedback.bounce.Clue;
import io.mailwright.feedback.link.UnsubscribeToken;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.access.Role;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.Needs;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Mails that came back. */
@Path("/feedback")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes({"message/rfc822", MediaType.TEXT_PLAIN, MediaType.APPLICATION_OCTET_STREAM})
@Tag(name = "feedback")
public class FeedbackResource {
  private static final JsonGeneratorFactory JSON =
      JsonProvider.provider().createGeneratorFactory(Map.of());

  @Inject private FeedbackIntake intake;

  @POST
  @Path("/classify")
  @Needs(Role.VIEWER)
  @Operation(
      summary = "What a mail that came back says of each recipient; changes nothing",
      description =
          "[{recipient, kind: hard|soft|complaint|auto-reply|unsubscribe|none, status, replyCode, reason,"
              + " evidence, decidedBy, aboutSender, clues: [{where, words}], forged, believed,"
              + " campaignId, deliveryId, address, knownBy}]; recipient as the mail says it, address as"
              + " the ledger does")
  public Response classify(InputStream mail) {
    return read(() -> intake.explain(mail));
  }

  @POST
  @Path("/messages")
  @Needs(Role.SENDER)
  @Operation(
      summary = "Stores the mail, says the same, and acts on it",
      description =
          "With done: suppressed, recorded or nothing-new; null where nothing was to be done.")
  public Response take(InputStream mail, @Context SecurityContext security) {
    return read(() -> intake.take(mail, "user " + security.getUserPrincipal().getName()));
  }

  private interface Reading {
    FeedbackIntake.Told run() throws IOException;
  }

  private static Response read(Reading work) {
    try {
      FeedbackIntake.Told told = work.run();
      StreamingOutput answer = out -> write(told, out);
      return Response.ok(answer).build();
    } catch (IOException e) {
      throw new MailwrightException(
          ErrorCode.UPLOAD_BROKEN,
          "The mail did not arrive to its end. Nothing was changed; send it again.",
          e);
    }
  }

  /** One by one: a mail may name fifty thousand. */
  private static void write(FeedbackIntake.Told told, OutputStream out) {
    try (JsonGenerator all = JSON.createGenerator(out, StandardCharsets.UTF_8)) {
      all.writeStartArray();
      told.recipients().forEach(one -> all.write(json(one)));
      told.request().ifPresent(request -> all.write(json(request)));
      all.writeEnd();
    }
  }

  private static JsonObject json(Understood one) {
    var finding = one.finding();
    return new JsonAnswer()
        .put("recipient", finding.recipient())
        .put("kind", finding.kind())
        .put("status", finding.status().map(Object::toString))
        .put("replyCode", finding.replyCode())
        .put("reason", finding.reason())
        .put("evidence", finding.evidence())
        .put("decidedBy", finding.decidedBy())
        .put("aboutSender", finding.reason().isAboutSender())
        .put("clues", finding.clues().stream().map(FeedbackResource::clue).toList())
        .put("forged", one.isForged())
        .put("believed", one.isBelieved())
        .put("campaignId", one.origin().map(o -> o.campaignId()))
        .put("deliveryId", one.origin().flatMap(o -> o.deliveryId()))
        .put("address", one.origin().map(o -> o.emailKey()))
        .put("knownBy", one.origin().map(o -> o.by()))
        .put("done", one.done())
        .build();
  }

  /** With the fields of all others, so that a script can read them the same way. */
  private static JsonObject json(FeedbackIntake.LeaveRequest request) {
    return new JsonAnswer()
        .put("recipient", request.who().map(UnsubscribeToken::emailKey).orElse(""))
        .put("kind", "unsubscribe")
        .put("status", null)
        .put("replyCode", null)
        .put("reason", RefusalReason.UNKNOWN)
        .put("evidence", request.evidence())
        .put("decidedBy", "subject")
        .put("aboutSender", false)
        .put("clues", List.of())
        .put("forged", request.who().isEmpty())
        .put("believed", request.who().isPresent())
        .put("campaignId", request.who().map(UnsubscribeToken::campaignId))
        .put("deliveryId", null)
        .put("address", request.who().map(UnsubscribeToken::emailKey))
        .put("knownBy", request.who().map(who -> "token"))
        .put("done", request.done())
        .build();
  }

  private static JsonObject clue(Clue clue) {
    return new JsonAnswer().put("where", clue.where()).put("words", clue.words()).build();
  }
}
