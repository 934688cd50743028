package io.mailwright.report.projection;

/**
 * A lane as it stands.
 *
 * @param site {@link Place#OTHERS} for a mixed one
 * @param freshAfter rows up to this id were claimed at least once
 * @param seen changes whenever a row of the lane does
 * @param hasOpen whether rows are left that are to be sent
 * @param upto rows up to this id are counted
 * @param counted how {@code seen} was when they were
 */
record LaneState(
    int no, String site, long freshAfter, String seen, boolean hasOpen, long upto, String counted) {
  /** The end of every lane. */
  static final long END = Long.MAX_VALUE;

  boolean isCounted() {
    return seen.equals(counted) && (hasOpen || upto == END);
  }

  /** How far may be counted: what was never claimed is still to be sent, as long as anything is. */
  long target() {
    return hasOpen ? freshAfter : END;
  }
}
