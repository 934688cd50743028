package io.mailwright.routing;

import io.mailwright.kernel.store.StoredEntity;
import io.mailwright.routing.quota.QuotaRule;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A mail server that takes our mail. */
@Entity
@Table(name = "mail_server")
public class MailServer extends StoredEntity {
  private String name;
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
  private AuthMethod authMethod;

  @Column(name = "auth_username")
  private String authUsername;

  @Column(name = "auth_secret")
  private String authSecret;

  @Column(name = "max_connections")
  private int maxConnections;

  @Column(name = "max_mails_per_connection")
  private Integer maxMailsPerConnection;

  @Column(name = "interval_millis")
  private Long intervalMillis;

  @Column(name = "built_in", updatable = false)
  private boolean builtIn;

  @OneToMany(mappedBy = "server", cascade = CascadeType.ALL, fetch = FetchType.EAGER)
  private List<ServerSource> sources = new ArrayList<>();

  /** One a line. */
  @Column(name = "quotas")
  private String quotaLines;

  /** For Jakarta Persistence. */
  protected MailServer() {}

  MailServer(ServerDraft draft, Optional<ServerLogin> login, boolean builtIn, Instant createdAt) {
    super(createdAt);
    this.builtIn = builtIn;
    describe(draft, login, createdAt);
  }

  final void describe(ServerDraft draft, Optional<ServerLogin> login, Instant now) {
    this.name = draft.name();
    this.host = draft.host();
    this.port = draft.port();
    this.tls = draft.tls();
    this.tlsRequired = draft.tlsRequired();
    this.caPem = draft.caPem().orElse(null);
    this.authMethod = login.map(ServerLogin::method).orElse(null);
    this.authUsername = login.map(ServerLogin::username).orElse(null);
    this.authSecret = login.map(ServerLogin::sealedSecret).orElse(null);
    this.maxConnections = draft.maxConnections();
    this.maxMailsPerConnection = draft.maxMailsPerConnection().orElse(null);
    this.intervalMillis = draft.interval().map(Duration::toMillis).orElse(null);
    this.quotaLines =
        draft.quotas().isEmpty()
            ? null
            : draft.quotas().stream()
                .sorted(Comparator.comparing(QuotaRule::per).thenComparing(QuotaRule::text))
                .map(QuotaRule::text)
                .collect(Collectors.joining("\n"));
    sendFrom(draft.sources(), now);
  }

  /** What is left out is switched off and keeps its id, for when it comes back. */
  private void sendFrom(List<SourceAddress> wanted, Instant now) {
    Map<String, ServerSource> known =
        sources.stream().collect(Collectors.toMap(ServerSource::address, source -> source));
    sources.forEach(ServerSource::switchOff);
    for (SourceAddress source : wanted) {
      ServerSource kept = known.get(source.address());
      if (kept == null) {
        sources.add(new ServerSource(this, source, now));
      } else {
        kept.use(source);
      }
    }
  }

  /** What it says now, to be changed in part; the secret is not in it and is kept when left out. */
  public ServerDraft draft() {
    return new ServerDraft(
        name,
        host,
        port,
        tls,
        tlsRequired,
        caPem(),
        login().map(l -> new ServerDraft.Login(l.method(), l.username(), Optional.empty())),
        maxConnections,
        Optional.ofNullable(maxMailsPerConnection),
        interval(),
        sources().stream().map(ServerSource::source).toList(),
        quotas());
  }

  /** What people call it; no two servers have the same name. */
  public String name() {
    return name;
  }

  /** A name or an IP address, IPv6 without brackets. */
  public String host() {
    return host;
  }

  /** 1 to 65535. */
  public int port() {
    return port;
  }

  /** How the connection is secured. */
  public TlsMode tls() {
    return tls;
  }

  /** Whether a server that does not offer STARTTLS is refused. */
  public boolean isTlsRequired() {
    return tlsRequired;
  }

  /** Certificates in PEM to trust beside Java's. */
  public Optional<String> caPem() {
    return Optional.ofNullable(caPem);
  }

  /** How to log in. */
  public Optional<ServerLogin> login() {
    return authMethod == null
        ? Optional.empty()
        : Optional.of(new ServerLogin(authMethod, authUsername, authSecret));
  }

  /** Connections at a time, at least 1. */
  public int maxConnections() {
    return maxConnections;
  }

  /** Mails after which a connection is closed; empty: the courier's own limit. */
  public OptionalInt maxMailsPerConnection() {
    return maxMailsPerConnection == null
        ? OptionalInt.empty()
        : OptionalInt.of(maxMailsPerConnection);
  }

  /** Time between two mails; empty: none. */
  public Optional<Duration> interval() {
    return Optional.ofNullable(intervalMillis).map(Duration::ofMillis);
  }

  /** The addresses that its mails leave from, by id; empty: whichever the system takes. */
  public List<ServerSource> sources() {
    return sources.stream()
        .filter(ServerSource::isInUse)
        .sorted(Comparator.comparingLong(ServerSource::id))
        .toList();
  }

  /** How many mails may go by it in a time, the shortest time first. */
  public List<QuotaRule> quotas() {
    return quotaLines == null ? List.of() : quotaLines.lines().map(QuotaRule::ofText).toList();
  }

  /** Whether it is the sandbox, which people can use but not change. */
  public boolean isBuiltIn() {
    return builtIn;
  }
}
