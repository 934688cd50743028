package io.mailwright.batch.intake;

import io.mailwright.audience.imports.StagingRepository;
import io.mailwright.audience.intake.RowPosition;
import io.mailwright.audience.intake.ValidRow;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores a chunk of rows with the place up to which the file is done, in one transaction of the
 * store. What follows in the chunk's own transaction may fail: nothing is stored twice or lost.
 */
@Named("importWriter")
@Dependent
public class ImportWriter extends AbstractItemWriter {
  @Inject
  @BatchProperty(name = "importId")
  String importId;

  @Inject StagingRepository staging;

  @Override
  public void writeItems(List<Object> items) {
    if (items.isEmpty()) {
      return;
    }
    List<ValidRow> rows = new ArrayList<>(items.size());
    RowPosition upTo = null;
    for (Object item : items) {
      CheckedRow checked = (CheckedRow) item;
      rows.add(checked.row());
      upTo = checked.after();
    }
    staging.stage(Long.parseLong(importId), rows, upTo);
  }
}
