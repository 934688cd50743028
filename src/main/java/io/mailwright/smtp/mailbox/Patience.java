package io.mailwright.smtp.mailbox;

import java.time.Duration;

/**
 * How long a server may take.
 *
 * @param connect for the connection
 * @param silence without an octet
 * @param answer for an answer to a command as a whole
 * @param mail for a mail, or a piece of one
 */
record Patience(Duration connect, Duration silence, Duration answer, Duration mail) {
  static final Patience STANDARD =
      new Patience(
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(120));
}
