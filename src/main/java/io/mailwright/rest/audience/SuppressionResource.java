package io.mailwright.rest.audience;

import io.mailwright.audience.erased.PersonMark;
import io.mailwright.audience.intake.NamedCharset;
import io.mailwright.audience.list.ContactListRepository;
import io.mailwright.audience.suppression.Suppression;
import io.mailwright.audience.suppression.SuppressionBatches;
import io.mailwright.audience.suppression.SuppressionDraft;
import io.mailwright.audience.suppression.SuppressionQuery;
import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.audience.suppression.SuppressionRepository;
import io.mailwright.campaign.CampaignDraft;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.intake.SuppressionImport;
import io.mailwright.rest.Answers;
import io.mailwright.rest.CsvAnswer;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
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
  @Inject private ContactListRepository lists;
  @Inject private SuppressionImport imports;
  @Inject private SuppressionBatches batches;

  @GET
  @Needs(Role.VIEWER)
  @Operation(
      summary = "Suppressions, by id; ?email= the beginning of an address, ?reason=, ?listId=",
      description = "?listId=0 finds those of all lists.")
  public JsonObject page(
      @BeanParam PageQuery query,
      @QueryParam("email") @DefaultValue("") String email,
      @QueryParam("reason") String reason,
      @QueryParam("listId") String listId) {
    return Answers.page(
        suppressions.page(query.request(), query(email, reason, listId)),
        SuppressionResource::json);
  }

  @GET
  @Path("/export")
  @Needs(Role.VIEWER)
  @Produces("text/csv")
  @Operation(
      summary = "The same as a CSV file that can be imported again, all of them",
      description = "Without those who were erased: of them there is no address.")
  public Response export(
      @QueryParam("email") @DefaultValue("") String email,
      @QueryParam("reason") String reason,
      @QueryParam("listId") String listId) {
    SuppressionQuery query = query(email, reason, listId);
    StreamingOutput rows =
        out -> {
          CsvAnswer csv =
              new CsvAnswer(
                  out, "email", "reason", "listId", "source", "note", "evidence", "createdAt");
          OptionalLong after = OptionalLong.empty();
          do {
            Page<Suppression> page =
                suppressions.page(new PageRequest(after, PageRequest.MAX_LIMIT, false), query);
            page.items().stream()
                .filter(s -> !PersonMark.isMark(s.emailKey()))
                .forEach(s -> row(csv, s));
            after = page.next();
          } while (after.isPresent());
          csv.end();
        };
    return CsvAnswer.download(rows, "suppressions.csv");
  }

  private static void row(CsvAnswer csv, Suppression suppression) {
    csv.row(
        suppression.emailKey(),
        Require.word(suppression.reason()),
        suppression.isOfAllLists() ? "" : suppression.listId(),
        suppression.source(),
        suppression.note(),
        suppression.evidence(),
        suppression.createdAt());
  }

  private static SuppressionQuery query(String email, String reason, String listId) {
    return new SuppressionQuery(
        email,
        reason == null || reason.isBlank()
            ? null
            : Require.oneOf("reason", reason, SuppressionReason.class),
        PageQuery.optionalNumber("listId", listId).orElse(null));
  }

  @POST
  @Path("/imports")
  @Consumes({
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    MediaType.APPLICATION_OCTET_STREAM
  })
  @Operation(
      summary = "Imports a CSV or XLSX file with a header row; a column email is required",
      description =
          "Columns reason, listId, note and evidence are taken over; ?reason= (manual unless given) where"
              + " the file says none, ?listId= for one list only. What is suppressed already stays"
              + " as it is. The answer: {number, read, added, already, rejected, rejects: [{line, column,"
              + " value, reason}]}, of the rejected rows the first thousand.")
  public JsonObject importFile(
      @QueryParam("listId") String listId,
      @QueryParam("reason") @DefaultValue("manual") String reason,
      @Context SecurityContext security,
      @Context HttpHeaders headers,
      InputStream body) {
    SuppressionImport.Taken taken =
        imports.take(
            body,
            Optional.ofNullable(headers.getMediaType())
                .map(type -> type.getParameters().get(MediaType.CHARSET_PARAMETER))
                .map(NamedCharset::of),
            list(PageQuery.optionalNumber("listId", listId)),
            given(Require.oneOf("reason", reason, SuppressionReason.class)),
            security.getUserPrincipal().getName());
    return new JsonAnswer()
        .put("number", taken.number())
        .put("read", taken.read())
        .put("added", taken.added())
        .put("already", taken.already())
        .put("rejected", taken.rejected())
        .put(
            "rejects",
            taken.rejections().stream()
                .map(
                    r ->
                        new JsonAnswer()
                            .put("line", r.line())
                            .put("column", r.column())
                            .put("value", r.value())
                            .put("reason", r.reason().wording().english())
                            .build())
                .toList())
        .build();
  }

  @DELETE
  @Path("/imports/{number}")
  @Needs(Role.ADMIN)
  @Operation(
      summary = "Takes an import back: {removed}",
      description =
          "What it suppressed and nobody has changed since gets mail again. What was suppressed"
              + " before it stays. Twice is once.")
  public JsonObject takeBack(@PathParam("number") long number) {
    return new JsonAnswer().put("removed", batches.takeBack(number)).build();
  }

  /** A list that there is, or all. */
  private long list(Optional<Long> id) {
    if (id.isEmpty() || id.get() == SuppressionDraft.ALL_LISTS) {
      return SuppressionDraft.ALL_LISTS;
    }
    return lists.get(id.get()).id();
  }

  @POST
  @Operation(
      summary =
          "Suppresses an address: {email, listId?, reason?, source?, note?, evidence?}; 200 if it"
              + " was already",
      description =
          "Without listId for all lists. An address that is suppressed already takes over a note,"
              + " and a reason with its source; but hard-bounce, complaint and unsubscribe do not"
              + " become manual. The answer is the entry as it is now: 201 for a new one, else"
              + " 200.")
  public Response create(JsonBody body, @Context UriInfo uri, @Context SecurityContext security) {
    String email =
        SuppressionDraft.keyOf(
            "email", CampaignDraft.address("email", body.text("email", Optional.empty())));
    long listId = list(body.optionalNumber("listId", Optional.empty()));
    SuppressionReason reason =
        given(body.word("reason", SuppressionReason.class, Optional.of(SuppressionReason.MANUAL)));
    String source =
        body.text("source", Optional.of("user " + security.getUserPrincipal().getName()));
    Optional<String> note = body.optionalText("note", Optional.empty());
    Optional<String> evidence = body.optionalText("evidence", Optional.empty());
    body.end();
    SuppressionRepository.Entered entered =
        suppressions.add(new SuppressionDraft(email, listId, reason, source, note, evidence));
    Suppression now = entered.suppression();
    return entered.isNew() ? Answers.created(uri, now, json(now)) : Answers.one(now, json(now));
  }

  private static SuppressionReason given(SuppressionReason reason) {
    return Require.oneOf("reason", Require.word(reason), SuppressionReason.given(), Require::word);
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
        body.has("reason")
            ? given(body.word("reason", SuppressionReason.class, Optional.empty()))
            : now.reason();
    String source = body.text("source", Optional.of(now.source()));
    Optional<String> note = body.optionalText("note", now.note());
    body.end();
    Suppression changed = suppressions.describe(id, expected, reason, source, note.orElse(null));
    return Answers.one(changed, json(changed));
  }

  @DELETE
  @Path("/{id}")
  @Needs(Role.ADMIN)
  @Operation(summary = "Lets the address get mail again")
  public void delete(@PathParam("id") long id, @BeanParam IfMatch ifMatch) {
    suppressions.delete(id, ifMatch.optional());
  }

  private static JsonObject json(Suppression suppression) {
    return new JsonAnswer()
        .put("id", suppression.id())
        .put("version", suppression.version())
        .put("email", suppression.emailKey())
        .put(
            "listId",
            suppression.isOfAllLists() ? Optional.empty() : Optional.of(suppression.listId()))
        .put("reason", suppression.reason())
        .put("source", suppression.source())
        .put("note", suppression.note())
        .put("evidence", suppression.evidence())
        .put("createdAt", suppression.createdAt())
        .build();
  }
}
