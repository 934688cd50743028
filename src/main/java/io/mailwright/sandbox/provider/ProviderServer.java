package io.mailwright.sandbox.provider;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.sandbox.wire.Line;
import io.mailwright.sandbox.wire.LoopbackServer;
import java.net.InetSocketAddress;
import org.subethamail.smtp.RejectException;

/**
 * Speaks SMTP for simulated sites on a loopback address; sees from which address each client comes.
 * Mails are read and thrown away; what was answered, the sites count. At most 1,000 connections.
 * Thread-safe; can be started again after a stop.
 */
public final class ProviderServer implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 1000;

  private final LoopbackServer server;

  private ProviderServer(LoopbackServer server) {
    this.server = server;
  }

  /**
   * A relay for all sites, told apart by the recipient's domain; other recipients are accepted.
   * What is known of a connection there says {@link RelayVisit}.
   *
   * @param address loopback; port 0 takes any free one
   */
  public static ProviderServer relay(SimulatedProvider provider, InetSocketAddress address) {
    return new ProviderServer(
        new LoopbackServer(
            address, MOST_CONNECTIONS, line -> new RelayGuest(line, provider.from(line.source()))));
  }

  /**
   * The mail exchanger of one site, for whatever recipients. While the site is dead, connections
   * are cut before the greeting; to have them refused, stop this server.
   *
   * @param address loopback; port 0 takes any free one
   */
  public static ProviderServer alone(SimulatedSite site, InetSocketAddress address) {
    return new ProviderServer(
        new LoopbackServer(
            address, MOST_CONNECTIONS, line -> new SiteGuest(line, site.from(line.source()))));
  }

  /** Gives an answer after its time; throws if it is a refusal. */
  static String heed(Line line, SiteAnswer answer) throws RejectException {
    if (!(answer instanceof SiteAnswer.Replied reply) || !line.isAfter(reply.latency())) {
      throw line.cut();
    }
    if (!reply.isAccepted()) {
      throw line.refusal(reply.code(), reply.text());
    }
    return reply.text();
  }

  /**
   * Listens from now on. Does nothing if it already does.
   *
   * @throws MailwrightException {@link ErrorCode#SANDBOX_NOT_STARTED} if the port is taken
   */
  public void start() {
    server.start();
  }

  /** The port it listens on, or 0 if it does not. */
  public int port() {
    return server.port();
  }

  /** Closes all connections and stops listening. */
  public void stop() {
    server.stop();
  }

  /** The same as {@link #stop}. */
  @Override
  public void close() {
    stop();
  }
}
