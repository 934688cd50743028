package io.mailwright.operations.webhook;

import java.io.IOException;

/** A host has an address that no call may go to. */
public final class NotPublic extends IOException {
  private static final long serialVersionUID = 1L;

  NotPublic(String host) {
    super(
        "the host "
            + host
            + " has an address that is not public and that MAILWRIGHT_WEBHOOK_NETWORKS does not"
            + " allow");
  }
}
