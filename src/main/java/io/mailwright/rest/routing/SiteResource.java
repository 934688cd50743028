package io.mailwright.rest.routing;

import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.operations.access.Role;
import io.mailwright.rest.Answers;
import io.mailwright.rest.IfMatch;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import io.mailwright.rest.PageQuery;
import io.mailwright.routing.site.Covered;
import io.mailwright.routing.site.Site;
import io.mailwright.routing.site.SiteDraft;
import io.mailwright.routing.site.SiteRepository;
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
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The table of sites. A site's name is its id, since lanes and limits refer to it. */
@Path("/sites")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.ADMIN)
@Tag(name = "routing")
public class SiteResource {
  @Inject private SiteRepository sites;

  @GET
  @Needs(Role.VIEWER)
  @Operation(
      summary = "Sites, by name: those that are built in and those that people added",
      description = "?limit= 1 to 1000, 100 unless given; ?after= a name.")
  public JsonObject page(@QueryParam("limit") String limit, @QueryParam("after") String after) {
    int most =
        (int)
            Require.range(
                "limit",
                PageQuery.optionalNumber("limit", limit).orElse((long) PageRequest.DEFAULT_LIMIT),
                1,
                PageRequest.MAX_LIMIT);
    List<Site> all = sites.all();
    List<Site> rest =
        all.stream().filter(site -> after == null || site.name().compareTo(after) > 0).toList();
    List<Site> items = rest.subList(0, Math.min(most, rest.size()));
    return new JsonAnswer()
        .put("items", items.stream().map(site -> json(site, all)).toList())
        .put(
            "next",
            rest.size() > items.size()
                ? Optional.of(items.get(items.size() - 1).name())
                : Optional.empty())
        .build();
  }

  @POST
  @Operation(
      summary = "Adds a site: {name, displayName?, domains?: [domain], mxSuffixes?: [name]}",
      description =
          "The answer's covers tells what it takes from sites that are built in: [{name, site,"
              + " displayName}].")
  public Response create(JsonBody body, @Context UriInfo uri) {
    String name = body.text("name", Optional.empty());
    String displayName = body.optionalText("displayName", Optional.empty()).orElse(name);
    List<String> domains = body.texts("domains", List.of());
    List<String> suffixes = body.texts("mxSuffixes", List.of());
    body.end();
    Site made = sites.create(new SiteDraft(name, displayName, domains, suffixes));
    return Answers.created(uri, made.name(), made.version(), json(made, sites.all()));
  }

  @GET
  @Path("/{name}")
  @Needs(Role.VIEWER)
  @Operation(summary = "One site")
  public Response get(@PathParam("name") String name) {
    Site site = sites.get(name);
    return Answers.one(site.version(), json(site, sites.all()));
  }

  @PATCH
  @Path("/{name}")
  @Operation(
      summary =
          "Changes a site; one that is built in is covered by the change. Campaigns that start"
              + " later go by it")
  public Response change(
      @PathParam("name") String name, @BeanParam IfMatch ifMatch, JsonBody body) {
    var expected = ifMatch.required();
    Site now = sites.get(name);
    String displayName = body.text("displayName", Optional.of(now.displayName()));
    List<String> domains = body.texts("domains", now.domains());
    List<String> suffixes = body.texts("mxSuffixes", now.mxSuffixes());
    body.end();
    Site changed =
        sites.change(name, expected, new SiteDraft(name, displayName, domains, suffixes));
    return Answers.one(changed.version(), json(changed, sites.all()));
  }

  @DELETE
  @Path("/{name}")
  @Operation(summary = "Removes a site that people added, or the change of one that is built in")
  public void delete(@PathParam("name") String name, @BeanParam IfMatch ifMatch) {
    sites.delete(name, ifMatch.optional());
  }

  private static JsonObject json(Site site, List<Site> all) {
    return new JsonAnswer()
        .put("name", site.name())
        .put("displayName", site.displayName())
        .put("domains", site.domains())
        .put("mxSuffixes", site.mxSuffixes())
        .put("builtIn", site.builtIn())
        .put("changed", site.changed())
        .put("covers", Covered.by(site, all).stream().map(SiteResource::json).toList())
        .put("version", site.version())
        .build();
  }

  private static JsonObject json(Covered covered) {
    return new JsonAnswer()
        .put("name", covered.name())
        .put("site", covered.site().name())
        .put("displayName", covered.site().displayName())
        .build();
  }
}
