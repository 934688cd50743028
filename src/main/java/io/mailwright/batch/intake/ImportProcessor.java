package io.mailwright.batch.intake;

import io.mailwright.audience.intake.RejectedRow;
import io.mailwright.audience.intake.RowValidator;
import jakarta.batch.api.chunk.ItemProcessor;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;

/** Checks a record. */
@Named("importProcessor")
@Dependent
public class ImportProcessor implements ItemProcessor {
  private final RowValidator validator = new RowValidator();

  /**
   * @throws RejectedRow for a record that is not taken; the job skips it
   */
  @Override
  public Object processItem(Object item) throws RejectedRow {
    ReadRow read = (ReadRow) item;
    return new CheckedRow(validator.validate(read.row()), read.after());
  }
}
