package io.mailwright.batch.intake;

import io.mailwright.audience.imports.StagingRepository;
import io.mailwright.audience.intake.RejectedRow;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.listener.SkipProcessListener;
import jakarta.batch.api.chunk.listener.SkipReadListener;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/**
 * Records what the job skips, in a transaction of its own, so that a rollback of the chunk does not
 * take it back; the row is read again then and recorded once.
 */
@Named("importRejects")
@Dependent
public class ImportRejects implements SkipReadListener, SkipProcessListener {
  @Inject
  @BatchProperty(name = "importId")
  String importId;

  @Inject StagingRepository staging;

  @Override
  public void onSkipReadItem(Exception reason) {
    record(reason);
  }

  @Override
  public void onSkipProcessItem(Object item, Exception reason) {
    record(reason);
  }

  private void record(Exception reason) {
    // The job lists this one class as skippable and nothing else.
    staging.reject(Long.parseLong(importId), ((RejectedRow) reason).rejection());
  }
}
