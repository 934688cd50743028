package io.mailwright.campaign;

/** What a campaign needs to know of pools; routing, a later stage, answers it. */
public interface PoolDirectory {
  /** Whether there is a pool with this id. */
  boolean hasPool(long id);
}
