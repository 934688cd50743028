package io.mailwright.delivery.send;

import io.mailwright.delivery.LedgerUnavailable;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Waits for a database that is away, instead of failing at once: the worker holds what the ledger
 * lacks, and the journal has it too. What is done here may be done twice, since a commit whose
 * answer was lost counts as failed.
 */
final class PatientLedger {
  private static final Logger LOG = Logger.getLogger(PatientLedger.class.getName());
  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final RunControl control;

  PatientLedger(RunControl control) {
    this.control = control;
  }

  /**
   * Does the work, again and again while the database is away.
   *
   * @throws LedgerUnavailable if it stays away for too long, or the run ends meanwhile
   */
  <T> T ask(Supplier<T> work) {
    Duration waited = Duration.ZERO;
    Duration wait = FIRST_WAIT;
    while (true) {
      try {
        T answer = work.get();
        if (!waited.isZero()) {
          LOG.info("the ledger answers again; the worker goes on");
        }
        return answer;
      } catch (DatabaseException e) {
        if (!e.isTransient() || waited.compareTo(Database.LONGEST_OUTAGE) >= 0 || !rested(wait)) {
          throw new LedgerUnavailable(e);
        }
        if (waited.isZero()) {
          LOG.log(
              Level.WARNING,
              "the ledger cannot be reached; a worker waits for it: {0}",
              e.toString());
        }
        waited = waited.plus(wait);
        wait =
            wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
      }
    }
  }

  private boolean rested(Duration wait) {
    try {
      return control.rest(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
