package io.mailwright.audience.intake;

/** What a source gives for one record: its values, or why it has none. */
public sealed interface SourceLine permits RawRow, Rejection {
  /** Where the record begins: line of a CSV file or row of a sheet, 1 is the first. */
  long line();
}
