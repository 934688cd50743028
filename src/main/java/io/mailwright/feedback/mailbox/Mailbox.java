package io.mailwright.feedback.mailbox;

import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.secret.SecretUse;
import io.mailwright.kernel.store.StoredEntity;
import io.mailwright.routing.TlsMode;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A mailbox that what comes back is read from. */
@Entity
@Table(name = "mailbox")
public class Mailbox extends StoredEntity {
  private String name;

  @Enumerated(EnumType.STRING)
  private MailboxProtocol protocol;

  private String host;
  private int port;

  @Enumerated(EnumType.STRING)
  private TlsMode tls;

  @Column(name = "tls_required")
  private boolean tlsRequired;

  @Column(name = "ca_pem")
  private String caPem;

  @Enumerated(EnumType.STRING)
  @Column(name = "auth_method")
  private MailboxAuth authMethod;

  @Column(name = "auth_username")
  private String authUsername;

  @Column(name = "auth_secret")
  private String authSecret;

  private String folder;

  @Column(name = "interval_seconds")
  private long intervalSeconds;

  private boolean enabled;

  @Enumerated(EnumType.STRING)
  @Column(name = "after_storing")
  private AfterStoring afterStoring;

  @Column(name = "move_to")
  private String moveTo;

  @Column(name = "by_recipient")
  private boolean byRecipient;

  @Column(name = "unsubscribe_address")
  private String unsubscribeAddress;

  /** For Jakarta Persistence. */
  protected Mailbox() {}

  Mailbox(MailboxDraft draft, String sealedSecret, Instant createdAt) {
    super(createdAt);
    describe(draft, sealedSecret);
  }

  final void describe(MailboxDraft draft, String sealedSecret) {
    this.name = draft.name();
    this.protocol = draft.protocol();
    this.host = draft.host();
    this.port = draft.port();
    this.tls = draft.tls();
    this.tlsRequired = draft.tlsRequired();
    this.caPem = draft.caPem().orElse(null);
    this.authMethod = draft.login().method();
    this.authUsername = draft.login().username();
    this.authSecret = sealedSecret;
    this.folder = draft.folder();
    this.intervalSeconds = draft.interval().toSeconds();
    this.enabled = draft.enabled();
    this.afterStoring = draft.afterStoring();
    this.moveTo = draft.moveTo().orElse(null);
    this.byRecipient = draft.byRecipient();
    this.unsubscribeAddress = draft.unsubscribeAddress().orElse(null);
  }

  /** What it says now, to be changed in part; the secret is not in it and is kept when left out. */
  public MailboxDraft draft() {
    return new MailboxDraft(
        name,
        protocol,
        host,
        port,
        tls,
        tlsRequired,
        Optional.ofNullable(caPem),
        new MailboxDraft.Login(authMethod, authUsername, Optional.empty()),
        folder,
        interval(),
        enabled,
        afterStoring,
        Optional.ofNullable(moveTo),
        byRecipient,
        Optional.ofNullable(unsubscribeAddress));
  }

  /** How to reach it, with the secret in clear. */
  public MailboxEndpoint endpoint(SecretBox secrets) {
    return new MailboxEndpoint(
        protocol,
        host,
        port,
        tls,
        tlsRequired,
        Optional.ofNullable(caPem),
        authMethod,
        authUsername,
        secrets.open(SecretUse.MAILBOX, authSecret),
        folder,
        afterStoring,
        Optional.ofNullable(moveTo));
  }

  String sealedSecret() {
    return authSecret;
  }

  /** What people call it; no two mailboxes have the same name. */
  public String name() {
    return name;
  }

  /** Time between two readings. */
  public Duration interval() {
    return Duration.ofSeconds(intervalSeconds);
  }

  /** Whether it is read by itself. */
  public boolean isEnabled() {
    return enabled;
  }

  /** Whether a recipient's address alone is enough to act on. */
  public boolean isTrusted() {
    return byRecipient;
  }

  /** What is done with a mail once it is stored. */
  public AfterStoring afterStoring() {
    return afterStoring;
  }
}
