package io.mailwright.report.projection;

/**
 * A lane as it stands.
 *
 * @param site {@link Place#OTHERS} for a mixed one
 * @param freshAfter rows up to this id were claimed at least once
 * @param seen changes whenever a row of the lane does
 * @param waiting rows that were not tried yet, or are in hand
 * @param hasOpen whether rows are left that are to be sent
 * @param upto rows up to this id are counted
 * @param counted how {@code seen} was when they were
 */
record LaneState(
    int no,
    String site,
    long freshAfter,
    String seen,
    long waiting,
    boolean hasOpen,
    long upto,
    String counted) {
  /** The end of every lane. */
  static final long END = Long.MAX_VALUE;

  boolean isCounted() {
    return seen.equals(counted) && (hasOpen || upto == END);
  }

  /**
   * How far is to be counted: what was never claimed is still to be sent, as long as some of it
   * waits.
   *
   * @param passed rows that wait and were passed already
   */
  long target(long passed) {
    return waiting <= passed ? END : freshAfter;
  }
}
