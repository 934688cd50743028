package io.mailwright.rest.feedback;

import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.feedback.evidence.EvidenceState;
import io.mailwright.feedback.mailbox.AfterStoring;
import io.mailwright.feedback.mailbox.Mailbox;
import io.mailwright.feedback.mailbox.MailboxAuth;
import io.mailwright.feedback.mailbox.MailboxConnector;
import io.mailwright.feedback.mailbox.MailboxDraft;
import io.mailwright.feedback.mailbox.MailboxProtocol;
import io.mailwright.feedback.mailbox.MailboxRepository;
import io.mailwright.feedback.mailbox.MailboxState;
import io.mailwright.feedback.mailbox.MailboxStates;
import io.mailwright.feedback.mailbox.MailboxTokens;
import io.mailwright.feedback.mailbox.TokenGrant;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.text.Wording;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.feedback.CollectionJobs;
import io.mailwright.operations.feedback.MailboxTest;
import io.mailwright.rest.Answers;
import io.mailwright.rest.IfMatch;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import io.mailwright.rest.PageQuery;
import io.mailwright.routing.TlsMode;
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
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Mailboxes that what comes back is read from. A secret goes in and never comes out. */
@Path("/mailboxes")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.ADMIN)
@Tag(name = "feedback")
public class MailboxResource {
  @Inject private MailboxRepository mailboxes;
  @Inject private MailboxStates states;
  @Inject private MailboxTokens tokens;
  @Inject private EvidenceRepository evidence;
  @Inject private MailboxTest tests;
  @Inject private CollectionJobs jobs;

  @GET
  @Needs(Role.VIEWER)
  @Operation(summary = "Mailboxes, by id, each with its last reading")
  public JsonObject page(@BeanParam PageQuery query) {
    return Answers.page(mailboxes.page(query.request()), this::json);
  }

  @POST
  @Operation(
      summary =
          "Adds a mailbox: {name, protocol: imap|pop3, host, port, tls: none|starttls|tls,"
              + " tlsRequired?, caPem?, auth: {method: password|xoauth2, username, secret | token:"
              + " {url, grant: refresh-token|client-credentials, clientId, clientSecret?,"
              + " refreshToken?, scope?}}, folder?,"
              + " interval?, enabled?, afterStoring?: delete|move|seen, moveTo?, byRecipient?,"
              + " unsubscribeAddress?}")
  public Response create(JsonBody body, @Context UriInfo uri) {
    Mailbox made = mailboxes.create(draft(body, Optional.empty()));
    return Answers.created(uri, made, json(made));
  }

  @GET
  @Path("/{id}")
  @Needs(Role.VIEWER)
  @Operation(summary = "One mailbox")
  public Response get(@PathParam("id") long id) {
    Mailbox mailbox = mailboxes.get(id);
    return Answers.one(mailbox, json(mailbox));
  }

