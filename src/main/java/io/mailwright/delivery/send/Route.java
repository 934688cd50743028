package io.mailwright.delivery.send;

import io.mailwright.delivery.courier.ServerEndpoint;
import java.time.Duration;

/**
 * A server of the campaign's pool with the local address that mails leave from, ready to be
 * connected to.
 *
 * @param id the route's; that of the server where no source is set
 * @param serverName what people call the server
 * @param name the same with the source in brackets
 * @param serverWeight share of the server among the fit ones, 1 or more
 * @param weight share of the source among the fit ones of its server, 1 or more
 * @param rotateAfter mails after which the server's next source has its turn; 0: no turns
 * @param interval least time between two mails of the server; zero for none
 */
public record Route(
    long id,
    long serverId,
    String serverName,
    String name,
    int serverWeight,
    int weight,
    int rotateAfter,
    Duration interval,
    ServerEndpoint endpoint) {
  /** A server without sources. */
  public static Route ofServer(
      long serverId, String name, int weight, Duration interval, ServerEndpoint endpoint) {
    return new Route(serverId, serverId, name, name, weight, 1, 0, interval, endpoint);
  }

  /** Whether the sources of its server change after so many mails. */
  boolean takesTurns() {
    return rotateAfter > 0;
  }
}
