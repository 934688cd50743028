package io.mailwright.routing.share;

import java.util.List;

/** Where nodes tell each other what their campaigns take. */
interface ClaimStore {
  /** Whether there can be other nodes. */
  boolean isShared();

  /**
   * Tells what this node's campaigns take, in place of what it told before, and asks what the
   * others told in the last seconds.
   *
   * @throws io.mailwright.kernel.db.DatabaseException if the database is away
   */
  List<Claim> exchange(String node, List<Claim> own);
}
