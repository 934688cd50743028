package io.mailwright.batch.intake;

import io.mailwright.audience.imports.StagingRepository;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.Batchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Changes the list by what was staged, slice by slice; a restart goes on with the next slice. */
@Named("importApply")
@Dependent
public class ImportApply implements Batchlet {
  @Inject
  @BatchProperty(name = "importId")
  String importId;

  @Inject
  @BatchProperty(name = "slice")
  String slice;

  @Inject StagingRepository staging;

  private volatile boolean stopped;

  @Override
  public String process() {
    long id = Long.parseLong(importId);
    int rows = Integer.parseInt(slice);
    staging.finishReading(id);
    while (!stopped && staging.apply(id, rows)) {
      // each call is a slice in a transaction of its own
    }
    return stopped ? "STOPPED" : "COMPLETED";
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
