package io.mailwright.rest.routing;

import io.mailwright.campaign.policy.OutcomeTally;
import io.mailwright.kernel.error.Require;
import io.mailwright.operations.access.Role;
import io.mailwright.rest.Answers;
import io.mailwright.rest.IfMatch;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import io.mailwright.rest.PageQuery;
import io.mailwright.rest.campaign.PolicyJson;
import io.mailwright.routing.route.RouteDirectory;
import io.mailwright.routing.site.SiteDirectory;
import io.mailwright.routing.site.SiteNames;
import io.mailwright.routing.warmup.CurveDay;
import io.mailwright.routing.warmup.WarmUp;
import io.mailwright.routing.warmup.WarmUpDay;
import io.mailwright.routing.warmup.WarmUpDraft;
import io.mailwright.routing.warmup.WarmUpPlan;
import io.mailwright.routing.warmup.WarmUpRepository;
import io.mailwright.routing.warmup.WarmUpSteps;
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
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Warm-ups: how many mails a day a young route may send to a site. */
@Path("/warm-ups")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.ADMIN)
@Tag(name = "routing")
public class WarmUpResource {
  private static final int MOST_SITES = 1000;

  @Inject private WarmUpRepository plans;
  @Inject private WarmUp warmUp;
  @Inject private RouteDirectory routes;
  @Inject private SiteDirectory sites;

  @GET
  @Needs(Role.VIEWER)
  @Operation(summary = "Warm-ups, by id")
  public JsonObject page(@BeanParam PageQuery query) {
    return Answers.page(plans.page(query.request()), WarmUpResource::json);
  }

  @POST
  @Operation(
      summary =
          "Makes a warm-up: {routeId, site?, steps?: [mails a day], smallSteps?, limits?: {deferred,"
              + " failed, complaints in %}}",
      description =
          "Without a site it is for every site of the route that has none of its own, each counted by"
              + " itself; smallSteps is then for those that are no big providers.")
  public Response create(JsonBody body, @Context UriInfo uri) {
    long routeId = body.number("routeId", Optional.empty());
    Optional<String> site = body.optionalText("site", Optional.empty());
    WarmUpDraft draft = draft(body, WarmUpDraft.usual(routeId, site));
    routes.requireInUse(routeId, "routeId");
    draft.site().ifPresent(name -> SiteNames.require(sites, "site", name));
    WarmUpPlan made = plans.create(draft);
    return Answers.created(uri, made, json(made));
  }

  @GET
  @Path("/{id}")
  @Needs(Role.VIEWER)
  @Operation(summary = "One warm-up, with the sites that it has met")
  public Response get(@PathParam("id") long id) {
    return one(plans.get(id));
  }

  @PATCH
  @Path("/{id}")
  @Operation(
      summary =
          "Changes steps, smallSteps or limits; acts within two seconds, the day reached stays")
  public Response change(@PathParam("id") long id, @BeanParam IfMatch ifMatch, JsonBody body) {
    var expected = ifMatch.required();
    return one(plans.change(id, expected, draft(body, plans.get(id).draft())));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Removes a warm-up: the route is no longer limited by it")
  public void delete(@PathParam("id") long id, @BeanParam IfMatch ifMatch) {
    plans.delete(id, ifMatch.optional());
  }

  @POST
  @Path("/{id}/hold")
  @Operation(summary = "Keeps it from growing until it is resumed")
  public Response hold(@PathParam("id") long id, JsonBody nothing) {
    nothing.end();
    return one(plans.hold(id, true));
  }

  @POST
  @Path("/{id}/resume")
  @Operation(summary = "Lets it grow again, from the next day on")
  public Response resume(@PathParam("id") long id, JsonBody nothing) {
    nothing.end();
    return one(plans.hold(id, false));
  }

  @GET
  @Path("/{id}/curve")
  @Needs(Role.VIEWER)
  @Operation(summary = "What was planned and done at ?site=, day by day; days are those of UTC")
  public JsonObject curve(@PathParam("id") long id, @QueryParam("site") String site) {
    WarmUpPlan plan = plans.get(id);
    String where = plan.draft().site().orElseGet(() -> Require.line("site", site, 255));
    return new JsonAnswer()
        .put("site", where)
        .put("days", warmUp.curve(plan, where).stream().map(WarmUpResource::day).toList())
        .build();
  }

  private static WarmUpDraft draft(JsonBody body, WarmUpDraft now) {
    WarmUpDraft draft =
        new WarmUpDraft(
            body.number("routeId", Optional.of(now.routeId())),
            body.optionalText("site", now.site()),
            body.has("steps")
                ? new WarmUpSteps(body.numbers("steps", now.steps().mails()))
                : now.steps(),
            body.has("smallSteps")
                ? new WarmUpSteps(body.numbers("smallSteps", now.smallSteps().mails()))
                : now.smallSteps(),
            PolicyJson.limits(body, "limits", now.limits()));
    body.end();
    return draft;
  }

  private Response one(WarmUpPlan plan) {
    return Answers.one(
        plan, answer(plan).put("sites", warmUp.sites(plan.id(), MOST_SITES)).build());
  }

  private static JsonObject json(WarmUpPlan plan) {
    return answer(plan).build();
  }

  private static JsonAnswer answer(WarmUpPlan plan) {
    WarmUpDraft draft = plan.draft();
    return new JsonAnswer()
        .put("id", plan.id())
        .put("version", plan.version())
        .put("routeId", draft.routeId())
        .put("site", draft.site())
        .put("steps", draft.steps().mails())
        .put("smallSteps", draft.smallSteps().mails())
        .put("limits", PolicyJson.limits(draft.limits()))
        .put("held", plan.isHeld())
        .put("createdAt", plan.createdAt());
  }

  private static JsonAnswer day(CurveDay point) {
    Optional<WarmUpDay> real = point.real();
    Optional<OutcomeTally> tally = real.map(WarmUpDay::tally);
    return new JsonAnswer()
        .put("day", point.day().toString())
        .put("planned", point.planned())
        .put("step", real.map(WarmUpDay::step))
        .put(
            "allowed",
            real.map(WarmUpDay::allowed).filter(allowed -> allowed != WarmUpSteps.UNLIMITED))
        .put("used", real.map(WarmUpDay::used))
        .put("tried", tally.map(OutcomeTally::tried))
        .put("deferred", tally.map(OutcomeTally::deferred))
        .put("failed", tally.map(OutcomeTally::failed))
        .put("complaints", tally.map(OutcomeTally::complaints))
        .put("why", real.map(WarmUpDay::why));
  }
}
