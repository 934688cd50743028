package io.mailwright.console.feedback;

import io.mailwright.console.EditPage;
import io.mailwright.console.LastSteps;
import io.mailwright.console.UndoStep;
import io.mailwright.console.Visitor;
import io.mailwright.console.Words;
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
import io.mailwright.operations.feedback.CollectionJobs;
import io.mailwright.operations.feedback.MailboxTest;
import io.mailwright.routing.TlsMode;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** One mailbox: edit, test, read now. */
@Named("mailboxPage")
@ViewScoped
public class MailboxPage extends EditPage<Mailbox> {
  private static final long serialVersionUID = 1L;
  private static final int IMAPS = 993;
  private static final long MOST_SECONDS = Duration.ofDays(7).toSeconds();
  private static final long LEAST_SECONDS = 10;

  @Inject private MailboxRepository mailboxes;
  @Inject private MailboxStates states;
  @Inject private MailboxTokens tokens;
  @Inject private MailboxTest tests;
  @Inject private CollectionJobs jobs;
  @Inject private LastSteps lastSteps;
  @Inject private Visitor visitor;
  @Inject private Words words;

  private transient MailboxConnector.Report report;

  /** Reads the mailbox to edit; a new one has the usual values. */
  public void load() {
    if (isNew()) {
      visitor.requireAdmin();
    }
    form.put("protocol", MailboxProtocol.IMAP.name())
        .put("port", IMAPS)
        .put("tls", TlsMode.TLS.name())
        .put("tlsRequired", true)
        .put("auth.method", MailboxAuth.PASSWORD.name())
        .put("auth.token.grant", TokenGrant.Kind.REFRESH_TOKEN.name())
        .put("folder", MailboxDraft.INBOX)
        .put("interval", MailboxDraft.DEFAULT_INTERVAL.toSeconds())
        .put("enabled", true)
        .put("afterStoring", AfterStoring.DELETE.name());
    if (getId() > 0) {
      fill(read().draft());
    }
  }

  private void fill(MailboxDraft draft) {
    form.put("name", draft.name())
        .put("protocol", draft.protocol().name())
        .put("host", draft.host())
        .put("port", draft.port())
        .put("tls", draft.tls().name())
        .put("tlsRequired", draft.tlsRequired())
        .put("caPem", draft.caPem().orElse(""))
        .put("auth.method", draft.login().method().name())
        .put("auth.username", draft.login().username())
        .put("auth.token.url", draft.login().grant().map(TokenGrant::url).orElse(""))
        .put("auth.token.clientId", draft.login().grant().map(TokenGrant::clientId).orElse(""))
        .put("auth.token.scope", draft.login().grant().flatMap(TokenGrant::scope).orElse(""))
        .put("folder", draft.folder())
        .put("interval", draft.interval().toSeconds())
        .put("enabled", draft.enabled())
        .put("afterStoring", draft.afterStoring().name())
        .put("moveTo", draft.moveTo().orElse(""))
        .put("byRecipient", draft.byRecipient())
        .put("unsubscribeAddress", draft.unsubscribeAddress().orElse(""));
    draft.login().grant().ifPresent(grant -> form.put("auth.token.grant", grant.kind().name()));
  }

  private MailboxDraft draft() {
    Require.all(
        () -> Require.line("name", form.text("name"), 200),
        () -> Require.line("host", form.text("host"), 255),
        () -> form.number("port", 1, 65_535),
        this::login,
        () -> Require.line("folder", form.text("folder"), 200),
        () -> form.number("interval", LEAST_SECONDS, MOST_SECONDS));
    AfterStoring after = AfterStoring.valueOf(form.text("afterStoring"));
    return new MailboxDraft(
        form.text("name"),
        MailboxProtocol.valueOf(form.text("protocol")),
        form.text("host"),
        (int) form.number("port", 1, 65_535),
        TlsMode.valueOf(form.text("tls")),
        form.isOn("tlsRequired"),
        form.optional("caPem"),
        login(),
        form.text("folder"),
        Duration.ofSeconds(form.number("interval", LEAST_SECONDS, MOST_SECONDS)),
        form.isOn("enabled"),
        after,
        after == AfterStoring.MOVE ? form.optional("moveTo") : Optional.empty(),
        form.isOn("byRecipient"),
        form.optional("unsubscribeAddress"));
  }

