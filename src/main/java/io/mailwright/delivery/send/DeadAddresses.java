package io.mailwright.delivery.send;

/** Where an address goes that its server calls dead: no campaign writes to it again. */
@FunctionalInterface
public interface DeadAddresses {
  /**
   * Suppresses it at once, in a transaction of its own.
   *
   * @param emailKey the normalised address
   * @param source who found out
   * @param note the server's words
   */
  void suppress(String emailKey, String source, String note);
}
