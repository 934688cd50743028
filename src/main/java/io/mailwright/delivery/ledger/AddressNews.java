package io.mailwright.delivery.ledger;

/** What a mail's end says of its address. Codes are stored and never change. */
public enum AddressNews {
  NONE(0),
  /** The address is dead: it goes to the suppression list. */
  DEAD(1),
  /** Its recipient was refused, and may be taken another time: it is counted as a soft bounce. */
  REFUSED(2);

  private final int code;

  AddressNews(int code) {
    this.code = code;
  }

  /** Its number in the journal. */
  public int code() {
    return code;
  }

  /** What has this number. */
  public static AddressNews ofCode(int code) {
    return values()[code];
  }
}
