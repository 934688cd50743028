package io.mailwright.rest.notice;

import io.mailwright.operations.access.Role;
import io.mailwright.operations.notice.Notice;
import io.mailwright.operations.notice.NoticeOutbox;
import io.mailwright.operations.notice.NoticeRepository;
import io.mailwright.operations.notice.OutboxEntry;
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
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What was said to people, and what is on its way by mail and webhook. */
@Path("/notices")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.VIEWER)
@Tag(name = "notices")
public class NoticeResource {
  @Inject private NoticeRepository notices;
  @Inject private NoticeOutbox outbox;

  @GET
  @Operation(summary = "Notices, by id")
  public JsonObject page(@BeanParam PageQuery query) {
    return Answers.page(notices.page(query.request()), notice -> json(notice).build());
  }

  @GET
  @Path("/outbox")
  @Operation(
      summary =
          "Notices on their way by mail and webhook, by id, each with its state: waiting, sending,"
              + " at-dot, sent, in-doubt, failed")
  public JsonObject outbox(@BeanParam PageQuery query) {
    return Answers.page(outbox.page(query.request()), NoticeResource::json);
  }

  @GET
  @Path("/outbox/{id}")
  @Operation(summary = "One notice on its way")
  public JsonObject get(@PathParam("id") long id) {
    return json(outbox.get(id));
  }

  @POST
  @Path("/outbox/{id}/retry")
  @Needs(Role.SENDER)
  @Operation(summary = "Tries one again now: one that waits, failed, or is in doubt")
  public JsonObject retry(@PathParam("id") long id, JsonBody nothing) {
    nothing.end();
    outbox.retry(id);
    return json(outbox.get(id));
  }

  private static JsonAnswer json(Notice notice) {
    return new JsonAnswer()
        .put("id", notice.id())
        .put("at", notice.at())
        .put("level", notice.level())
        .put("kind", notice.kind())
        .put("campaignId", notice.campaignId())
        .put("executionId", notice.executionId())
        .put("subject", notice.subject())
        .put("body", notice.body())
        .put("times", notice.times())
        .put("read", notice.isRead());
  }

  private static JsonObject json(OutboxEntry entry) {
    return new JsonAnswer()
        .put("id", entry.id())
        .put("noticeId", entry.notice().id())
        .put("kind", entry.notice().kind())
        .put("subject", entry.notice().subject())
        .put("channel", entry.channel())
        .put("target", entry.target())
        .put("language", entry.language())
        .put("state", entry.state())
        .put("attempts", entry.attempts())
        .put("nextAttemptAt", entry.nextAt())
        .put("words", entry.words())
        .put("route", entry.route())
        .put("settledAt", entry.settledAt())
        .build();
  }
}
