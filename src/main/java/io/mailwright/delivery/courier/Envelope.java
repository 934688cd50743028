package io.mailwright.delivery.courier;

import java.util.Objects;

/**
 * Who sends and who receives, without angle brackets.
 *
 * @param sender where bounces go (MAIL FROM); empty for the null reverse-path
 * @param recipient the one recipient (RCPT TO)
 */
public record Envelope(String sender, String recipient) {
  public Envelope {
    Objects.requireNonNull(sender, "sender");
    Objects.requireNonNull(recipient, "recipient");
  }

  /** The names of the fields only: envelopes may end up in logs, addresses must not. */
  @Override
  public String toString() {
    return "Envelope[sender, recipient]";
  }
}
