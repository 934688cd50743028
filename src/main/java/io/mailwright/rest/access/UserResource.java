package io.mailwright.rest.access;

import io.mailwright.operations.access.Role;
import io.mailwright.operations.access.User;
import io.mailwright.operations.access.UserRepository;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** People who log in. */
@Path("/users")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.ADMIN)
@Tag(name = "access")
public class UserResource {
  @Inject private UserRepository users;

  @GET
  @Operation(summary = "Users, by id")
  public JsonObject page(@BeanParam PageQuery query) {
    return Answers.page(users.page(query.request()), UserResource::json);
  }

  @POST
  @Operation(summary = "Adds a user: {name, password, role}")
  public Response create(JsonBody body, @Context UriInfo uri) {
    String name = body.text("name", Optional.empty());
    String password = body.text("password", Optional.empty());
    Role role = body.word("role", Role.class, Optional.empty());
    body.end();
    User user = users.create(name, password, role);
    return Answers.created(uri, user, json(user));
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "One user")
  public Response get(@PathParam("id") long id) {
    User user = users.get(id);
    return Answers.one(user, json(user));
  }

  @PATCH
  @Path("/{id}")
  @Operation(summary = "Changes a user: {password?, role?}")
  public Response change(@PathParam("id") long id, @BeanParam IfMatch ifMatch, JsonBody body) {
    var expected = ifMatch.required();
    Optional<String> password = body.optionalText("password", Optional.empty());
    Optional<Role> role =
        body.has("role")
            ? Optional.of(body.word("role", Role.class, Optional.empty()))
            : Optional.empty();
    body.end();
    User user = users.change(id, expected, password, role);
    return Answers.one(user, json(user));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Removes a user; the last admin stays")
  public void delete(@PathParam("id") long id, @BeanParam IfMatch ifMatch) {
    users.delete(id, ifMatch.optional());
  }

  private static JsonObject json(User user) {
    return new JsonAnswer()
        .put("id", user.id())
        .put("version", user.version())
        .put("name", user.name())
        .put("role", user.role())
        .put("createdAt", user.createdAt())
        .build();
  }
}
