package io.mailwright.batch.intake;

import io.mailwright.audience.intake.RawRow;
import io.mailwright.audience.intake.RowPosition;

/** A record and the place in the file after it. */
record ReadRow(RawRow row, RowPosition after) {}
