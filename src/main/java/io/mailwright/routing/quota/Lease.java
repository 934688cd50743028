package io.mailwright.routing.quota;

/** What the database answered who asked for permits. */
sealed interface Lease {
  /**
   * Some.
   *
   * @param slice under which they are counted
   * @param until the last moment at which one may be used
   */
  record Granted(long count, long slice, long until) implements Lease {}

  /**
   * All are used.
   *
   * @param freeAt when the next one comes
   */
  record Exhausted(long freeAt) implements Lease {}
}
