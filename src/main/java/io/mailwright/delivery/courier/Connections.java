package io.mailwright.delivery.courier;

import java.time.Duration;
import java.util.Optional;

/**
 * Open sessions of this node, kept and reused, never more to a server than its limit. Thread-safe.
 */
public interface Connections {
  /**
   * A session to the server: one that was kept, or a new one. Its {@code close()} gives it back,
   * kept if it is still usable.
   *
   * @param patience how long to wait while all are in use
   * @param killSwitch can cut the session from now on, also while it is opened; to be {@linkplain
   *     KillSwitch#letGo() let go} before it is given back
   * @return empty if all stayed in use
   * @throws RouteFailure if the server cannot be reached or logged in to, or the opening was cut
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Optional<CourierSession> borrow(ServerEndpoint endpoint, Duration patience, KillSwitch killSwitch)
      throws RouteFailure, InterruptedException;

  /** The same for a session that nothing is to cut. */
  default Optional<CourierSession> borrow(ServerEndpoint endpoint, Duration patience)
      throws RouteFailure, InterruptedException {
    return borrow(endpoint, patience, new KillSwitch());
  }
}
