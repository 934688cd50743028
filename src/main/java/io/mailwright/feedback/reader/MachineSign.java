package io.mailwright.feedback.reader;

/** What speaks for a machine. Bits are stored and never change. */
public enum MachineSign {
  /** It asked for the head only, as link checkers do. */
  HEAD(1),
  /** It said that it fetches ahead. */
  PREFETCH(2),
  /** Its name is that of a program without a person. */
  AGENT(4),
  /** It came within seconds of the sending. */
  TOO_SOON(8),
  /** Several links of one mail were followed almost at once. */
  ALL_AT_ONCE(16);

  private final int bit;

  MachineSign(int bit) {
    this.bit = bit;
  }

  /** Its bit in a set of signs. */
  public int bit() {
    return bit;
  }
}