  @PATCH
  @Path("/{id}")
  @Operation(summary = "Changes a mailbox; a secret that is left out stays")
  public Response change(@PathParam("id") long id, @BeanParam IfMatch ifMatch, JsonBody body) {
    var expected = ifMatch.required();
    Mailbox changed =
        mailboxes.change(id, expected, draft(body, Optional.of(mailboxes.get(id).draft())));
    states.hurry(id);
    return Answers.one(changed, json(changed));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Removes a mailbox; what was read from it stays")
  public void delete(@PathParam("id") long id, @BeanParam IfMatch ifMatch) {
    mailboxes.delete(id, ifMatch.optional());
  }

  @POST
  @Path("/{id}/test")
  @Operation(summary = "Connects, logs in, opens the folder and counts; answers the dialog")
  public JsonObject test(@PathParam("id") long id, JsonBody nothing) {
    nothing.end();
    MailboxConnector.Report report = tests.of(id);
    return new JsonAnswer()
        .put("ok", report.isFit())
        .put("failedAt", report.failedAt())
        .put("finding", report.finding().english())
        .put("waiting", report.waiting())
        .put(
            "dialog",
            report.dialog().stream()
                .map(
                    line ->
                        new JsonAnswer()
                            .put("from", line.isOurs() ? "client" : "server")
                            .put("text", line.text())
                            .build())
                .toList())
        .build();
  }

  @POST
  @Path("/{id}/collect")
  @Needs(Role.SENDER)
  @Operation(summary = "Reads the mailbox now, in the background: {executionId}")
  public Response collect(
      @PathParam("id") long id, JsonBody nothing, @Context SecurityContext security) {
    nothing.end();
    long executionId = jobs.collect(Optional.of(id), security.getUserPrincipal().getName());
    return Response.accepted(new JsonAnswer().put("executionId", executionId).build()).build();
  }

  private static MailboxDraft draft(JsonBody body, Optional<MailboxDraft> now) {
    String name = body.text("name", now.map(MailboxDraft::name));
    MailboxProtocol protocol =
        body.word("protocol", MailboxProtocol.class, now.map(MailboxDraft::protocol));
    String host = body.text("host", now.map(MailboxDraft::host));
    long port = body.number("port", now.map(n -> (long) n.port()));
    TlsMode tls = body.word("tls", TlsMode.class, now.map(MailboxDraft::tls));
    boolean tlsRequired = body.truth("tlsRequired", now.map(MailboxDraft::tlsRequired), true);
    Optional<String> caPem = body.optionalText("caPem", now.flatMap(MailboxDraft::caPem));
    MailboxDraft.Login login =
        body.has("auth") || now.isEmpty()
            ? body.optionalObject("auth")
                .map(auth -> login(auth, now.map(MailboxDraft::login)))
                .orElseThrow(
                    () ->
                        Require.refused(
                            "auth", "is missing. Give method, username, and secret or token."))
            : now.get().login();
    Optional<String> folder = body.optionalText("folder", now.map(MailboxDraft::folder));
    Optional<Duration> interval =
        body.optionalDuration("interval", now.map(MailboxDraft::interval));
    boolean enabled = body.truth("enabled", now.map(MailboxDraft::enabled), true);
    AfterStoring after =
        body.has("afterStoring") || now.isPresent()
            ? body.word("afterStoring", AfterStoring.class, now.map(MailboxDraft::afterStoring))
            : AfterStoring.DELETE;
    Optional<String> moveTo =
        body.optionalText(
            "moveTo",
            after == AfterStoring.MOVE ? now.flatMap(MailboxDraft::moveTo) : Optional.empty());
    boolean byRecipient = body.truth("byRecipient", now.map(MailboxDraft::byRecipient), false);
    Optional<String> unsubscribe =
        body.optionalText("unsubscribeAddress", now.flatMap(MailboxDraft::unsubscribeAddress));
    body.end();
    return new MailboxDraft(
        name,
        protocol,
        host,
        (int) Require.range("port", port, 1, 65535),
        tls,
        tlsRequired,
        caPem,
        login,
        folder.orElse(MailboxDraft.INBOX),
        interval.orElse(MailboxDraft.DEFAULT_INTERVAL),
        enabled,
        after,
        moveTo,
        byRecipient,
        unsubscribe);
  }

  private static MailboxDraft.Login login(JsonBody auth, Optional<MailboxDraft.Login> now) {
    MailboxAuth method =
        auth.word("method", MailboxAuth.class, now.map(MailboxDraft.Login::method));
    String username = auth.text("username", now.map(MailboxDraft.Login::username));
    Optional<String> secret = auth.optionalText("secret", Optional.empty());
    Optional<TokenGrant> stored =
        method == MailboxAuth.XOAUTH2 ? now.flatMap(MailboxDraft.Login::grant) : Optional.empty();
    Optional<TokenGrant> grant =
        auth.has("token")
            ? auth.optionalObject("token").map(token -> grant(token, stored))
            : stored;
    auth.end();
    return new MailboxDraft.Login(method, username, secret, grant);
  }

  private static TokenGrant grant(JsonBody token, Optional<TokenGrant> now) {
    String url = token.text("url", now.map(TokenGrant::url));
    TokenGrant.Kind kind = token.word("grant", TokenGrant.Kind.class, now.map(TokenGrant::kind));
    String clientId = token.text("clientId", now.map(TokenGrant::clientId));
    Optional<String> clientSecret = token.optionalText("clientSecret", Optional.empty());
    Optional<String> refreshToken = token.optionalText("refreshToken", Optional.empty());
    Optional<String> scope = token.optionalText("scope", now.flatMap(TokenGrant::scope));
    token.end();
    return new TokenGrant(url, kind, clientId, clientSecret, refreshToken, scope);
  }

  private JsonAnswer login(Mailbox mailbox, MailboxDraft.Login login) {
    return new JsonAnswer()
        .put("method", login.method())
        .put("username", login.username())
        .put(
            "token",
            login
                .grant()
                .map(
                    grant ->
                        new JsonAnswer()
                            .put("url", grant.url())
                            .put("grant", grant.kind())
                            .put("clientId", grant.clientId())
                            .put("scope", grant.scope())
                            .put("usedUntil", tokens.usedUntil(mailbox))));
  }

  private JsonObject json(Mailbox mailbox) {
    MailboxDraft draft = mailbox.draft();
    MailboxState state = states.of(mailbox.id());
    return new JsonAnswer()
        .put("id", mailbox.id())
        .put("version", mailbox.version())
        .put("name", draft.name())
        .put("protocol", draft.protocol())
        .put("host", draft.host())
        .put("port", draft.port())
        .put("tls", draft.tls())
        .put("tlsRequired", draft.tlsRequired())
        .put("caPem", draft.caPem())
        .put("auth", login(mailbox, draft.login()))
        .put("folder", draft.folder())
        .put("interval", draft.interval())
        .put("enabled", draft.enabled())
        .put("afterStoring", draft.afterStoring())
        .put("moveTo", draft.moveTo())
        .put("byRecipient", draft.byRecipient())
        .put("unsubscribeAddress", draft.unsubscribeAddress())
        .put("readAt", state.readAt())
        .put("goodAt", state.goodAt())
        .put("nextAt", state.nextAt())
        .put("stored", state.stored())
        .put("total", state.total())
        .put("quarantined", evidence.count(Optional.of(mailbox.id()), EvidenceState.QUARANTINED))
        .put("problem", state.problem().map(Wording::english))
        .put("failingSince", state.failingSince())
        .put("createdAt", mailbox.createdAt())
        .build();
  }
}
