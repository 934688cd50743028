package io.mailwright.rest.access;

import io.mailwright.campaign.CampaignDraft;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.operations.access.Correspondence;
import io.mailwright.operations.access.Language;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.access.User;
import io.mailwright.operations.access.UserRepository;
import io.mailwright.operations.notice.NoticeKind;
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
  @Operation(
      summary =
          "Adds a user: {name, password, role, email?, language?: en|zh, notices?: [kind]}; notices are"
              + " those that go to the address by mail, all unless given")
  public Response create(JsonBody body, @Context UriInfo uri) {
    String name = body.text("name", Optional.empty());
    String password = body.text("password", Optional.empty());
    Role role = body.word("role", Role.class, Optional.empty());
    Correspondence how = how(body, Correspondence.NONE);
    body.end();
    User user = users.create(name, password, role, how);
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
  @Operation(summary = "Changes a user: {password?, role?, email?, language?, notices?}")
  public Response change(@PathParam("id") long id, @BeanParam IfMatch ifMatch, JsonBody body) {
    var expected = ifMatch.required();
    Optional<String> password = body.optionalText("password", Optional.empty());
    Optional<Role> role =
        body.has("role")
            ? Optional.of(body.word("role", Role.class, Optional.empty()))
            : Optional.empty();
    Correspondence how = how(body, users.get(id).correspondence());
    body.end();
    User user = users.change(id, expected, password, role, Optional.of(how));
    return Answers.one(user, json(user));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Removes a user; the last admin stays")
  public void delete(@PathParam("id") long id, @BeanParam IfMatch ifMatch) {
    users.delete(id, ifMatch.optional());
  }

  private static Correspondence how(JsonBody body, Correspondence now) {
    Optional<EmailAddress> email =
        body.has("email")
            ? body.optionalText("email", Optional.empty())
                .map(text -> CampaignDraft.address("email", text))
            : now.email();
    Language language = body.word("language", Language.class, Optional.of(now.language()));
    List<String> kinds = now.kinds().stream().map(NoticeKind::word).toList();
    return new Correspondence(
        email, language, NoticeKind.of("notices", body.texts("notices", kinds)));
  }

  private static JsonObject json(User user) {
    Correspondence how = user.correspondence();
    return new JsonAnswer()
        .put("id", user.id())
        .put("version", user.version())
        .put("name", user.name())
        .put("role", user.role())
        .put("email", how.email().map(EmailAddress::written))
        .put("language", how.language())
        .put("notices", how.kinds().stream().sorted().toList())
        .put("createdAt", user.createdAt())
        .build();
  }
}
