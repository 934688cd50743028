package io.mailwright.rest.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignDraft;
import io.mailwright.campaign.CampaignNotices;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.feedback.event.FeedbackCounts;
import io.mailwright.feedback.event.FeedbackRepository;
import io.mailwright.feedback.reader.Readerships;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.Revision;
import io.mailwright.operations.access.Caller;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.campaign.CampaignProgress;
import io.mailwright.operations.campaign.CampaignProgressQuery;
import io.mailwright.operations.notice.NoticeKind;
import io.mailwright.operations.notice.NoticeWishes;
import io.mailwright.operations.schedule.ScheduleRepository;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Campaigns as people write and read them; what can be done with one stands beside it. */
@Path("/campaigns")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.SENDER)
@Tag(name = "campaigns")
public class CampaignResource {
  @Inject private ScheduleRepository schedules;
  @Inject private CampaignRepository campaigns;
  @Inject private CampaignProgressQuery progress;
  @Inject private FeedbackRepository feedback;
  @Inject private NoticeWishes wishes;
  @Inject private Readerships readerships;
  @Context private SecurityContext security;

  @GET
  @Needs(Role.VIEWER)
  @Operation(summary = "Campaigns, by id; ?state= only these, several with commas between")
  public JsonObject page(@BeanParam PageQuery query, @QueryParam("state") String state) {
    Page<Campaign> page = campaigns.page(query.request(), states(state));
    List<Long> ids = page.items().stream().map(Campaign::id).toList();
    Map<Long, CampaignProgress> all = progress.of(ids);
    FeedbackCounts counts = feedback.counts(ids);
    return Answers.page(page, c -> CampaignJson.json(c, all.get(c.id()), counts).build());
  }

  @POST
  @Operation(
      summary =
          "Makes a campaign: {name, listIds, templateId, from, replyTo?, envelopeSender?, poolId,"
              + " interval?, rate?: {limit, per}, retry?, onAmbiguous?, workers?, weight?, urgent?, canary?:"
              + " {percent, minimum, wait, limits}, breaker?: {limits, window, minimum}, startAt?,"
              + " cron?, zone?, notify?, notifyKinds?, owner?, window?, tracking?: {opens, clicks, privacy}}",
      description =
          "With startAt or cron it is scheduled at once, else a draft. window: {quiet?, preferred?:"
              + " [{days?, from, to}], avoidPeak?, bestHour?: {within?}}, on each recipient's own"
              + " clock.")
  public Response create(JsonBody body, @Context UriInfo uri) {
    Optional<CampaignNotices> wished = notices(body, new CampaignNotices(owner(), Set.of()));
    Campaign made = campaigns.create(CampaignJson.draft(body, Optional.empty()), owner());
    if (wished.isPresent()) {
      made = campaigns.changeNotices(made.id(), Revision.of(made.version()), wished.get());
    }
    return Answers.created(uri, made, json(made));
  }

  @GET
  @Path("/{id}")
  @Needs(Role.VIEWER)
  @Operation(summary = "One campaign with its counts; a recurring one with its runs")
  public Response get(@PathParam("id") long id) {
    Campaign campaign = campaigns.get(id);
    return Answers.one(campaign, json(campaign));
  }

  @PATCH
  @Path("/{id}")
  @Operation(
      summary = "Changes a campaign",
      description =
          "After the start only name, interval, rate, retry, onAmbiguous, workers, weight, urgent, canary,"
              + " breaker, notify, owner, notifyKinds, window and its zone; these act on a running"
              + " campaign. owner and notifyKinds also when it is over.")
  public Response change(@PathParam("id") long id, @BeanParam IfMatch ifMatch, JsonBody body) {
    var expected = ifMatch.required();
    Campaign now = campaigns.get(id);
    Optional<CampaignNotices> wished = notices(body, now.notices());
    CampaignDraft draft = CampaignJson.draft(body, Optional.of(now.draft()));
    if (wished.isEmpty() || !draft.equals(now.draft())) {
      now = campaigns.change(id, expected, draft);
      expected = Revision.of(now.version());
    }
    if (wished.isPresent()) {
      now = campaigns.changeNotices(id, expected, wished.get());
    }
    return Answers.one(now, json(now));
  }

  /** What is wished about notices; empty where nothing is said of them. */
  private Optional<CampaignNotices> notices(JsonBody body, CampaignNotices now) {
    boolean isOwnerGiven = body.has("owner");
    boolean areKindsGiven = body.has("notifyKinds");
    if (!isOwnerGiven && !areKindsGiven) {
      return Optional.empty();
    }
    return Optional.of(
        wishes.of(
            now,
            body.optionalText("owner", now.owner()),
            body.texts(
                "notifyKinds", NoticeWishes.kinds(now).stream().map(NoticeKind::word).toList())));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Removes a campaign that never started")
  public void delete(@PathParam("id") long id, @BeanParam IfMatch ifMatch) {
    campaigns.delete(id, ifMatch.optional());
  }

  private Optional<String> owner() {
    return security.getUserPrincipal() instanceof Caller caller
        ? Optional.of(caller.owner())
        : Optional.empty();
  }

  private JsonObject json(Campaign campaign) {
    JsonAnswer answer =
        CampaignJson.json(campaign, progress.of(campaign), feedback.counts(List.of(campaign.id())));
    readerships.of(campaign).ifPresent(r -> answer.put("readers", ReadersJson.json(r)));
    if (campaign.cron().isPresent() || schedules.sendsCopiesOf(campaign.id())) {
      answer.put("runs", campaigns.runsOf(campaign.id()).stream().map(this::run).toList());
    }
    return answer.build();
  }

  private JsonObject run(Campaign campaign) {
    return new JsonAnswer()
        .put("id", campaign.id())
        .put("name", campaign.name())
        .put("state", campaign.state())
        .put("createdAt", campaign.createdAt())
        .put("endedAt", campaign.endedAt())
        .build();
  }

  private static Set<CampaignState> states(String text) {
    return text == null || text.isBlank()
        ? Set.of()
        : List.of(text.split(",")).stream()
            .map(word -> Require.oneOf("state", word, CampaignState.class))
            .collect(Collectors.toSet());
  }
}
