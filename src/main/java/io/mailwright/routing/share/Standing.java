package io.mailwright.routing.share;

/**
 * How a campaign stands beside others.
 *
 * @param weight 1 or more; twice the weight is twice the share
 * @param urgent whether it goes before those that are not
 */
public record Standing(int weight, boolean urgent) {
  /** What urgent campaigns together leave to the others, while these want it. */
  private static final double LEFT_BY_URGENT = 0.1;

  /** Refuses what is no weight. */
  public Standing {
    if (weight < 1) {
      throw new IllegalArgumentException("a weight is 1 or more");
    }
  }

  /**
   * The part of the whole that is its own.
   *
   * @param urgentWeights of all urgent ones that share, this one included if it is
   * @param otherWeights of all others that share, likewise
   * @return more than 0, at most 1
   */
  double part(long urgentWeights, long otherWeights) {
    double ofGroup = weight / (double) (urgent ? urgentWeights : otherWeights);
    if (urgentWeights == 0 || otherWeights == 0) {
      return ofGroup;
    }
    return ofGroup * (urgent ? 1 - LEFT_BY_URGENT : LEFT_BY_URGENT);
  }
}
