package io.mailwright.kernel.store;

import io.mailwright.kernel.error.Require;
import java.util.OptionalLong;

/**
 * Which part of a list is wanted, by the id it goes on after: never by a number of rows to skip,
 * which gets slower with every page.
 *
 * @param after the last id of the page before; empty for the first page
 * @param limit rows at most, 1 to 1,000
 * @param descending newest first
 */
public record PageRequest(OptionalLong after, int limit, boolean descending) {
  /** Rows a page, unless asked otherwise. */
  public static final int DEFAULT_LIMIT = 100;

  /** Rows a page at most. */
  public static final int MAX_LIMIT = 1000;

  /** Refuses a limit out of range. */
  public PageRequest {
    Require.range("limit", limit, 1, MAX_LIMIT);
  }

  /** The first page by ascending id. */
  public static PageRequest first(int limit) {
    return new PageRequest(OptionalLong.empty(), limit, false);
  }

  /** The first page, newest first. */
  public static PageRequest newest(int limit) {
    return new PageRequest(OptionalLong.empty(), limit, true);
  }

  /** The id to compare with: {@code id > cursor} ascending, {@code id < cursor} descending. */
  public long cursor() {
    return after.orElse(descending ? Long.MAX_VALUE : Long.MIN_VALUE);
  }
}