  private MailboxDraft.Login login() {
    return new MailboxDraft.Login(
        Require.oneOf("auth.method", form.text("auth.method"), MailboxAuth.class),
        form.text("auth.username"),
        form.optional("auth.secret"),
        grant());
  }

  /** Of one who logs in by a password, what stands in the closed part of the form is of no use. */
  private Optional<TokenGrant> grant() {
    if (!form.text("auth.method").equals(MailboxAuth.XOAUTH2.name())
        || form.text("auth.token.url").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new TokenGrant(
            form.text("auth.token.url"),
            Require.oneOf("auth.token.grant", form.text("auth.token.grant"), TokenGrant.Kind.class),
            form.text("auth.token.clientId"),
            form.optional("auth.token.clientSecret"),
            form.optional("auth.token.refreshToken"),
            form.optional("auth.token.scope")));
  }

  @Override
  protected Mailbox stored() {
    return mailboxes.get(getId());
  }

  /** Saves it. */
  @Override
  public String save() {
    OptionalLong saved =
        store(
            attempt::asAdmin,
            () -> isNew() ? mailboxes.create(draft()) : mailboxes.change(getId(), seen(), draft()));
    form.map().remove("auth.secret");
    form.map().remove("auth.token.clientSecret");
    form.map().remove("auth.token.refreshToken");
    if (saved.isEmpty()) {
      return null;
    }
    states.hurry(saved.getAsLong());
    attempt.done("mailbox.saved");
    return "/mailbox?faces-redirect=true&id=" + saved.getAsLong();
  }

  /** Opens the mailbox as it is saved, and keeps what was said. */
  public void test() {
    attempt.asAdmin(() -> report = tests.of(getId()));
  }

  /** What the test saw; null before. */
  public MailboxConnector.Report getReport() {
    return report;
  }

  /** Reads it now, and goes to the execution. */
  public String collect() {
    long[] execution = new long[1];
    return attempt.asSender(
            () -> execution[0] = jobs.collect(Optional.of(getId()), visitor.getName()))
        ? "/execution?faces-redirect=true&id=" + execution[0]
        : null;
  }

  /** Removes it, and offers it back with the place up to where it is read. */
  public String delete() {
    String page = "/mailbox?faces-redirect=true&id=" + getId();
    Mailbox[] removed = new Mailbox[1];
    MailboxState.Mark mark = states.of(getId()).mark();
    boolean isDone =
        attempt.asAdmin(
            () -> {
              removed[0] = tokens.withNewest(stored());
              mailboxes.delete(getId(), seen());
            });
    if (!isDone) {
      return page;
    }
    lastSteps.offer(words.of("mailbox.deleted"), back(removed[0], mark), page);
    return "/mailboxes?faces-redirect=true";
  }

  private static UndoStep back(Mailbox removed, MailboxState.Mark mark) {
    return beans -> {
      beans.select(MailboxRepository.class).get().restore(removed);
      beans.select(MailboxStates.class).get().noteMark(removed.id(), mark);
    };
  }

  /** Ways of reading. */
  public MailboxProtocol[] getProtocols() {
    return MailboxProtocol.values();
  }

  /** Ways of securing a connection. */
  public TlsMode[] getTlsModes() {
    return TlsMode.values();
  }

  /** Ways of logging in. */
  public MailboxAuth[] getAuthMethods() {
    return MailboxAuth.values();
  }

  /** Ways of getting a token. */
  public TokenGrant.Kind[] getGrants() {
    return TokenGrant.Kind.values();
  }

  /** Whether its token is fetched, as far as is saved or typed. */
  public boolean isTokenFetched() {
    return !form.text("auth.token.url").isEmpty();
  }

  /** Until when the token that is kept is used; null if there is none. */
  public Instant getTokenUntil() {
    return isNew() ? null : tokens.usedUntil(stored()).orElse(null);
  }

  /** What is done with a mail once it is stored. */
  public AfterStoring[] getAfterStoring() {
    return AfterStoring.values();
  }

  /** Whether this visitor can only read it. */
  public boolean isFixed() {
    return !visitor.isAdmin();
  }
}
