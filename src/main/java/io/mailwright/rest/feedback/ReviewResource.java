package io.mailwright.rest.feedback;

import io.mailwright.feedback.review.Review;
import io.mailwright.feedback.review.ReviewActs;
import io.mailwright.feedback.review.ReviewChange;
import io.mailwright.feedback.review.ReviewRepository;
import io.mailwright.feedback.review.Reviewing;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Stored mails read again by the rules of now. */
@Path("/feedback/reviews")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.ADMIN)
@Tag(name = "feedback")
public class ReviewResource {
  @Inject private Reviewing reviewing;
  @Inject private ReviewActs acts;
  @Inject private ReviewRepository reviews;

  @POST
  @Operation(
      summary = "Reads all stored mails again by the rules of now; changes nothing",
      description = "Answers at once with state looking; the review says how far it is.")
  public JsonObject begin(JsonBody nothing, @Context SecurityContext security) {
    nothing.end();
    return json(reviewing.begin(security.getUserPrincipal().getName()));
  }

  @GET
  @Needs(Role.VIEWER)
  @Operation(summary = "Reviews, by id")
  public JsonObject page(@BeanParam PageQuery query) {
    return Answers.page(reviews.page(query.request()), ReviewResource::json);
  }

  @GET
  @Path("/{id}")
  @Needs(Role.VIEWER)
  @Operation(
      summary = "One review with its counts",
      description =
          "{id, state: looking|ready, looked, total, changes, applied, effects: {lift, suppress,"
              + " record}}")
  public JsonObject get(@PathParam("id") long id) {
    return json(id);
  }

  @GET
  @Path("/{id}/changes")
  @Needs(Role.VIEWER)
  @Operation(
      summary = "What is understood differently, recipient by recipient",
      description =
          "{id, mailId, recipient, before: {kind, reason}, after: {kind, reason}, rule, effect:"
              + " lift|suppress|record, state: found|applied|undone}")
  public JsonObject changes(@PathParam("id") long id, @BeanParam PageQuery query) {
    find(id);
    return Answers.page(reviews.changes(id, query.request()), ReviewResource::json);
  }

  @POST
  @Path("/{id}/apply")
  @Operation(
      summary = "Applies changes: {changeIds?}; all without them",
      description =
          "Suppressions that stored mails made and none would make any more are lifted, never those"
              + " of a person, a complaint or an unsubscribe; those they would make are made; events"
              + " and counts are corrected. Answers {changed} beside the review.")
  public JsonObject apply(@PathParam("id") long id, JsonBody body) {
    return act(id, body, acts::apply);
  }

  @POST
  @Path("/{id}/undo")
  @Operation(summary = "Takes applied changes back: {changeIds?}; all without them")
  public JsonObject undo(@PathParam("id") long id, JsonBody body) {
    return act(id, body, acts::undo);
  }

  private JsonObject act(
      long id, JsonBody body, BiFunction<Long, Optional<Set<Long>>, Integer> act) {
    Optional<Set<Long>> chosen =
        body.has("changeIds")
            ? Optional.of(Set.copyOf(body.numbers("changeIds", List.of())))
            : Optional.empty();
    body.end();
    if (find(id).isLooking()) {
      throw new MailwrightException(
          ErrorCode.RUNS_ALREADY,
          "The review still reads the stored mails. Nothing was changed; wait for its end.");
    }
    int changed = act.apply(id, chosen);
    return answer(find(id)).put("changed", changed).build();
  }

  private Review find(long id) {
    return reviews
        .find(id)
        .orElseThrow(
            () -> new MailwrightException(ErrorCode.NOT_FOUND, "There is no review " + id + "."));
  }

  private JsonObject json(long id) {
    JsonAnswer effects = new JsonAnswer();
    reviews
        .effects(id)
        .forEach((effect, n) -> effects.put(effect.name().toLowerCase(Locale.ROOT), n));
    return answer(find(id)).put("effects", effects).build();
  }

  private static JsonObject json(Review review) {
    return answer(review).build();
  }

  private static JsonAnswer answer(Review review) {
    return new JsonAnswer()
        .put("id", review.id())
        .put("state", review.isLooking() ? "looking" : "ready")
        .put("askedBy", review.askedBy())
        .put("askedAt", review.askedAt())
        .put("looked", review.looked())
        .put("total", review.total())
        .put("changes", review.changes())
        .put("applied", review.applied())
        .put("doneAt", review.doneAt());
  }

  private static JsonObject json(ReviewChange change) {
    return new JsonAnswer()
        .put("id", change.id())
        .put("mailId", change.mailId())
        .put("recipient", change.emailKey())
        .put("before", reading(change.before()))
        .put("after", reading(change.after()))
        .put("rule", change.rule())
        .put("effect", change.effect())
        .put("state", change.state())
        .build();
  }

  private static JsonAnswer reading(ReviewChange.Reading reading) {
    return new JsonAnswer().put("kind", word(reading.kind())).put("reason", word(reading.reason()));
  }

  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
