package io.mailwright.smtp.mailbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The events of this package, one method each. Neither addresses nor secrets are logged. */
final class MailboxLog {
  private static final Logger LOG = System.getLogger("io.mailwright.smtp.mailbox");

  private MailboxLog() {}

  static void mailWithoutEnd(Exception cause) {
    LOG.log(
        Level.INFO, "A mail was not read to its end, its beginning is kept: {0}", cause.toString());
  }

  static void closeFailed(Exception cause) {
    LOG.log(Level.DEBUG, "Closing a mailbox''s connection failed: {0}", cause.toString());
  }
}
