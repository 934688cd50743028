package io.mailwright.rest.notice;

import io.mailwright.operations.access.Role;
import io.mailwright.operations.notice.NoticeKind;
import io.mailwright.operations.webhook.Webhook;
import io.mailwright.operations.webhook.WebhookCalls;
import io.mailwright.operations.webhook.WebhookDraft;
import io.mailwright.operations.webhook.WebhookRepository;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Other systems that are told of notices. Their addresses are often secrets, so admins' only. */
@Path("/webhooks")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.ADMIN)
@Tag(name = "notices")
public class WebhookResource {
  private static final List<String> ALL =
      NoticeKind.ofText(null).stream().map(NoticeKind::word).toList();

  @Inject private WebhookRepository webhooks;
  @Inject private WebhookCalls calls;

  @GET
  @Operation(summary = "Webhooks, by id, without their secrets")
  public JsonObject page(@BeanParam PageQuery query) {
    return Answers.page(webhooks.page(query.request()), WebhookResource::json);
  }

  @POST
  @Operation(
      summary =
          "Adds a webhook: {url, secret, notices?: [kind], enabled?: true}. It is called with JSON"
              + " that is signed with the secret, for each notice of these kinds")
  public Response create(JsonBody body, @Context UriInfo uri) {
    Webhook made = webhooks.create(draft(body, Optional.empty()));
    return Answers.created(uri, made, json(made));
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "One webhook, without its secret")
  public Response get(@PathParam("id") long id) {
    Webhook webhook = webhooks.get(id);
    return Answers.one(webhook, json(webhook));
  }

  @PATCH
  @Path("/{id}")
  @Operation(summary = "Changes a webhook; a secret that is left out is kept")
  public Response change(@PathParam("id") long id, @BeanParam IfMatch ifMatch, JsonBody body) {
    var expected = ifMatch.required();
    WebhookDraft draft = draft(body, Optional.of(webhooks.get(id).draft()));
    Webhook changed = webhooks.change(id, expected, draft);
    return Answers.one(changed, json(changed));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Removes a webhook; what waits for it is given up")
  public void delete(@PathParam("id") long id, @BeanParam IfMatch ifMatch) {
    webhooks.delete(id, ifMatch.optional());
  }

  @POST
  @Path("/{id}/test")
  @Operation(summary = "Calls a webhook with a test now: {taken, words}")
  public JsonObject test(@PathParam("id") long id, JsonBody nothing) {
    nothing.end();
    WebhookCalls.Answer answer = calls.test(webhooks.get(id));
    return new JsonAnswer().put("taken", answer.isTaken()).put("words", answer.words()).build();
  }

  private static WebhookDraft draft(JsonBody body, Optional<WebhookDraft> now) {
    String url = body.text("url", now.map(WebhookDraft::url));
    Optional<String> secret = body.optionalText("secret", Optional.empty());
    List<String> kinds =
        body.texts(
            "notices",
            now.map(draft -> draft.kinds().stream().map(NoticeKind::word).toList()).orElse(ALL));
    boolean enabled = body.truth("enabled", now.map(WebhookDraft::enabled), true);
    body.end();
    return new WebhookDraft(url, secret, NoticeKind.of("notices", kinds), enabled);
  }

  private static JsonObject json(Webhook webhook) {
    return new JsonAnswer()
        .put("id", webhook.id())
        .put("version", webhook.version())
        .put("url", webhook.url())
        .put("notices", webhook.kinds().stream().sorted().toList())
        .put("enabled", webhook.isEnabled())
        .put("createdAt", webhook.createdAt())
        .build();
  }
}
