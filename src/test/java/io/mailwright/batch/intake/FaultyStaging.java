package io.mailwright.batch.intake;

import io.mailwright.audience.imports.StagingRepository;
import io.mailwright.audience.intake.Rejection;
import io.mailwright.audience.intake.RowPosition;
import io.mailwright.audience.intake.ValidRow;
import java.util.List;
import java.util.Optional;

/** The real store, with something happening around the n-th call that stores or applies. */
final class FaultyStaging implements StagingRepository {
  private final StagingRepository real;
  private Runnable before = () -> {};
  private Runnable after = () -> {};
  private int at;
  private int calls;

  FaultyStaging(StagingRepository real) {
    this.real = real;
  }

  /** Runs something before and after the n-th call from now, 1 is the next; once. */
  void at(int call, Runnable doBefore, Runnable doAfter) {
    calls = 0;
    at = call;
    before = doBefore;
    after = doAfter;
  }

  /** How many calls stored or applied something since the last {@link #at}. */
  int calls() {
    return calls;
  }

  @Override
  public Optional<RowPosition> begin(long importId) {
    return real.begin(importId);
  }

  @Override
  public void noteEncoding(long importId, String encoding) {
    real.noteEncoding(importId, encoding);
  }

  @Override
  public void fail(long importId, String message) {
    real.fail(importId, message);
  }

  @Override
  public void interrupt(long importId, String message) {
    real.interrupt(importId, message);
  }

  @Override
  public void abandon(long importId, String message) {
    real.abandon(importId, message);
  }

  @Override
  public void stage(long importId, List<ValidRow> rows, List<Rejection> rejects, RowPosition upTo) {
    boolean now = ++calls == at;
    if (now) {
      before.run();
    }
    real.stage(importId, rows, rejects, upTo);
    if (now) {
      after.run();
    }
  }

  @Override
  public void reject(long importId, List<Rejection> rejects) {
    boolean now = ++calls == at;
    if (now) {
      before.run();
    }
    real.reject(importId, rejects);
    if (now) {
      after.run();
    }
  }

  @Override
  public void finishReading(long importId) {
    real.finishReading(importId);
  }

  @Override
  public boolean apply(long importId, int rows) {
    boolean now = ++calls == at;
    if (now) {
      before.run();
    }
    boolean more = real.apply(importId, rows);
    if (now) {
      after.run();
    }
    return more;
  }
}
