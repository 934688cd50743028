package io.mailwright.routing.share;

import io.mailwright.kernel.db.Database;
import java.util.List;

/** Shares of several nodes for tests of other packages. */
public final class TestShares {
  private TestShares() {}

  /**
   * How a node tells the others on the database what its campaigns take, of whatever kind that is.
   */
  public static ShareExchange exchange(FairShares shares, Database database) {
    ClaimStore store = new JdbcClaimStore(database);
    return new ShareExchange(
        shares,
        new ClaimStore() {
          @Override
          public boolean isShared() {
            return true;
          }

          @Override
          public List<Claim> exchange(String node, List<Claim> own) {
            return store.exchange(node, own);
          }
        });
  }
}
