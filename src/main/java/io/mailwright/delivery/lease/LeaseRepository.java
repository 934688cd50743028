package io.mailwright.delivery.lease;

import io.mailwright.kernel.node.NodeIdentity;
import java.time.Duration;
import java.util.Optional;

/**
 * Stores leases. Taking and taking over is one conditional UPDATE; row count 1 wins. All times are
 * the caller's clock; the grace covers what clocks of nodes differ by.
 */
public interface LeaseRepository {
  /**
   * Takes a lease that nobody holds, or whose holder's time and grace are over.
   *
   * @return empty if another holds it
   */
  Optional<Lease> take(String name, String owner, Duration length, Duration grace);

  /**
   * Prolongs a lease that is still held under the same fence.
   *
   * @return empty if it was taken over
   */
  Optional<Lease> renew(Lease lease, Duration length);

  /** Gives it back; does nothing if it was taken over. */
  void release(Lease lease);

  /** Ends at once every lease of a node's earlier incarnations, which are known to be dead. */
  void releaseEarlierOf(NodeIdentity node);

  /** Whether somebody holds it now. */
  boolean isHeld(String name);
}
