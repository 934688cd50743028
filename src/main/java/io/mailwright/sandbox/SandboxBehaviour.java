package io.mailwright.sandbox;

import java.util.Locale;

/**
 * What the sandbox does to a recipient. It goes by the local part before a {@code +}, in any case
 * of letters, at any domain; what is not listed is accepted.
 */
public enum SandboxBehaviour {
  /** {@code accept@} and every other address: 250. */
  ACCEPT("accept"),
  /** {@code bounce@}: 550 5.1.1 at RCPT, as for a mailbox that does not exist. */
  BOUNCE("bounce"),
  /** {@code full@}: 452 4.2.2 to the first two tries of a mail, then 250. */
  FULL("full"),
  /** {@code greylist@}: 451 4.7.1 to the first try of a mail, then 250. */
  GREYLIST("greylist"),
  /** {@code slow@}: 250, some seconds after the final dot. */
  SLOW("slow"),
  /** {@code drop@}: the connection is closed after the final dot, without a reply. */
  DROP("drop"),
  /** {@code bounce-later@}: 250, and a delivery report comes back into the sandbox's mailbox. */
  BOUNCE_LATER("bounce-later"),
  /** {@code complain@}: 250, and a complaint comes back into the sandbox's mailbox. */
  COMPLAIN("complain");

  private final String localPart;

  SandboxBehaviour(String localPart) {
    this.localPart = localPart;
  }

  /**
   * The behaviour towards one address.
   *
   * @param recipient the address as it stood in RCPT TO, without the angle brackets
   */
  public static SandboxBehaviour of(String recipient) {
    int at = recipient.lastIndexOf('@');
    String local = (at < 0 ? recipient : recipient.substring(0, at)).toLowerCase(Locale.ROOT);
    int plus = local.indexOf('+');
    String name = plus < 0 ? local : local.substring(0, plus);
    for (SandboxBehaviour behaviour : values()) {
      if (behaviour.localPart.equals(name)) {
        return behaviour;
      }
    }
    return ACCEPT;
  }

  /** How many tries of one mail are put off before it is accepted: 0, 1 or 2. */
  int triesPutOff() {
    return switch (this) {
      case FULL -> 2;
      case GREYLIST -> 1;
      case ACCEPT, BOUNCE, SLOW, DROP, BOUNCE_LATER, COMPLAIN -> 0;
    };
  }
}
