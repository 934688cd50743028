package io.mailwright.batch.intake;

import io.mailwright.audience.imports.StagingRepository;
import io.mailwright.audience.intake.Rejection;
import io.mailwright.audience.intake.RowPosition;
import io.mailwright.audience.intake.ValidRow;
import jakarta.batch.runtime.context.StepContext;
import java.util.ArrayList;
import java.util.List;

/**
 * What was read of an import's file and is not stored yet: the rejects, and how many rows wait for
 * the writer. Rejects are stored with the rows around them, many at a time; each in a transaction
 * of its own would make an embedded database grow by several pages a reject.
 *
 * <p>Kept with the step, because the reader, the processor's listener and the writer share it. One
 * thread uses it at a time.
 */
final class ChunkInHand {
  /** How many rejects wait at most; a file may have hundreds of thousands in a row. */
  static final int MOST_REJECTS = 500;

  private final StagingRepository staging;
  private final long importId;
  private final List<Rejection> rejects = new ArrayList<>();
  private int rows;

  ChunkInHand(StagingRepository staging, long importId) {
    this.staging = staging;
    this.importId = importId;
  }

  /** That of the step; there is one once its reader was opened. */
  static ChunkInHand of(StepContext step) {
    return (ChunkInHand) step.getTransientUserData();
  }

  /** The reader gave a row to the processor. */
  void rowRead() {
    rows++;
  }

  /** The processor did not take the last row. */
  void rowRejected(Rejection rejection) {
    rows--;
    rejects.add(rejection);
  }

  /** A record could not be read as a row. */
  void recordRejected(Rejection rejection) {
    rejects.add(rejection);
  }

  boolean isFull() {
    return rejects.size() >= MOST_REJECTS;
  }

  /** Stores the rows in hand with the rejects between and before them. */
  void store(List<ValidRow> valid, RowPosition upTo) {
    staging.stage(importId, valid, rejects, upTo);
    rejects.clear();
    rows = 0;
  }

  /**
   * Stores the rejects alone. While rows still wait for the writer the position stays before them.
   *
   * @param upTo what the reader has read
   */
  void storeRejects(RowPosition upTo) {
    if (rows == 0) {
      store(List.of(), upTo);
    } else {
      storeRejects();
    }
  }

  /** Stores the rejects and leaves the position where it is: a restart reads them again. */
  void storeRejects() {
    if (!rejects.isEmpty()) {
      staging.reject(importId, rejects);
      rejects.clear();
    }
  }

  /** At the end of the file: the writer stores what is in hand, but is not called without rows. */
  void endOfFile(RowPosition upTo) {
    if (rows == 0 && !rejects.isEmpty()) {
      storeRejects(upTo);
    }
  }
}
