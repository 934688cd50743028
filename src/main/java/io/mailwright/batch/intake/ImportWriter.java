package io.mailwright.batch.intake;

import io.mailwright.audience.intake.RowPosition;
import io.mailwright.audience.intake.ValidRow;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores a chunk of rows with the rejects among them and the place up to which the file is done, in
 * one transaction of the store. What follows in the chunk's own transaction may fail: nothing is
 * stored twice or lost.
 */
@Named("importWriter")
@Dependent
public class ImportWriter extends AbstractItemWriter {
  @Inject StepContext step;

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
    ChunkInHand.of(step).store(rows, upTo);
  }
}
