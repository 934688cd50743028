package io.mailwright.rest.feedback;

import io.mailwright.feedback.feed.Feed;
import io.mailwright.feedback.feed.FeedDraft;
import io.mailwright.feedback.feed.FeedKind;
import io.mailwright.feedback.feed.FeedRepository;
import io.mailwright.feedback.feed.FeedTallies;
import io.mailwright.feedback.feed.FeedTally;
import io.mailwright.feedback.link.RecipientLinks;
import io.mailwright.kernel.store.Page;
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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Feeds by which providers tell what came back. A secret goes in and never comes out. */
@Path("/feeds")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.ADMIN)
@Tag(name = "feedback")
public class FeedResource {
  @Inject private FeedRepository feeds;
  @Inject private FeedTallies tallies;
  @Inject private RecipientLinks links;

  @GET
  @Needs(Role.VIEWER)
  @Operation(summary = "Feeds, by id, each with its URL and what came by it")
  public JsonObject page(@BeanParam PageQuery query) {
    Page<Feed> page = feeds.page(query.request());
    Map<Long, FeedTally> all = tallies.of(page.items().stream().map(Feed::id).toList());
    return Answers.page(page, feed -> json(feed, all.getOrDefault(feed.id(), FeedTally.NONE)));
  }

  @POST
  @Operation(
      summary =
          "Makes a feed: {name, kind: ses|sendgrid|mailgun|postmark|generic, secret?, topicArn?,"
              + " maxAge?: PT1H, active?: true}",
      description =
          "The answer has the URL to give to the provider. secret: SendGrid's public key, Mailgun's"
              + " signing key, Postmark's password, or what a generic feed is signed with; of ses"
              + " the topicArn in its place.")
  public Response create(JsonBody body, @Context UriInfo uri) {
    Feed made = feeds.create(draft(body, Optional.empty()));
    return Answers.created(uri, made, json(made));
  }

  @GET
  @Path("/{id}")
  @Needs(Role.VIEWER)
  @Operation(summary = "One feed with its URL and what came by it")
  public Response get(@PathParam("id") long id) {
    Feed feed = feeds.get(id);
    return Answers.one(feed, json(feed));
  }

  @PATCH
  @Path("/{id}")
  @Operation(summary = "Changes a feed, but not its kind; a secret that is left out stays")
  public Response change(@PathParam("id") long id, @BeanParam IfMatch ifMatch, JsonBody body) {
    var expected = ifMatch.required();
    Feed changed = feeds.change(id, expected, draft(body, Optional.of(feeds.get(id).draft())));
    return Answers.one(changed, json(changed));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Removes a feed; what it told stays")
  public void delete(@PathParam("id") long id, @BeanParam IfMatch ifMatch) {
    feeds.delete(id, ifMatch.optional());
  }

  private static FeedDraft draft(JsonBody body, Optional<FeedDraft> now) {
    String name = body.text("name", now.map(FeedDraft::name));
    FeedKind kind = body.word("kind", FeedKind.class, now.map(FeedDraft::kind));
    Optional<String> secret = body.optionalText("secret", Optional.empty());
    Optional<String> topicArn = body.optionalText("topicArn", now.flatMap(FeedDraft::topicArn));
    var maxAge =
        body.optionalDuration("maxAge", now.map(FeedDraft::maxAge))
            .orElse(FeedDraft.DEFAULT_MAX_AGE);
    boolean active = body.truth("active", now.map(FeedDraft::active), true);
    body.end();
    return new FeedDraft(name, kind, secret, topicArn, maxAge, active);
  }

  private JsonObject json(Feed feed) {
    return json(feed, tallies.of(List.of(feed.id())).getOrDefault(feed.id(), FeedTally.NONE));
  }

  private JsonObject json(Feed feed, FeedTally tally) {
    return new JsonAnswer()
        .put("id", feed.id())
        .put("version", feed.version())
        .put("name", feed.name())
        .put("kind", feed.kind())
        .put("url", links.feed(feed.address()))
        .put("topicArn", feed.topicArn())
        .put("maxAge", feed.maxAge())
        .put("active", feed.isActive())
        .put(
            "counts",
            new JsonAnswer()
                .put("taken", tally.taken())
                .put("repeated", tally.repeated())
                .put("passedOver", tally.passedOver())
                .put("malformed", tally.malformed())
                .put("forged", tally.forged())
                .put("stale", tally.stale()))
        .put("lastAt", tally.lastAt())
        .put("lastEvent", tally.lastEvent())
        .put("lastRefusedAt", tally.lastRefusedAt())
        .put("lastRefusal", tally.lastRefusal())
        .put("createdAt", feed.createdAt())
        .build();
  }
}
