package io.mailwright.routing.share;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/**
 * Tells the other nodes what this one's campaigns take of what all draw on, and the turns here what
 * theirs take. A statement or three a second while campaigns send; none on a database that only one
 * node can use.
 */
@ApplicationScoped
public class ShareExchange {
  private final String node = UUID.randomUUID().toString();
  private FairShares shares;
  private ClaimStore store;
  private boolean hasTold;

  ShareExchange() {}

  @Inject
  ShareExchange(FairShares shares, ClaimStore store) {
    this.shares = shares;
    this.store = store;
  }

  /**
   * Called every second.
   *
   * @throws io.mailwright.kernel.db.DatabaseException if the database is away
   */
  public synchronized void exchange() {
    if (!store.isShared()) {
      return;
    }
    List<Claim> own = shares.claims();
    if (!own.isEmpty() || hasTold) {
      List<Claim> others = store.exchange(node, own);
      hasTold = !own.isEmpty();
      shares.follow(others);
    }
  }
}
