package io.mailwright.rest.routing;

import io.mailwright.kernel.error.Require;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.connection.ServerTest;
import io.mailwright.rest.Answers;
import io.mailwright.rest.IfMatch;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import io.mailwright.rest.PageQuery;
import io.mailwright.routing.AuthMethod;
import io.mailwright.routing.MailServer;
import io.mailwright.routing.MailServerRepository;
import io.mailwright.routing.ServerDraft;
import io.mailwright.routing.ServerSource;
import io.mailwright.routing.SourceAddress;
import io.mailwright.routing.TlsMode;
import io.mailwright.routing.quota.QuotaRule;
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

/** Mail servers. A secret goes in and never comes out. */
@Path("/servers")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.ADMIN)
@Tag(name = "routing")
public class ServerResource {
  @Inject private MailServerRepository servers;
  @Inject private ServerTest tests;

  @GET
  @Needs(Role.VIEWER)
  @Operation(summary = "Servers, by id")
  public JsonObject page(@BeanParam PageQuery query) {
    return Answers.page(servers.page(query.request()), ServerResource::json);
  }

  @POST
  @Operation(
      summary =
          "Adds a server: {name, host, port, tls, tlsRequired?, caPem?, auth?, maxConnections?,"
              + " maxMailsPerConnection?, interval?, sources?: [{address, weight?, rotateAfter?}],"
              + " quotas?: [{limit, per: second|minute|hour|day, resetAt?, zone?}]}")
  public Response create(JsonBody body, @Context UriInfo uri) {
    MailServer made = servers.create(draft(body, Optional.empty()));
    return Answers.created(uri, made, json(made));
  }

  @GET
  @Path("/{id}")
  @Needs(Role.VIEWER)
  @Operation(summary = "One server")
  public Response get(@PathParam("id") long id) {
    MailServer server = servers.get(id);
    return Answers.one(server, json(server));
  }

