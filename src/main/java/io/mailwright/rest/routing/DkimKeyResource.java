package io.mailwright.rest.routing;

import io.mailwright.operations.access.Role;
import io.mailwright.rest.Answers;
import io.mailwright.rest.IfMatch;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import io.mailwright.rest.PageQuery;
import io.mailwright.routing.signing.DkimAlgorithm;
import io.mailwright.routing.signing.DkimKey;
import io.mailwright.routing.signing.DkimKeyDraft;
import io.mailwright.routing.signing.DkimKeyRepository;
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

/** Keys that sign mails from a domain. The private key never comes out. */
@Path("/dkim-keys")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.ADMIN)
@Tag(name = "routing")
public class DkimKeyResource {
  @Inject private DkimKeyRepository keys;

  @GET
  @Needs(Role.VIEWER)
  @Operation(summary = "DKIM keys, by id, each with the DNS record to publish")
  public JsonObject page(@BeanParam PageQuery query) {
    return Answers.page(keys.page(query.request()), DkimKeyResource::json);
  }

  @POST
  @Operation(
      summary =
          "Makes a DKIM key: {domain, selector?, algorithm: rsa-sha256|ed25519-sha256, active?:"
              + " true}. Campaigns from exactly this domain are signed with its newest active key"
              + " of each algorithm")
  public Response create(JsonBody body, @Context UriInfo uri) {
    String domain = body.text("domain", Optional.empty());
    Optional<String> selector = body.optionalText("selector", Optional.empty());
    DkimAlgorithm algorithm = body.word("algorithm", DkimAlgorithm.class, Optional.empty());
    boolean active = body.truth("active", Optional.empty(), true);
    body.end();
    DkimKey made = keys.create(new DkimKeyDraft(domain, selector, algorithm, active));
    return Answers.created(uri, made, json(made));
  }

  @GET
  @Path("/{id}")
  @Needs(Role.VIEWER)
  @Operation(summary = "One DKIM key with the DNS record to publish")
  public Response get(@PathParam("id") long id) {
    DkimKey key = keys.get(id);
    return Answers.one(key, json(key));
  }

  @PATCH
  @Path("/{id}")
  @Operation(
      summary = "Lets mails be signed with a DKIM key or not: {active}, from a campaign's next run")
  public Response change(@PathParam("id") long id, @BeanParam IfMatch ifMatch, JsonBody body) {
    var expected = ifMatch.required();
    boolean active = body.truth("active", Optional.of(keys.get(id).isActive()), true);
    body.end();
    DkimKey changed = keys.activate(id, expected, active);
    return Answers.one(changed, json(changed));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Removes a DKIM key for good")
  public void delete(@PathParam("id") long id, @BeanParam IfMatch ifMatch) {
    keys.delete(id, ifMatch.optional());
  }

  private static JsonObject json(DkimKey key) {
    return new JsonAnswer()
        .put("id", key.id())
        .put("version", key.version())
        .put("domain", key.domain())
        .put("selector", key.selector())
        .put("algorithm", key.algorithm())
        .put("active", key.isActive())
        .put(
            "dns",
            new JsonAnswer()
                .put("name", key.dnsRecord().name())
                .put("type", "TXT")
                .put("value", key.dnsRecord().value())
                .put("zoneLine", key.dnsRecord().zoneLine())
                .build())
        .put("createdAt", key.createdAt())
        .build();
  }
}
