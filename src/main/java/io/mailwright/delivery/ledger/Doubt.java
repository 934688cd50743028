package io.mailwright.delivery.ledger;

/** Why a delivery is in doubt, as stored. */
final class Doubt {
  /** Its claim was taken away; who held it may still bring evidence. */
  static final int CLAIM_TAKEN = 1;

  /** Its reply was lost: nobody here knows more. */
  static final int REPLY_LOST = 2;

  private Doubt() {}
}
