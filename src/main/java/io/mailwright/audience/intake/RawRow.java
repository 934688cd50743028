package io.mailwright.audience.intake;

import java.util.List;

/**
 * One record as the file has it, nothing checked but its shape.
 *
 * @param line where it begins in the file, 1 is the first line or sheet row
 * @param header the columns of the file
 * @param values as many as the header has columns at most; what is missing is empty
 */
public record RawRow(long line, Header header, List<String> values) implements SourceLine {
  public RawRow {
    values = List.copyOf(values);
  }

  /** The value of a column, an empty string if the record is too short to have one. */
  public String value(Column column) {
    return column.index() < values.size() ? values.get(column.index()) : "";
  }
}
