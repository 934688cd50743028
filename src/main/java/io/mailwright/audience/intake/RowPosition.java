package io.mailwright.audience.intake;

import java.io.Serializable;

/**
 * Where a source goes on: what a checkpoint holds.
 *
 * @param offset the byte of a CSV file where the next record begins; 0 for a sheet
 * @param line the last line or sheet row that is done with, 0 before the first
 */
public record RowPosition(long offset, long line) implements Serializable {
  private static final long serialVersionUID = 1L;

  public RowPosition {
    if (offset < 0 || line < 0) {
      throw new IllegalArgumentException("A position is not negative: " + offset + ", " + line);
    }
  }
}
