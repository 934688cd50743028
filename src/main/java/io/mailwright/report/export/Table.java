package io.mailwright.report.export;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A table of a report.
 *
 * @param name of one word, as files and sheets are named
 * @param rows values under the columns: texts, numbers, times, or nothing
 */
public record Table(String name, List<String> columns, List<List<Cell>> rows) {
  /** A value. */
  public sealed interface Cell {}

  /** Other people's words, perhaps. */
  public record Text(String value) implements Cell {}

  /** A whole number. */
  public record Number(long value) implements Cell {}

  /** A part of a whole, 0 to 1. */
  public record Share(double value) implements Cell {}

  /** A moment. */
  public record Time(Instant value) implements Cell {}

  /** Nothing. */
  public record Empty() implements Cell {}

  /**
   * A row of plain values.
   *
   * @param values each a text, a whole number, a share as a {@code double}, a time, or an optional
   *     of one
   */
  static List<Cell> row(Object... values) {
    return List.of(values).stream().map(Table::cell).toList();
  }

  private static Cell cell(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(Table::cell).orElseGet(Empty::new);
    }
    if (value instanceof Long || value instanceof Integer) {
      return new Number(((java.lang.Number) value).longValue());
    }
    if (value instanceof Double share) {
      return new Share(share);
    }
    if (value instanceof Instant time) {
      return new Time(time);
    }
    return new Text(value.toString());
  }
}
