package io.mailwright.batch.intake;

import io.mailwright.audience.intake.RowPosition;
import io.mailwright.audience.intake.ValidRow;

/** A recipient that can be stored and the place in the file after it. */
record CheckedRow(ValidRow row, RowPosition after) {}
