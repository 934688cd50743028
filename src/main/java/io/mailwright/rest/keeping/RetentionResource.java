package io.mailwright.rest.keeping;

import io.mailwright.kernel.error.Require;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.keeping.KeptKind;
import io.mailwright.operations.keeping.Purge;
import io.mailwright.operations.keeping.Retention;
import io.mailwright.operations.keeping.RetentionRepository;
import io.mailwright.operations.keeping.RetentionRules;
import io.mailwright.rest.Answers;
import io.mailwright.rest.IfMatch;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** For how many days each kind of data is kept. */
@Path("/retention")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.ADMIN)
@Tag(name = "keeping")
public class RetentionResource {
  @Inject private RetentionRepository retention;
  @Inject private Purge purge;

  @GET
  @Needs(Role.VIEWER)
  @Operation(
      summary = "For how many days each kind of data is kept; null is for ever",
      description =
          "{version, attempts, deliveries, events, …}. 0 is gone with the next purge. Campaigns that"
              + " are not over, or have mails in doubt, keep everything.")
  public Response get() {
    return one(retention.get());
  }

  @PATCH
  @Operation(summary = "Changes some of them; the next purge goes by it")
  public Response change(@BeanParam IfMatch ifMatch, JsonBody body) {
    var expected = ifMatch.required();
    RetentionRules[] rules = {retention.get().rules()};
    Require.all(
        Stream.of(KeptKind.values())
            .filter(kind -> body.has(kind.field()))
            .map(kind -> (Runnable) () -> rules[0] = rules[0].with(kind, days(body, kind)))
            .toArray(Runnable[]::new));
    body.end();
    return one(retention.change(expected, rules[0]));
  }

  private static OptionalInt days(JsonBody body, KeptKind kind) {
    Optional<Long> given = body.optionalNumber(kind.field(), Optional.empty());
    return given.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(
            (int) Require.range(kind.field(), given.get(), 0, RetentionRules.MOST_DAYS));
  }

  @GET
  @Path("/preview")
  @Operation(
      summary = "What a purge would delete now",
      description =
          "{items: [{kind, before, rows}], total}; before is null for what is kept for ever. Start"
              + " the job purge to do it.")
  public JsonObject preview() {
    var due = purge.preview(retention.get().rules());
    return new JsonAnswer()
        .put("items", due.stream().map(RetentionResource::json).toList())
        .put("total", due.stream().mapToLong(Purge.Due::rows).sum())
        .build();
  }

  private static JsonObject json(Purge.Due due) {
    return new JsonAnswer()
        .put("kind", due.kind())
        .put("before", due.before())
        .put("rows", due.rows())
        .build();
  }

  private static Response one(Retention kept) {
    JsonAnswer answer = new JsonAnswer().put("version", kept.version());
    for (KeptKind kind : KeptKind.values()) {
      answer.put(kind.field(), kept.rules().daysOf(kind));
    }
    return Answers.one(kept, answer.build());
  }
}
