package io.mailwright.routing;

import io.mailwright.kernel.error.Require;
import io.mailwright.routing.quota.QuotaRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a person or a script says about a server; every way in makes one of these, so that all
 * refuse the same.
 *
 * @param name 1 to 200 characters, no two servers alike
 * @param host a name or an IP address, IPv6 with or without brackets, 1 to 255 characters
 * @param port 1 to 65535
 * @param tls how the connection is secured
 * @param tlsRequired whether a server that does not offer STARTTLS is refused
 * @param caPem certificates in PEM to trust beside Java's, at most 100,000 characters
 * @param login how to log in
 * @param maxConnections 1 to 1,000
 * @param maxMailsPerConnection 1 to 1,000,000; empty: the courier's own limit
 * @param interval time between two mails, 1 ms to 1 day; empty: as fast as it takes them
 * @param sources local addresses that its mails leave from, each once; empty: whichever the system
 *     takes
 * @param quotas how many mails may go by it in a time, at most {@link #MOST_QUOTAS} and no two for
 *     the same window
 */
public record ServerDraft(
    String name,
    String host,
    int port,
    TlsMode tls,
    boolean tlsRequired,
    Optional<String> caPem,
    Optional<Login> login,
    int maxConnections,
    Optional<Integer> maxMailsPerConnection,
    Optional<Duration> interval,
    List<SourceAddress> sources,
    List<QuotaRule> quotas) {
  /** Quotas of one server. */
  public static final int MOST_QUOTAS = 20;

  /** Connections, unless set. */
  public static final int DEFAULT_CONNECTIONS = 8;

  /**
   * A log-in as it was given.
   *
   * @param method the SASL mechanism
   * @param username 1 to 320 characters
   * @param secret 1 to 4,000 characters; empty keeps the one that is stored
   */
  public record Login(AuthMethod method, String username, Optional<String> secret) {
    /** Refuses bad values. */
    public Login {
      username = Require.line("auth.username", username, 320);
      secret.ifPresent(text -> Require.line("auth.secret", text, 4000));
    }

    /** Never the secret. */
    @Override
    public String toString() {
      return "Login[" + method + ", " + username + "]";
    }
  }

  /**
   * Refuses bad values.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the field's name
   */
  public ServerDraft {
    name = Require.line("name", name, 200);
    host = ServerAddress.host(host);
    Require.range("port", port, 1, 65535);
    caPem.ifPresent(ServerAddress::checkPem);
    Require.range("maxConnections", maxConnections, 1, 1000);
    maxMailsPerConnection.ifPresent(n -> Require.range("maxMailsPerConnection", n, 1, 1_000_000));
    interval.ifPresent(ServerDraft::checkInterval);
    sources = List.copyOf(sources);
    Require.count("sources", sources, 0, SourceAddress.MOST);
    if (sources.stream().map(SourceAddress::address).distinct().count() < sources.size()) {
      throw Require.refused("sources", "names an address twice. Give each once, with its weight.");
    }
    if (sources.stream().map(source -> source.rotateAfter().isPresent()).distinct().count() > 1) {
      throw Require.refused(
          "sources.rotateAfter", "is missing for some. Give it to every source or to none.");
    }
    quotas = List.copyOf(quotas);
    Require.count("quotas", quotas, 0, MOST_QUOTAS);
    if (quotas.stream().map(q -> List.of(q.per(), q.reset())).distinct().count() < quotas.size()) {
      throw Require.refused("quotas", "has two for the same window. Give each window one limit.");
    }
  }

  /** Without quotas. */
  public ServerDraft(
      String name,
      String host,
      int port,
      TlsMode tls,
      boolean tlsRequired,
      Optional<String> caPem,
      Optional<Login> login,
      int maxConnections,
      Optional<Integer> maxMailsPerConnection,
      Optional<Duration> interval,
      List<SourceAddress> sources) {
    this(
        name,
        host,
        port,
        tls,
        tlsRequired,
        caPem,
        login,
        maxConnections,
        maxMailsPerConnection,
        interval,
        sources,
        List.of());
  }

  /** The same with other quotas. */
  public ServerDraft withQuotas(List<QuotaRule> other) {
    return new ServerDraft(
        name,
        host,
        port,
        tls,
        tlsRequired,
        caPem,
        login,
        maxConnections,
        maxMailsPerConnection,
        interval,
        sources,
        other);
  }

  private static void checkInterval(Duration interval) {
    if (interval.compareTo(Duration.ofMillis(1)) < 0
        || interval.compareTo(Duration.ofDays(1)) > 0) {
      throw Require.refused("interval", "must be from PT0.001S to P1D.");
    }
  }
}
