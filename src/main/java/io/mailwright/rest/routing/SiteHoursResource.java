package io.mailwright.rest.routing;

import io.mailwright.kernel.error.Require;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.campaign.LimitWatch;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import io.mailwright.routing.window.HourCount;
import io.mailwright.routing.window.HourOfWeek;
import io.mailwright.routing.window.HourTable;
import io.mailwright.routing.window.SiteHours;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What was learned about the hours of a site. */
@Path("/sites/{name}/hours")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.SENDER)
@Tag(name = "routing")
public class SiteHoursResource {
  private static final int LONGEST_NAME = 255;

  @Inject private HourTable hours;
  @Inject private LimitWatch limits;

  @GET
  @Needs(Role.VIEWER)
  @Operation(
      summary = "How a site took mails by hour of the week, in UTC",
      description =
          "Counts fade by the week; observations do not. An hour with fewer mails than enough says"
              + " nothing. Hours without mails are left out.")
  public JsonObject get(@PathParam("name") String name) {
    String site = checked(name);
    return json(site, hours.learns(site));
  }

  @PATCH
  @Operation(
      summary = "Turns learning on or off: {learned}",
      description = "While it is off the site's hours are neither learned nor heeded, but kept.")
  public JsonObject change(@PathParam("name") String name, JsonBody body) {
    String site = checked(name);
    boolean isLearned = body.truth("learned", Optional.of(hours.learns(site)), true);
    body.end();
    hours.learn(site, isLearned);
    return json(site, hours.learns(site));
  }

  @DELETE
  @Operation(summary = "Forgets what was learned about the hours of a site")
  public void forget(@PathParam("name") String name) {
    hours.forget(checked(name));
    limits.hoursForgotten();
  }

  private static String checked(String name) {
    return Require.line("name", name, LONGEST_NAME);
  }

  private JsonObject json(String site, boolean isLearned) {
    return new JsonAnswer()
        .put("site", site)
        .put("learned", isLearned)
        .put("enough", HourCount.ENOUGH)
        .put("hours", hours.stored(site).map(SiteHoursResource::seen).orElse(List.of()))
        .build();
  }

  private static List<JsonAnswer> seen(SiteHours hours) {
    return IntStream.range(0, HourOfWeek.COUNT)
        .filter(hour -> hours.count(hour).observations() > 0)
        .mapToObj(hour -> json(hour, hours))
        .toList();
  }

  private static JsonAnswer json(int hour, SiteHours hours) {
    HourCount count = hours.count(hour);
    return new JsonAnswer()
        .put("hour", hour)
        .put("words", HourOfWeek.words(hour))
        .put("accepted", Math.round(count.accepted()))
        .put("deferred", Math.round(count.deferred()))
        .put("failed", Math.round(count.failed()))
        .put("latencyMillis", Math.round(count.latency()))
        .put("observations", count.observations())
        .put("peak", hours.isPeak(hour));
  }
}
