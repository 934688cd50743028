package io.mailwright.delivery.courier;

/** Opens sessions with mail servers. Thread-safe. */
public interface Courier {
  /**
   * Connects, secures the connection, says EHLO and logs in.
   *
   * @param endpoint the server and how to talk to it
   * @param killSwitch can cut the session from now on, also while it is opened
   * @return a session that is ready for a mail; the caller closes it
   * @throws RouteFailure if any of these steps fails. It is the route's failure and no mail's:
   *     nothing was sent.
   */
  CourierSession open(ServerEndpoint endpoint, KillSwitch killSwitch) throws RouteFailure;

  /** The same for a session that nothing is to cut. */
  default CourierSession open(ServerEndpoint endpoint) throws RouteFailure {
    return open(endpoint, new KillSwitch());
  }
}
