package io.mailwright.rest.routing;

import io.mailwright.kernel.store.Page;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.connection.RouteControl;
import io.mailwright.rest.Answers;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import io.mailwright.rest.PageQuery;
import io.mailwright.routing.quota.QuotaGauge;
import io.mailwright.routing.quota.QuotaGauges;
import io.mailwright.routing.route.HealthState;
import io.mailwright.routing.route.RouteCondition;
import io.mailwright.routing.route.RouteDirectory;
import io.mailwright.routing.route.RouteView;
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
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Routes: a server and the local address that mails leave from. They come and go with servers. */
@Path("/routes")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.ADMIN)
@Tag(name = "routing")
public class RouteResource {
  @Inject private RouteDirectory directory;
  @Inject private RouteControl control;
  @Inject private QuotaGauges gauges;
  @Context private SecurityContext security;

  @GET
  @Needs(Role.VIEWER)
  @Operation(summary = "Routes, by id: health, why, counters, quota left, last replies")
  public JsonObject page(@BeanParam PageQuery query) {
    Page<RouteView> page = directory.page(query.request());
    Map<Long, List<QuotaGauge>> quotas = gauges(page.items());
    return Answers.page(page, route -> json(route, quotas.get(route.id())));
  }

  @GET
  @Path("/{id}")
  @Needs(Role.VIEWER)
  @Operation(summary = "One route")
  public JsonObject get(@PathParam("id") long id) {
    return one(directory.get(id));
  }

  @POST
  @Path("/{id}/take-out")
  @Operation(summary = "Takes a route out until it is put back: {why?}; mails go by the others")
  public JsonObject takeOut(@PathParam("id") long id, JsonBody body) {
    Optional<String> why = body.optionalText("why", Optional.empty());
    body.end();
    return one(control.takeOut(id, security.getUserPrincipal().getName(), why));
  }

  @POST
  @Path("/{id}/put-back")
  @Operation(summary = "Puts a route back; it counts as healthy, whatever had been the matter")
  public JsonObject putBack(@PathParam("id") long id, JsonBody nothing) {
    nothing.end();
    return one(control.putBack(id));
  }

  private Map<Long, List<QuotaGauge>> gauges(List<RouteView> routes) {
    return gauges.ofRoutes(
        routes.stream().collect(Collectors.toMap(RouteView::id, RouteView::serverId)));
  }

  private JsonObject one(RouteView route) {
    return json(route, gauges(List.of(route)).get(route.id()));
  }

  private static JsonAnswer json(QuotaGauge quota) {
    return QuotaJson.put(new JsonAnswer().put("scope", quota.scope()), quota.rule())
        .put("used", quota.used())
        .put("left", quota.left())
        .put("freeAt", quota.freeAt());
  }

  private static JsonObject json(RouteView route, List<QuotaGauge> quotas) {
    RouteCondition condition = route.condition();
    boolean isEndKnown =
        condition.state() == HealthState.THROTTLED || condition.state() == HealthState.QUARANTINED;
    return new JsonAnswer()
        .put("id", route.id())
        .put("name", route.name())
        .put("serverId", route.serverId())
        .put("source", route.source())
        .put("weight", route.weight())
        .put("rotateAfter", route.rotateAfter())
        .put("inUse", route.isInUse())
        .put("health", condition.state())
        .put("since", condition.since())
        .put("until", condition.until().filter(t -> isEndKnown))
        .put("why", Optional.of(condition.sentence()).filter(text -> !text.isEmpty()))
        .put("troubles", condition.troubles())
        .put(
            "counters",
            new JsonAnswer()
                .put("sent", route.sent())
                .put("deferred", route.deferred())
                .put("failed", route.failed())
                .put("refused", route.refused()))
        .put("quotas", quotas.stream().map(RouteResource::json).toList())
        .put("lastSentAt", route.lastSentAt())
        .put("lastReply", route.lastReply())
        .put("lastReplyAt", route.lastReplyAt())
        .build();
  }
}
