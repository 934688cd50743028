package io.mailwright.delivery.ledger;

/**
 * How much one claim may take: memory is bounded by bytes, since one recipient's attributes may be
 * as long as a thousand others'. Unless no row is wanted, the first due one is always taken.
 *
 * @param rows 0 or more; 0 leaves the lane as it is, for a reason that its worker knows
 * @param attributeChars of the attributes together, in UTF-16 units or octets as the database
 *     counts them; 1 or more
 */
public record ClaimLimit(int rows, long attributeChars) {
  /** Nothing of this lane now. */
  public static final ClaimLimit NOTHING = new ClaimLimit(0, 1);

  public ClaimLimit {
    if (rows < 0 || attributeChars < 1) {
      throw new IllegalArgumentException("a claim takes at least one octet, and no negative rows");
    }
  }

  /** How much is to be claimed of a lane; asked inside the claim's transaction, so without SQL. */
  @FunctionalInterface
  public interface OfLane {
    /**
     * @param openRows of the whole campaign
     */
    ClaimLimit of(LaneHold lane, long openRows);
  }
}
