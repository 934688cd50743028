package io.mailwright.rest.access;

import io.mailwright.operations.access.ApiToken;
import io.mailwright.operations.access.IssuedToken;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.access.TokenRepository;
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
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Keys with which machines call. */
@Path("/tokens")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.ADMIN)
@Tag(name = "access")
public class TokenResource {
  @Inject private TokenRepository tokens;

  @GET
  @Operation(summary = "Tokens, by id; without their text")
  public JsonObject page(@BeanParam PageQuery query) {
    return Answers.page(tokens.page(query.request()), token -> fields(token).build());
  }

  @POST
  @Operation(summary = "Makes a token: {name, role, expiresAt?}; its text is shown this once")
  public Response create(JsonBody body, @Context UriInfo uri, @Context SecurityContext security) {
    String name = body.text("name", Optional.empty());
    Role role = body.word("role", Role.class, Optional.empty());
    Optional<Instant> expiresAt = body.optionalInstant("expiresAt", Optional.empty());
    body.end();
    IssuedToken issued = tokens.issue(name, role, expiresAt, security.getUserPrincipal().getName());
    return Answers.created(
        uri, issued.token(), fields(issued.token()).put("token", issued.text()).build());
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "One token, without its text")
  public Response get(@PathParam("id") long id) {
    ApiToken token = tokens.get(id);
    return Answers.one(token, fields(token).build());
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Ends a token at once")
  public void delete(@PathParam("id") long id) {
    tokens.delete(id);
  }

  private static JsonAnswer fields(ApiToken token) {
    return new JsonAnswer()
        .put("id", token.id())
        .put("name", token.name())
        .put("role", token.role())
        .put("createdBy", token.createdBy())
        .put("createdAt", token.createdAt())
        .put("expiresAt", token.expiresAt());
  }
}
