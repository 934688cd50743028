package io.mailwright.rest.routing;

import io.mailwright.kernel.error.Require;
import io.mailwright.operations.access.Role;
import io.mailwright.rest.Answers;
import io.mailwright.rest.IfMatch;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import io.mailwright.rest.PageQuery;
import io.mailwright.routing.Pool;
import io.mailwright.routing.PoolMember;
import io.mailwright.routing.PoolRepository;
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

/** Pools: servers by weight. */
@Path("/pools")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.ADMIN)
@Tag(name = "routing")
public class PoolResource {
  @Inject private PoolRepository pools;

  @GET
  @Needs(Role.VIEWER)
  @Operation(summary = "Pools, by id")
  public JsonObject page(@BeanParam PageQuery query) {
    return Answers.page(pools.page(query.request()), PoolResource::json);
  }

  @POST
  @Operation(summary = "Makes a pool: {name, servers: [{id, weight?}]}")
  public Response create(JsonBody body, @Context UriInfo uri) {
    String name = body.text("name", Optional.empty());
    List<PoolMember> members = body.objects("servers", PoolResource::member, List.of());
    body.end();
    Pool made = pools.create(name, members);
    return Answers.created(uri, made, json(made));
  }

  @GET
  @Path("/{id}")
  @Needs(Role.VIEWER)
  @Operation(summary = "One pool")
  public Response get(@PathParam("id") long id) {
    Pool pool = pools.get(id);
    return Answers.one(pool, json(pool));
  }

  @PATCH
  @Path("/{id}")
  @Operation(summary = "Changes a pool; running campaigns take it up")
  public Response change(@PathParam("id") long id, @BeanParam IfMatch ifMatch, JsonBody body) {
    var expected = ifMatch.required();
    Pool now = pools.get(id);
    String name = body.text("name", Optional.of(now.name()));
    List<PoolMember> members = body.objects("servers", PoolResource::member, now.members());
    body.end();
    Pool changed = pools.change(id, expected, name, members);
    return Answers.one(changed, json(changed));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Removes a pool that no campaign sends by")
  public void delete(@PathParam("id") long id, @BeanParam IfMatch ifMatch) {
    pools.delete(id, ifMatch.optional());
  }

  private static PoolMember member(JsonBody body, String place) {
    long id = body.number("id", Optional.empty());
    long weight = body.optionalNumber("weight", Optional.empty()).orElse(1L);
    return new PoolMember(id, (int) Require.range(place + ".weight", weight, 1, 1000));
  }

  private static JsonObject json(Pool pool) {
    return new JsonAnswer()
        .put("id", pool.id())
        .put("version", pool.version())
        .put("name", pool.name())
        .put(
            "servers",
            pool.members().stream()
                .map(
                    member ->
                        new JsonAnswer()
                            .put("id", member.serverId())
                            .put("weight", member.weight())
                            .build())
                .toList())
        .put("createdAt", pool.createdAt())
        .build();
  }
}
