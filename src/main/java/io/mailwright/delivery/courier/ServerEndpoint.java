package io.mailwright.delivery.courier;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A mail server and how to talk to it.
 *
 * @param host name or IP address; an IPv6 address with or without brackets, kept without
 * @param port 1 to 65535
 * @param tls how the connection is secured
 * @param tlsRequired with {@link TlsMode#STARTTLS}: whether a server that does not offer it is
 *     refused. Where TLS is spoken, certificate and host name are always checked.
 * @param caPem certificates in PEM form to trust beside those that Java trusts
 * @param credentials how to log in, or empty for no log-in. They are not sent over a connection
 *     that should have been secured and is not.
 * @param heloName the name to say in EHLO, or empty for this machine's name
 * @param source the local address to connect from, or empty for whichever the system takes
 * @param maxConnections how many connections to keep at most, at least 1
 * @param maxMailsPerConnection mails after which a connection is closed, at least 1
 * @param timeOuts how long to wait
 */
public record ServerEndpoint(
    String host,
    int port,
    TlsMode tls,
    boolean tlsRequired,
    Optional<String> caPem,
    Optional<Credentials> credentials,
    Optional<String> heloName,
    Optional<InetAddress> source,
    int maxConnections,
    int maxMailsPerConnection,
    TimeOuts timeOuts) {
  /** Mails a connection, unless set. */
  public static final int DEFAULT_MAILS_PER_CONNECTION = 100;

  /** Connections, unless set. */
  public static final int DEFAULT_CONNECTIONS = 8;

  public ServerEndpoint {
    host = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (host.isBlank() || host.chars().anyMatch(c -> c <= ' ' || c == 127)) {
      throw new IllegalArgumentException("host is empty or holds white space");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not in 1..65535");
    }
    if (maxConnections < 1 || maxMailsPerConnection < 1) {
      throw new IllegalArgumentException("a limit of connections or mails is below 1");
    }
    if (heloName
        .filter(n -> n.isEmpty() || n.chars().anyMatch(c -> c <= ' ' || c > 126))
        .isPresent()) {
      throw new IllegalArgumentException("the EHLO name is not printable ASCII without spaces");
    }
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(caPem, "caPem");
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(timeOuts, "timeOuts");
  }

  /** An endpoint with the defaults: TLS required, no log-in, time-outs of RFC 5321. */
  public static ServerEndpoint of(String host, int port, TlsMode tls) {
    return new ServerEndpoint(
        host,
        port,
        tls,
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_CONNECTIONS,
        DEFAULT_MAILS_PER_CONNECTION,
        TimeOuts.RFC_5321);
  }

  /** The same with a log-in. */
  public ServerEndpoint withCredentials(Credentials value) {
    return new ServerEndpoint(
        host,
        port,
        tls,
        tlsRequired,
        caPem,
        Optional.of(value),
        heloName,
        source,
        maxConnections,
        maxMailsPerConnection,
        timeOuts);
  }

  /** The same with certificates to trust beside Java's. */
  public ServerEndpoint withCaPem(String value) {
    return new ServerEndpoint(
        host,
        port,
        tls,
        tlsRequired,
        Optional.of(value),
        credentials,
        heloName,
        source,
        maxConnections,
        maxMailsPerConnection,
        timeOuts);
  }

  /** The same, with STARTTLS used only if it is offered. */
  public ServerEndpoint withTlsOptional() {
    return new ServerEndpoint(
        host,
        port,
        tls,
        false,
        caPem,
        credentials,
        heloName,
        source,
        maxConnections,
        maxMailsPerConnection,
        timeOuts);
  }

  /** The same with other limits. */
  public ServerEndpoint withLimits(int connections, int mailsPerConnection) {
    return new ServerEndpoint(
        host,
        port,
        tls,
        tlsRequired,
        caPem,
        credentials,
        heloName,
        source,
        connections,
        mailsPerConnection,
        timeOuts);
  }

  /** The same with other time-outs. */
  public ServerEndpoint withTimeOuts(TimeOuts value) {
    return new ServerEndpoint(
        host,
        port,
        tls,
        tlsRequired,
        caPem,
        credentials,
        heloName,
        source,
        maxConnections,
        maxMailsPerConnection,
        value);
  }

  /** The same with no more patience than this with the connection and each reply of its opening. */
  public ServerEndpoint openedIn(Duration most) {
    return withTimeOuts(timeOuts.openedIn(most));
  }

  /** The same from another local address, or from whichever the system takes. */
  public ServerEndpoint withSource(Optional<InetAddress> value) {
    return new ServerEndpoint(
        host,
        port,
        tls,
        tlsRequired,
        caPem,
        credentials,
        heloName,
        value,
        maxConnections,
        maxMailsPerConnection,
        timeOuts);
  }

  /** {@code host:port}, an IPv6 address in brackets: for messages. */
  public String address() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
