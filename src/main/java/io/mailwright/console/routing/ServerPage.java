package io.mailwright.console.routing;

import io.mailwright.console.EditPage;
import io.mailwright.console.Visitor;
import io.mailwright.console.Words;
import io.mailwright.kernel.error.Require;
import io.mailwright.operations.connection.ServerTest;
import io.mailwright.routing.AuthMethod;
import io.mailwright.routing.MailServer;
import io.mailwright.routing.MailServerRepository;
import io.mailwright.routing.ServerDraft;
import io.mailwright.routing.TlsMode;
import io.mailwright.routing.quota.QuotaRule;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One server: edit and test. */
@Named("serverPage")
@ViewScoped
public class ServerPage extends EditPage<MailServer> {
  private static final long serialVersionUID = 1L;

  private static final int MOST_CONNECTIONS = 1000;
  private static final int MOST_MAILS = 1_000_000;
  private static final long MOST_INTERVAL = Duration.ofDays(1).toMillis();

  @Inject private MailServerRepository servers;
  @Inject private ServerTest tests;
  @Inject private Visitor visitor;
  @Inject private Words words;

  private boolean isBuiltIn;
  private boolean hasSecret;
  private transient List<ServerTest.Report> reports = List.of();

  /** Reads the server to edit; a new one has the usual values. */
  public void load() {
    if (isNew()) {
      visitor.requireAdmin();
    }
    form.put("port", 587)
        .put("tls", TlsMode.STARTTLS.name())
        .put("tlsRequired", true)
        .put("auth.method", "")
        .put("maxConnections", ServerDraft.DEFAULT_CONNECTIONS);
    if (getId() > 0) {
      MailServer server = read();
      isBuiltIn = server.isBuiltIn();
      hasSecret = server.login().isPresent();
      fill(server.draft());
    }
  }

  private void fill(ServerDraft draft) {
    form.put("name", draft.name())
        .put("host", draft.host())
        .put("port", draft.port())
        .put("tls", draft.tls().name())
        .put("tlsRequired", draft.tlsRequired())
        .put("caPem", draft.caPem().orElse(""))
        .put("auth.method", draft.login().map(login -> login.method().name()).orElse(""))
        .put("auth.username", draft.login().map(ServerDraft.Login::username).orElse(""))
        .put("maxConnections", draft.maxConnections())
        .put("maxMailsPerConnection", draft.maxMailsPerConnection().map(String::valueOf).orElse(""))
        .put("interval", draft.interval().map(d -> String.valueOf(d.toMillis())).orElse(""))
        .put("sources", SourceLines.of(draft.sources()))
        .put("quotas", QuotaLines.of(draft.quotas(), words.locale()));
  }

  private ServerDraft draft() {
    Require.all(
        () -> Require.line("name", form.text("name"), 200),
        () -> Require.line("host", form.text("host"), 255),
        () -> form.number("port", 1, 65_535),
        this::login,
        () -> form.number("maxConnections", 1, MOST_CONNECTIONS),
        () -> form.optionalNumber("maxMailsPerConnection", 1, MOST_MAILS),
        () -> form.optionalNumber("interval", 1, MOST_INTERVAL),
        () -> SourceLines.read(form.text("sources")),
        this::quotas);
    return new ServerDraft(
        form.text("name"),
        form.text("host"),
        (int) form.number("port", 1, 65_535),
        TlsMode.valueOf(form.text("tls")),
        form.isOn("tlsRequired"),
        form.optional("caPem"),
        login(),
        (int) form.number("maxConnections", 1, MOST_CONNECTIONS),
        form.optionalNumber("maxMailsPerConnection", 1, MOST_MAILS).map(Long::intValue),
        form.optionalNumber("interval", 1, MOST_INTERVAL).map(Duration::ofMillis),
        SourceLines.read(form.text("sources")),
        quotas());
  }

  private List<QuotaRule> quotas() {
    return QuotaLines.read("quotas", form.text("quotas"));
  }

  private Optional<ServerDraft.Login> login() {
    Optional<ServerDraft.Login> login =
        form.optional("auth.method")
            .map(
                method ->
                    new ServerDraft.Login(
                        Require.oneOf("auth.method", method, AuthMethod.class),
                        form.text("auth.username"),
                        form.optional("auth.secret")));
    if (login.isEmpty()
        && (form.optional("auth.username").isPresent()
            || form.optional("auth.secret").isPresent())) {
      throw Require.refused(
          "auth.method",
          "is missing, but a user name or a secret is given. Choose how to log in, or clear both.");
    }
    return login;
  }

  @Override
  protected MailServer stored() {
    return servers.get(getId());
  }

  /** Saves it. */
  @Override
  public String save() {
    OptionalLong saved =
        store(
            attempt::asAdmin,
            () -> isNew() ? servers.create(draft()) : servers.change(getId(), seen(), draft()));
    form.map().remove("auth.secret");
    if (saved.isEmpty()) {
      return null;
    }
    attempt.done("server.saved");
    return "/server?faces-redirect=true&id=" + saved.getAsLong();
  }

  /** Connects to the server as it is saved, and keeps what was said. */
  public void test() {
    attempt.asAdmin(() -> reports = tests.of(getId()));
  }

  /** What the test saw, from each source; empty before the first. */
  public List<ServerTest.Report> getReports() {
    return reports;
  }

  /** Removes it. */
  public String delete() {
    if (attempt.asAdmin(() -> servers.delete(getId(), seen()))) {
      attempt.done("server.deleted");
      return "/servers?faces-redirect=true";
    }
    return "/server?faces-redirect=true&id=" + getId();
  }

  /** Ways of securing a connection. */
  public TlsMode[] getTlsModes() {
    return TlsMode.values();
  }

  /** Ways of logging in. */
  public AuthMethod[] getAuthMethods() {
    return AuthMethod.values();
  }

  /** Whether it is the sandbox's, which nobody changes. */
  public boolean isBuiltIn() {
    return isBuiltIn;
  }

  /** Whether this visitor can only read it. */
  public boolean isFixed() {
    return isBuiltIn || !visitor.isAdmin();
  }

  /** Whether a secret is stored. */
  public boolean isSecretThere() {
    return hasSecret;
  }
}
