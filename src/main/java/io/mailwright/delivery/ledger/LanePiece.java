package io.mailwright.delivery.ledger;

/**
 * Where the rows of a lane lie that a slice of the snapshot has written.
 *
 * @param first the lowest of their ids
 * @param last the highest; between them lie no rows of other lanes of this slice
 * @param pending how many of them will be sent
 * @param suppressed how many of them will not
 */
record LanePiece(int lane, long first, long last, long pending, long suppressed) {
  long rows() {
    return pending + suppressed;
  }
}
