package io.mailwright.routing.quota;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Where quotas and their use are kept. Times are microseconds. */
interface PermitStore {
  /** Every quota that holds now, wherever it was set, in an order that does not change. */
  List<AppliedQuota> all();

  /**
   * What is asked for.
   *
   * @param now of this node
   * @param ahead how much later their mails will be handed over, as a rule: they are given out as
   *     of then, and counted with all that other nodes were given as of later moments
   * @param late by how much too late it may be for permits that were free by then: they are given
   *     out as of the first moment since then at which they were
   * @param lease for how long they are to be good, from the moment as of which they are given out
   * @param unused permits by slice
   * @param purge for how much longer than the window what is used is to be kept, and all else
   *     forgotten; empty: nothing is forgotten this time
   */
  record Wish(
      long now, long ahead, long late, long lease, Map<Long, Long> unused, OptionalLong purge) {}

  /**
   * Takes a block of permits, as large as the rule says and as there are, and brings back what was
   * not used of earlier ones.
   *
   * @throws io.mailwright.kernel.db.DatabaseException if nothing was taken and nothing brought back
   */
  Lease lease(AppliedQuota quota, Wish wish);

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
