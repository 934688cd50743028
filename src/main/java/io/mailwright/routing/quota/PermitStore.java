package io.mailwright.routing.quota;

import java.util.List;
import java.util.Map;

/** Where quotas and their use are kept. Times are microseconds. */
interface PermitStore {
  /** Every quota that holds now, wherever it was set, in an order that does not change. */
  List<AppliedQuota> all();

  /**
   * Takes a block of permits, as large as the rule says and as there are, and brings back what was
   * not used of earlier ones.
   *
   * @param now of this node
   * @param lease for how long they are to be good
   * @param unused permits by slice
   * @param purges whether to forget what no longer counts
   * @throws io.mailwright.kernel.db.DatabaseException if nothing was taken and nothing brought back
   */
  Lease lease(AppliedQuota quota, long now, long lease, Map<Long, Long> unused, boolean purges);

  /**
   * Counts one permit under a later moment, if it still counts.
   *
   * @param now of this node
   * @param from under which it is counted
   * @param later the moment under which it is to count; {@linkplain QuotaRule#slack() a little}
   *     longer
   * @return under which it counts then; {@link Block#NONE} if it counted no more
   * @throws io.mailwright.kernel.db.DatabaseException if nothing was changed
   */
  Block move(AppliedQuota quota, long now, Block from, long later);

  /** Brings back what was not used. */
  void giveBack(String meter, Map<Long, Long> unused);

  /**
   * What was used, without taking anything.
   *
   * @param now of this node
   */
  Usage usage(AppliedQuota quota, long now);

  /** Forgets quotas that nobody used for long, such as those of campaigns that are over. */
  void purgeLeft(long now);
}
