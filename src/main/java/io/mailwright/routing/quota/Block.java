package io.mailwright.routing.quota;

/** Permits that this node took from the database at once. Guarded by its meter. */
final class Block {
  /** Without permits. */
  static final Block NONE = new Block(0, 0, 0, 0, 0);

  private final long slice;
  private final long at;
  private final long until;
  private final long ahead;
  private long left;

  /**
   * @param slice under which they are counted
   * @param at the moment as of which they were given out, in microseconds: no mail is to be handed
   *     over before
   * @param until the last moment at which one may be used, in microseconds
   * @param ahead by how much that was before its time, in microseconds
   */
  Block(long slice, long at, long until, long ahead, long left) {
    this.slice = slice;
    this.at = at;
    this.until = until;
    this.ahead = ahead;
    this.left = left;
  }

  long slice() {
    return slice;
  }

  long at() {
    return at;
  }

  long until() {
    return until;
  }

  long ahead() {
    return ahead;
  }

  long left() {
    return left;
  }

  boolean has(long now) {
    return left > 0 && now <= until;
  }

  void takeOne() {
    left--;
  }

  void putBack() {
    left++;
  }
}
