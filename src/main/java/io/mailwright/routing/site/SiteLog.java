package io.mailwright.routing.site;

import io.mailwright.kernel.db.DatabaseException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** The events of this package, one method each. */
final class SiteLog {
  private static final Logger LOG = System.getLogger("io.mailwright.routing.site");

  private SiteLog() {}

  static void lookUpsGoOn(Duration waited) {
    LOG.log(
        Level.INFO,
        "Not all mail exchangers were found within {0}; the campaign starts, and the look-ups go on"
            + " for the next one",
        waited);
  }

  static void lookUpFaulty(Throwable fault) {
    LOG.log(Level.WARNING, "A domain's mail exchangers could not be taken in", fault);
  }

  static void notStored(DatabaseException cause) {
    LOG.log(Level.WARNING, "Mail exchangers that were found cannot be stored now", cause);
  }

  static void notRead(DatabaseException cause) {
    LOG.log(
        Level.WARNING, "The table of sites cannot be read now; the next campaign does so", cause);
  }
}
