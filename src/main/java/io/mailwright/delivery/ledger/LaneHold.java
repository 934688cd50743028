package io.mailwright.delivery.ledger;

/**
 * A lane in a worker's hands.
 *
 * @param site whose rows it has, or {@link #MIXED}
 * @param fence grows with every taking of this lane
 * @param freshAfter rows of the lane up to this id were claimed before
 * @param isRegained whether this owner held it already, without knowing: the answer to an earlier
 *     taking was lost
 */
public record LaneHold(
    long campaignId,
    int no,
    String site,
    String owner,
    long fence,
    long freshAfter,
    boolean isRegained) {
  /** The site of a lane in which small sites are mixed. */
  public static final String MIXED = "*";
}
