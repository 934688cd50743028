package io.mailwright.delivery.ledger;

/**
 * How much one claim may take: memory is bounded by bytes, since one recipient's attributes may be
 * as long as a thousand others'. The first due row is always taken.
 *
 * @param rows 1 or more
 * @param attributeChars of the attributes together, in UTF-16 units or octets as the database
 *     counts them; 1 or more
 */
public record ClaimLimit(int rows, long attributeChars) {
  public ClaimLimit {
    if (rows < 1 || attributeChars < 1) {
      throw new IllegalArgumentException("a claim takes at least one row");
    }
  }
}
