package io.mailwright.delivery.journal;

import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The events of the journal, one method each. */
final class JournalLog {
  private static final Logger LOG = Logger.getLogger(JournalLog.class.getName());

  private JournalLog() {}

  static void unreadable(Path file, Exception cause) {
    LOG.log(Level.WARNING, cause, () -> file + " cannot be read as a part of the journal");
  }

  static void outcomeNotKept(Path file, Exception cause) {
    LOG.log(
        Level.SEVERE,
        cause,
        () -> "an outcome could not be kept in " + file + "; the ledger gets it, nothing is sent");
  }

  static void noSpare(Path folder, Exception cause) {
    LOG.log(Level.WARNING, cause, () -> "no further file could be prepared in " + folder);
  }

  static void notClosed(Path folder, Exception cause) {
    LOG.log(Level.WARNING, cause, () -> folder + " could not be closed in order");
  }

  static void notRemoved(Path file, Exception cause) {
    LOG.log(Level.WARNING, cause, () -> file + " is not needed any more and could not be removed");
  }
}
