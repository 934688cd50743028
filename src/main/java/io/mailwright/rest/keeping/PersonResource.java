package io.mailwright.rest.keeping;

import io.mailwright.campaign.CampaignDraft;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.person.ErasedPart;
import io.mailwright.operations.person.Erasing;
import io.mailwright.operations.person.Erasure;
import io.mailwright.operations.person.ErasureRepository;
import io.mailwright.operations.person.PersonJson;
import io.mailwright.operations.person.PersonRecords;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is held about one person, and the erasing of it; for admins only. */
@Path("/persons")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.ADMIN)
@Tag(name = "keeping")
public class PersonResource {
  @Inject private PersonRecords records;
  @Inject private Erasing erasing;
  @Inject private ErasureRepository erasures;

  @POST
  @Path("/export")
  @Operation(
      summary = "Everything that is held about an address: {email}",
      description =
          "{email, mark, contacts, waitingImports, deliveries, attempts, reading, feedback,"
              + " returnedMails, suppressions, erasedSuppressions, erasures, importFiles,"
              + " sandboxMails, mentions}, each a list; of each kind the first 10,000. Sent as a body, since addresses of pages end up in logs.")
  public JsonObject export(JsonBody body) {
    return PersonJson.of(records.of(address(body)));
  }

  @POST
  @Path("/erase/preview")
  @Operation(
      summary = "What an erasure would do: {email}; changes nothing",
      description =
          "{parts: [{part, rows, becomes: deleted|cancelled|keyed|replaced}], keeps: […]}; keyed: a"
              + " keyed hash takes the place of the address.")
  public JsonObject preview(JsonBody body) {
    return new JsonAnswer()
        .put("parts", parts(erasing.preview(address(body))))
        .put("keeps", KEPT)
        .build();
  }

  private static final List<String> KEPT =
      List.of(
          "a suppression of all lists by a keyed hash, so that the person is not mailed again",
          "states and times of deliveries and events by the same hash, so that counts and reports"
              + " stay right",
          "who asked for the erasure, and when");

  @POST
  @Path("/erase")
  @Operation(
      summary = "Erases a person: {email}",
      description =
          "Answers when it is done, or after 10 s with state running: the rest follows by itself as"
              + " soon as no mail to the person is in a worker's hands. Doing it twice does no harm.")
  public JsonObject erase(JsonBody body, @Context SecurityContext security) {
    return json(erasing.erase(address(body), security.getUserPrincipal().getName()));
  }

  private static EmailAddress address(JsonBody body) {
    EmailAddress address = CampaignDraft.address("email", body.text("email", Optional.empty()));
    body.end();
    return address;
  }

  @GET
  @Path("/erasures")
  @Operation(summary = "Who was erased when and by whom, by id; of the person a keyed hash only")
  public JsonObject page(@BeanParam PageQuery query) {
    return Answers.page(erasures.page(query.request()), PersonResource::json);
  }

  @GET
  @Path("/erasures/{id}")
  @Operation(summary = "One erasure")
  public JsonObject get(@PathParam("id") long id) {
    return erasures
        .find(id)
        .map(PersonResource::json)
        .orElseThrow(
            () -> new MailwrightException(ErrorCode.NOT_FOUND, "There is no erasure " + id + "."));
  }

  private static JsonObject json(Erasure erasure) {
    return new JsonAnswer()
        .put("id", erasure.id())
        .put("mark", erasure.mark())
        .put("state", erasure.isDone() ? "done" : "running")
        .put("askedBy", erasure.askedBy())
        .put("askedAt", erasure.askedAt())
        .put("doneAt", erasure.doneAt())
        .put("parts", parts(erasure.counts()))
        .build();
  }

  private static List<JsonAnswer> parts(Map<ErasedPart, Long> counts) {
    return counts.entrySet().stream()
        .map(
            part ->
                new JsonAnswer()
                    .put("part", part.getKey())
                    .put("rows", part.getValue())
                    .put("becomes", part.getKey().becomes()))
        .toList();
  }
}
