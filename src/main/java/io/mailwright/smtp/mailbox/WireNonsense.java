package io.mailwright.smtp.mailbox;

import java.io.IOException;

/** What a server says is no answer of its protocol, or is larger than any honest one. */
final class WireNonsense extends IOException {
  private static final long serialVersionUID = 1L;

  WireNonsense(String message) {
    super(message);
  }
}
