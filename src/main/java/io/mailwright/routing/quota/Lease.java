package io.mailwright.routing.quota;

/** What the database answered who asked for permits. */
sealed interface Lease {
  /**
   * Some.
   *
   * @param slice under which they are counted
   * @param until the last moment at which one may be used
   * @param late by how much later than they were free they were asked for, as far as that counts
   */
  record Granted(long count, long slice, long until, long late) implements Lease {}

  /**
   * All are used.
   *
   * @param freeAt when the next one comes
   */
  record Exhausted(long freeAt) implements Lease {}
}