  @PATCH
  @Path("/{id}")
  @Operation(summary = "Changes a server; a secret that is left out stays")
  public Response change(@PathParam("id") long id, @BeanParam IfMatch ifMatch, JsonBody body) {
    var expected = ifMatch.required();
    MailServer changed =
        servers.change(id, expected, draft(body, Optional.of(servers.get(id).draft())));
    return Answers.one(changed, json(changed));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Removes a server that is in no pool")
  public void delete(@PathParam("id") long id, @BeanParam IfMatch ifMatch) {
    servers.delete(id, ifMatch.optional());
  }

  @POST
  @Path("/{id}/test")
  @Operation(summary = "Connects, logs in and says good-bye, from each source; answers the dialog")
  public JsonObject test(@PathParam("id") long id, JsonBody nothing) {
    nothing.end();
    List<ServerTest.Report> reports = tests.of(id);
    ServerTest.Report worst =
        reports.stream().filter(report -> !report.isFit()).findFirst().orElse(reports.get(0));
    return json(worst)
        .put(
            "sources",
            reports.stream()
                .filter(report -> report.source().isPresent())
                .map(report -> json(report).put("address", report.source()))
                .toList())
        .build();
  }

  private static JsonAnswer json(ServerTest.Report report) {
    return new JsonAnswer()
        .put("ok", report.isFit())
        .put("failedAt", report.failedAt())
        .put("message", report.message())
        .put("finding", report.finding().english())
        .put("reply", report.reply())
        .put(
            "dialog",
            report.dialog().stream()
                .map(
                    line ->
                        new JsonAnswer()
                            .put("from", line.speaker())
                            .put("text", line.text())
                            .put("meaning", line.meaning().english())
                            .build())
                .toList());
  }

  private static JsonAnswer json(ServerSource stored) {
    SourceAddress source = stored.source();
    return new JsonAnswer()
        .put("address", source.address())
        .put("weight", source.weight())
        .put("rotateAfter", source.rotateAfter())
        .put("routeId", stored.id());
  }

  static ServerDraft draft(JsonBody body, Optional<ServerDraft> now) {
    String name = body.text("name", now.map(ServerDraft::name));
    String host = body.text("host", now.map(ServerDraft::host));
    long port = body.number("port", now.map(n -> (long) n.port()));
    TlsMode tls = body.word("tls", TlsMode.class, now.map(ServerDraft::tls));
    boolean tlsRequired = body.truth("tlsRequired", now.map(ServerDraft::tlsRequired), true);
    Optional<String> caPem = body.optionalText("caPem", now.flatMap(ServerDraft::caPem));
    Optional<ServerDraft.Login> login =
        body.has("auth")
            ? body.optionalObject("auth").map(auth -> login(auth, now.flatMap(ServerDraft::login)))
            : now.flatMap(ServerDraft::login);
    int maxConnections =
        body.integer(
            "maxConnections",
            now.map(ServerDraft::maxConnections),
            ServerDraft.DEFAULT_CONNECTIONS);
    Optional<Integer> maxMails =
        body.optionalNumber(
                "maxMailsPerConnection",
                now.flatMap(ServerDraft::maxMailsPerConnection).map(Integer::longValue))
            .map(n -> (int) Require.range("maxMailsPerConnection", n, 1, 1_000_000));
    List<SourceAddress> sources =
        body.objects(
            "sources", ServerResource::source, now.map(ServerDraft::sources).orElseGet(List::of));
    var interval = body.optionalDuration("interval", now.flatMap(ServerDraft::interval));
    List<QuotaRule> quotas =
        body.objects(
            "quotas",
            (quota, place) -> QuotaJson.rule(quota, Optional.empty()),
            now.map(ServerDraft::quotas).orElse(List.of()));
    body.end();
    return new ServerDraft(
        name,
        host,
        (int) Require.range("port", port, 1, 65535),
        tls,
        tlsRequired,
        caPem,
        login,
        maxConnections,
        maxMails,
        interval,
        sources,
        quotas);
  }

  private static SourceAddress source(JsonBody body, String place) {
    String address = body.text("address", Optional.empty());
    long weight = body.optionalNumber("weight", Optional.empty()).orElse(1L);
    Optional<Long> rotateAfter = body.optionalNumber("rotateAfter", Optional.empty());
    return new SourceAddress(
        address,
        (int) Require.range(place + ".weight", weight, 1, 1000),
        rotateAfter.map(n -> (int) Require.range(place + ".rotateAfter", n, 1, 1_000_000)));
  }

  private static ServerDraft.Login login(JsonBody auth, Optional<ServerDraft.Login> now) {
    AuthMethod method = auth.word("method", AuthMethod.class, now.map(ServerDraft.Login::method));
    String username = auth.text("username", now.map(ServerDraft.Login::username));
    Optional<String> secret = auth.optionalText("secret", Optional.empty());
    auth.end();
    return new ServerDraft.Login(method, username, secret);
  }

  private static JsonObject json(MailServer server) {
    return new JsonAnswer()
        .put("id", server.id())
        .put("version", server.version())
        .put("name", server.name())
        .put("host", server.host())
        .put("port", server.port())
        .put("tls", server.tls())
        .put("tlsRequired", server.isTlsRequired())
        .put("caPem", server.caPem())
        .put(
            "auth",
            server
                .login()
                .map(
                    login ->
                        new JsonAnswer()
                            .put("method", login.method())
                            .put("username", login.username())))
        .put("maxConnections", server.maxConnections())
        .put("maxMailsPerConnection", server.maxMailsPerConnection())
        .put("interval", server.interval())
        .put("sources", server.sources().stream().map(ServerResource::json).toList())
        .put("quotas", server.quotas().stream().map(QuotaJson::json).toList())
        .put("builtIn", server.isBuiltIn())
        .put("createdAt", server.createdAt())
        .build();
  }
}
