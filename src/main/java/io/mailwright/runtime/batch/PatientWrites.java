package io.mailwright.runtime.batch;

import io.mailwright.kernel.db.Database;
import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jberet.runtime.AbstractStepExecution;

/**
 * Repeats writes of the batch repository while the database is away. Inside a chunk's transaction
 * that is possible only apart from it, so only for steps whose checkpoint is not part of what the
 * chunk writes.
 */
final class PatientWrites {
  private static final Logger LOG = Logger.getLogger(PatientWrites.class.getName());
  private static final Set<String> APART_FROM_CHUNK = Set.of("send");
  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final TransactionManager transactions;

  PatientWrites(TransactionManager transactions) {
    this.transactions = transactions;
  }

  /** A write for a step, as its kind allows. */
  void of(AbstractStepExecution step, Runnable write) {
    if (!APART_FROM_CHUNK.contains(step.getStepName())) {
      outsideOfChunks(write);
      return;
    }
    try {
      Transaction chunk = transactions.suspend();
      try {
        repeated(write);
      } finally {
        if (chunk != null) {
          transactions.resume(chunk);
        }
      }
    } catch (SystemException | InvalidTransactionException e) {
      throw new IllegalStateException("the chunk's transaction cannot be set aside", e);
    }
  }

  /** A write that is repeated only if it is not part of a chunk's transaction. */
  void outsideOfChunks(Runnable write) {
    try {
      if (transactions.getStatus() == Status.STATUS_NO_TRANSACTION) {
        repeated(write);
      } else {
        write.run();
      }
    } catch (SystemException e) {
      throw new IllegalStateException("the transaction's state is not known", e);
    }
  }

  private static void repeated(Runnable write) {
    Duration waited = Duration.ZERO;
    Duration wait = FIRST_WAIT;
    while (true) {
      try {
        write.run();
        return;
      } catch (RuntimeException e) {
        if (!isOutage(e)
            || waited.compareTo(Database.LONGEST_OUTAGE) >= 0
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.log(
            Level.WARNING,
            "the batch repository cannot be written; it is tried again: {0}",
            e.toString());
        LockSupport.parkNanos(wait.toNanos());
        waited = waited.plus(wait);
        wait =
            wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
      }
    }
  }

  /** The database's own trouble, not that of the data or the statement (SQLSTATE 22, 23, 42). */
  private static boolean isOutage(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SQLException e) {
        String state = e.getSQLState();
        return state == null
            || !(state.startsWith("22") || state.startsWith("23") || state.startsWith("42"));
      }
    }
    return false;
  }
}
