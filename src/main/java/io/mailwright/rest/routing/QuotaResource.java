package io.mailwright.rest.routing;

import io.mailwright.operations.access.Role;
import io.mailwright.rest.Answers;
import io.mailwright.rest.IfMatch;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import io.mailwright.rest.PageQuery;
import io.mailwright.routing.quota.Quota;
import io.mailwright.routing.quota.QuotaDraft;
import io.mailwright.routing.quota.QuotaRepository;
import io.mailwright.routing.quota.QuotaRule;
import io.mailwright.routing.quota.QuotaScope;
import io.mailwright.routing.route.RouteDirectory;
import io.mailwright.routing.site.SiteDirectory;
import io.mailwright.routing.site.SiteNames;
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

/** Quotas of sources, senders and sites; those of a server stand with the server. */
@Path("/quotas")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.ADMIN)
@Tag(name = "routing")
public class QuotaResource {
  @Inject private QuotaRepository quotas;
  @Inject private RouteDirectory routes;
  @Inject private SiteDirectory sites;

  @GET
  @Needs(Role.VIEWER)
  @Operation(summary = "Quotas of sources, senders and sites, by id")
  public JsonObject page(@BeanParam PageQuery query) {
    return Answers.page(quotas.page(query.request()), QuotaResource::json);
  }

  @POST
  @Operation(
      summary =
          "Adds a quota: {scope: source|sender|site, subject, limit, per: second|minute|hour|day,"
              + " resetAt?, zone?}. The subject is a route's id, a sender's domain or address, or a"
              + " site's name. Without resetAt the window rolls")
  public Response create(JsonBody body, @Context UriInfo uri) {
    QuotaScope scope = body.word("scope", QuotaScope.class, Optional.empty());
    String subject = body.text("subject", Optional.empty());
    QuotaRule rule = QuotaJson.rule(body, Optional.empty());
    body.end();
    QuotaDraft draft = new QuotaDraft(scope, subject, rule);
    if (scope == QuotaScope.SOURCE) {
      routes.requireInUse(Long.parseLong(draft.subject()), "subject");
    } else if (scope == QuotaScope.SITE) {
      SiteNames.require(sites, "subject", draft.subject());
    }
    Quota made = quotas.create(draft);
    return Answers.created(uri, made, json(made));
  }

  @GET
  @Path("/{id}")
  @Needs(Role.VIEWER)
  @Operation(summary = "One quota")
  public Response get(@PathParam("id") long id) {
    Quota quota = quotas.get(id);
    return Answers.one(quota, json(quota));
  }

  @PATCH
  @Path("/{id}")
  @Operation(
      summary =
          "Changes a quota: {limit?, per?, resetAt?, zone?}; running campaigns take it up within"
              + " two seconds")
  public Response change(@PathParam("id") long id, @BeanParam IfMatch ifMatch, JsonBody body) {
    var expected = ifMatch.required();
    QuotaRule rule = QuotaJson.rule(body, Optional.of(quotas.get(id).rule()));
    body.end();
    Quota changed = quotas.change(id, expected, rule);
    return Answers.one(changed, json(changed));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Removes a quota")
  public void delete(@PathParam("id") long id, @BeanParam IfMatch ifMatch) {
    quotas.delete(id, ifMatch.optional());
  }

  private static JsonObject json(Quota quota) {
    JsonAnswer answer =
        new JsonAnswer()
            .put("id", quota.id())
            .put("version", quota.version())
            .put("scope", quota.scope())
            .put("subject", quota.subject());
    return QuotaJson.put(answer, quota.rule()).put("createdAt", quota.createdAt()).build();
  }
}
