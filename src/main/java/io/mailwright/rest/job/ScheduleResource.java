package io.mailwright.rest.job;

import io.mailwright.campaign.CampaignDraft;
import io.mailwright.operations.access.Caller;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.execution.JobCatalogue;
import io.mailwright.operations.schedule.Misfire;
import io.mailwright.operations.schedule.Schedule;
import io.mailwright.operations.schedule.ScheduleDraft;
import io.mailwright.operations.schedule.ScheduleRepository;
import io.mailwright.operations.schedule.ScheduleRun;
import io.mailwright.rest.Answers;
import io.mailwright.rest.IfMatch;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import io.mailwright.rest.PageQuery;
import io.mailwright.rest.RoleFilter;
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
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Jobs that start by the calendar. */
@Path("/schedules")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.SENDER)
@Tag(name = "jobs")
public class ScheduleResource {
  private static final int TIMES_SHOWN = 5;
  private static final int RUNS_SHOWN = 100;

  @Inject private ScheduleRepository schedules;
  @Inject private Clock clock;
  @Context private SecurityContext security;

  @GET
  @Needs(Role.VIEWER)
  @Operation(summary = "Schedules, by id")
  public JsonObject page(@BeanParam PageQuery query) {
    return Answers.page(schedules.page(query.request()), s -> fields(s).build());
  }

  @POST
  @Operation(
      summary =
          "Plans a job: {job, campaignId?, parameters?, cron, zone?, misfire?, enabled?}; five"
              + " cron fields")
  public Response create(JsonBody body, @Context UriInfo uri) {
    ScheduleDraft draft = draft(body, Optional.empty());
    requireRoleFor(draft.job());
    Schedule made = schedules.create(draft);
    return Answers.created(uri, made, full(made));
  }

  @GET
  @Path("/{id}")
  @Needs(Role.VIEWER)
  @Operation(summary = "One schedule, with its next times and what became of the last ones")
  public Response get(@PathParam("id") long id) {
    Schedule schedule = schedules.get(id);
    return Answers.one(schedule, full(schedule));
  }

  @PATCH
  @Path("/{id}")
  @Operation(summary = "Plans it otherwise")
  public Response change(@PathParam("id") long id, @BeanParam IfMatch ifMatch, JsonBody body) {
    var expected = ifMatch.required();
    ScheduleDraft now = schedules.get(id).draft();
    ScheduleDraft draft = draft(body, Optional.of(now));
    requireRoleFor(now.job());
    requireRoleFor(draft.job());
    Schedule changed = schedules.change(id, expected, draft);
    return Answers.one(changed, full(changed));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Removes a schedule and the record of its times")
  public void delete(@PathParam("id") long id, @BeanParam IfMatch ifMatch) {
    requireRoleFor(schedules.get(id).job());
    schedules.delete(id, ifMatch.optional());
  }

  /** Who may not start a job may not have the calendar start it either. */
  private void requireRoleFor(String job) {
    if (JobCatalogue.isByAdmins(job)) {
      RoleFilter.check((Caller) security.getUserPrincipal(), Role.ADMIN);
    }
  }

  private static ScheduleDraft draft(JsonBody body, Optional<ScheduleDraft> now) {
    String job = body.text("job", now.map(ScheduleDraft::job));
    Optional<Long> campaignId =
        body.optionalNumber(
            "campaignId",
            now.map(ScheduleDraft::campaignId)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong));
    Map<String, String> parameters =
        body.has("parameters")
            ? body.optionalMap("parameters").orElse(Map.of())
            : now.map(ScheduleDraft::parameters).orElse(Map.of());
    String cron = body.text("cron", now.map(ScheduleDraft::cron));
    ZoneId zone =
        CampaignDraft.zone(
            "zone", body.text("zone", Optional.of(now.map(d -> d.zone().getId()).orElse("UTC"))));
    Misfire misfire =
        body.word(
            "misfire",
            Misfire.class,
            Optional.of(now.map(ScheduleDraft::misfire).orElse(Misfire.SKIP)));
    boolean enabled = body.truth("enabled", now.map(ScheduleDraft::enabled), true);
    body.end();
    return new ScheduleDraft(
        job,
        campaignId.map(OptionalLong::of).orElse(OptionalLong.empty()),
        parameters,
        cron,
        zone,
        misfire,
        enabled);
  }

  private JsonObject full(Schedule schedule) {
    return fields(schedule)
        .put("nextTimes", schedule.calendar().nextAfter(clock.instant(), TIMES_SHOWN))
        .put(
            "runs",
            schedules.runs(schedule.id(), RUNS_SHOWN).stream().map(ScheduleResource::json).toList())
        .build();
  }

  private static JsonObject json(ScheduleRun run) {
    return new JsonAnswer()
        .put("dueAt", run.dueAt())
        .put("outcome", run.outcome())
        .put("firedAt", run.firedAt())
        .put("executionId", run.executionId())
        .put("campaignId", run.campaignId())
        .put("detail", run.detail())
        .build();
  }

  private static JsonAnswer fields(Schedule schedule) {
    return new JsonAnswer()
        .put("id", schedule.id())
        .put("version", schedule.version())
        .put("job", schedule.job())
        .put("campaignId", schedule.campaignId())
        .put("parameters", schedule.parameters())
        .put("cron", schedule.cron())
        .put("zone", schedule.zone())
        .put("misfire", schedule.misfire())
        .put("enabled", schedule.isEnabled())
        .put("nextFireAt", schedule.nextFireAt())
        .put("createdAt", schedule.createdAt());
  }
}
