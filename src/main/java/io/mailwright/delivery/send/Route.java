package io.mailwright.delivery.send;

import io.mailwright.delivery.courier.ServerEndpoint;
import java.time.Duration;

/**
 * A server of the campaign's pool, ready to be connected to.
 *
 * @param weight share among the fit servers, 1 or more
 * @param interval least time between two mails; zero for none
 */
public record Route(
    long serverId, String name, int weight, Duration interval, ServerEndpoint endpoint) {
  /** The server and the source address that it goes by. */
  public long routeId() {
    return serverId;
  }
}
