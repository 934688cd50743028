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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
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

  @Column(name = "token_url")
  private String tokenUrl;

  @Enumerated(EnumType.STRING)
  @Column(name = "token_grant")
  private TokenGrant.Kind tokenGrant;

  @Column(name = "token_client")
  private String tokenClient;

  @Column(name = "token_client_secret")
  private String tokenClientSecret;

  @Column(name = "token_refresh")
  private String tokenRefresh;

  @Column(name = "token_scope")
  private String tokenScope;

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

  /**
   * Secrets as they are stored.
   *
   * @param secret of the log-in; empty where a token is fetched
   */
  record Sealed(
      Optional<String> secret, Optional<String> clientSecret, Optional<String> refreshToken) {}

  Mailbox(MailboxDraft draft, Sealed sealed, Instant createdAt) {
    super(createdAt);
    describe(draft, sealed);
  }

  /**
   * One that was removed, or is to be, as it is.
   *
   * @param sealedRefresh a refresh token that came in place of its own
   */
  Mailbox(Mailbox removed, Optional<String> sealedRefresh) {
    super(removed);
    describe(
        removed.draft(),
        new Sealed(
            Optional.ofNullable(removed.authSecret),
            Optional.ofNullable(removed.tokenClientSecret),
            sealedRefresh.or(() -> Optional.ofNullable(removed.tokenRefresh))));
  }

  final void describe(MailboxDraft draft, Sealed sealed) {
    this.name = draft.name();
    this.protocol = draft.protocol();
    this.host = draft.host();
    this.port = draft.port();
    this.tls = draft.tls();
    this.tlsRequired = draft.tlsRequired();
    this.caPem = draft.caPem().orElse(null);
    this.authMethod = draft.login().method();
    this.authUsername = draft.login().username();
    this.authSecret = sealed.secret().orElse(null);
    Optional<TokenGrant> grant = draft.login().grant();
    this.tokenUrl = grant.map(TokenGrant::url).orElse(null);
    this.tokenGrant = grant.map(TokenGrant::kind).orElse(null);
    this.tokenClient = grant.map(TokenGrant::clientId).orElse(null);
    this.tokenClientSecret = sealed.clientSecret().orElse(null);
    this.tokenRefresh = sealed.refreshToken().orElse(null);
    this.tokenScope = grant.flatMap(TokenGrant::scope).orElse(null);
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
        new MailboxDraft.Login(
            authMethod, authUsername, Optional.empty(), grant(Optional.empty(), Optional.empty())),
        folder,
        interval(),
        enabled,
        afterStoring,
        Optional.ofNullable(moveTo),
        byRecipient,
        Optional.ofNullable(unsubscribeAddress));
  }

  /**
   * How to reach it, with the secret in clear.
   *
   * @param token that was fetched for it, if it is one that needs that
   */
  public MailboxEndpoint endpoint(SecretBox secrets, Optional<String> token) {
    return new MailboxEndpoint(
        protocol,
        host,
        port,
        tls,
        tlsRequired,
        Optional.ofNullable(caPem),
        authMethod,
        authUsername,
        token.orElseGet(() -> secrets.open(SecretUse.MAILBOX, authSecret)),
        folder,
        afterStoring,
        Optional.ofNullable(moveTo));
  }

  /** What a draft without secrets goes on with: no token's, where another server would get them. */
  Sealed sealedFor(MailboxDraft draft) {
    boolean isSameServer =
        hasGrant()
            && draft.login().grant().filter(g -> g.isOfServer(URI.create(tokenUrl))).isPresent();
    return new Sealed(
        Optional.ofNullable(authSecret),
        Optional.ofNullable(tokenClientSecret).filter(secret -> isSameServer),
        Optional.ofNullable(tokenRefresh).filter(token -> isSameServer));
  }

  /** Whether its token is fetched, and not given by people. */
  public boolean hasGrant() {
    return tokenUrl != null;
  }

  /** How its token is fetched, with the secrets in clear. */
  Optional<TokenGrant> grant(SecretBox secrets) {
    return grant(opened(secrets, tokenClientSecret), opened(secrets, tokenRefresh));
  }

  private Optional<TokenGrant> grant(Optional<String> secret, Optional<String> refresh) {
    return hasGrant()
        ? Optional.of(
            new TokenGrant(
                tokenUrl,
                tokenGrant,
                tokenClient,
                secret,
                refresh,
                Optional.ofNullable(tokenScope)))
        : Optional.empty();
  }

  private static Optional<String> opened(SecretBox secrets, String sealed) {
    return Optional.ofNullable(sealed).map(s -> secrets.open(SecretUse.ACCESS_TOKEN, s));
  }

  /** Names what a token depends on: another name after every change of it. */
  String terms() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part :
          Arrays.asList(
              tokenUrl,
              String.valueOf(tokenGrant),
              tokenClient,
              tokenClientSecret,
              tokenRefresh,
              tokenScope,
              authUsername)) {
        digest.update(String.valueOf(part).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
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
