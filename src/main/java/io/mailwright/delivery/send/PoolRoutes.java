package io.mailwright.delivery.send;

import io.mailwright.delivery.courier.Credentials;
import io.mailwright.delivery.courier.Secret;
import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.TimeOuts;
import io.mailwright.delivery.courier.TlsMode;
import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.routing.MailServer;
import io.mailwright.routing.MailServerRepository;
import io.mailwright.routing.PoolMember;
import io.mailwright.routing.PoolRepository;
import io.mailwright.routing.ServerLogin;
import io.mailwright.routing.SourceAddress;
import io.mailwright.routing.route.RouteView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The servers of a pool, with their sources, as routes; read again every two seconds, so that
 * changed limits act on a running campaign.
 */
@ApplicationScoped
public class PoolRoutes {
  private PoolRepository pools;
  private MailServerRepository servers;
  private SecretBox secrets;
  private Clock clock;
  private TimeOuts timeOuts;

  /** This bean with its interceptors: the transaction of {@link #read} is theirs. */
  private PoolRoutes self;

  PoolRoutes() {}

  /** For injection. */
  @Inject
  public PoolRoutes(
      PoolRepository pools,
      MailServerRepository servers,
      SecretBox secrets,
      Clock clock,
      Settings settings,
      PoolRoutes self) {
    this.self = self;
    this.pools = pools;
    this.servers = servers;
    this.secrets = secrets;
    this.clock = clock;
    this.timeOuts = TimeOuts.RFC_5321.withAfterDot(settings.reply());
  }

  /** The routes of a pool, at most two seconds old at every call. Thread-safe. */
  public Supplier<List<Route>> of(long poolId) {
    return new FreshEnough<>(clock, () -> self.read(poolId));
  }

  /**
   * Reads the routes of a pool now, in a transaction of its own: a chunk's transaction holds
   * nothing but its checkpoint.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@code NOT_FOUND} if the pool is gone
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<Route> read(long poolId) {
    return pools.get(poolId).members().stream().flatMap(this::routes).toList();
  }

  private Stream<Route> routes(PoolMember member) {
    MailServer server = servers.get(member.serverId());
    ServerEndpoint endpoint = endpoint(server);
    Duration interval = server.interval().orElse(Duration.ZERO);
    return server.sources().isEmpty()
        ? Stream.of(Route.ofServer(server.id(), server.name(), member.weight(), interval, endpoint))
        : server.sources().stream()
            .map(source -> from(source.source(), source.id(), member, server, interval, endpoint));
  }

  private static Route from(
      SourceAddress source,
      long routeId,
      PoolMember member,
      MailServer server,
      Duration interval,
      ServerEndpoint endpoint) {
    return new Route(
        routeId,
        server.id(),
        server.name(),
        RouteView.nameOf(server.name(), Optional.of(source.address())),
        member.weight(),
        source.weight(),
        source.rotateAfter().orElse(0),
        interval,
        endpoint.withSource(Optional.of(source.inetAddress())));
  }

  /** Where and how to connect to a server, with its secret opened, from any local address. */
  public ServerEndpoint endpoint(MailServer server) {
    return new ServerEndpoint(
        server.host(),
        server.port(),
        TlsMode.valueOf(server.tls().name().toUpperCase(Locale.ROOT)),
        server.isTlsRequired(),
        server.caPem(),
        server.login().map(this::credentials),
        Optional.empty(),
        Optional.empty(),
        server.maxConnections(),
        server.maxMailsPerConnection().orElse(ServerEndpoint.DEFAULT_MAILS_PER_CONNECTION),
        timeOuts);
  }

  private Credentials credentials(ServerLogin login) {
    return new Credentials(
        Credentials.Method.valueOf(login.method().name()),
        login.username(),
        Secret.of(login.open(secrets)));
  }
}
