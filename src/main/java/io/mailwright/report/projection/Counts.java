package io.mailwright.report.projection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** How many of each measure. Immutable. */
public final class Counts {
  /** Nothing at all. */
  public static final Counts NONE = new Counts(Measure.none());

  private final long[] values;

  private Counts(long[] values) {
    this.values = values;
  }

  static Counts of(long[] values) {
    return new Counts(values.clone());
  }

  /** From columns in the order of the measures. */
  static Counts read(ResultSet row, int firstColumn, List<Measure> measures) throws SQLException {
    long[] values = Measure.none();
    for (int i = 0; i < measures.size(); i++) {
      values[measures.get(i).ordinal()] = row.getLong(firstColumn + i);
    }
    return new Counts(values);
  }

  /** How many of one. */
  public long of(Measure measure) {
    return values[measure.ordinal()];
  }

  /** Both together. */
  public Counts plus(Counts other) {
    long[] sum = values.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other.values[i];
    }
    return new Counts(sum);
  }

  /** Tries that a server answered: accepted, put off or refused. */
  public long answered() {
    return of(Measure.ACCEPTED) + of(Measure.DEFERRALS) + of(Measure.FAILED);
  }

  /** Deliveries of which something is known. */
  public long recipients() {
    return of(Measure.ACCEPTED)
        + of(Measure.FAILED)
        + of(Measure.DEFERRED)
        + of(Measure.IN_DOUBT)
        + of(Measure.SUPPRESSED)
        + of(Measure.CANCELLED);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Counts counts && Arrays.equals(values, counts.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Measure measure : Measure.all()) {
      if (of(measure) != 0) {
        text.append(text.isEmpty() ? "" : ", ").append(measure.column()).append(' ');
        text.append(of(measure));
      }
    }
    return text.isEmpty() ? "nothing" : text.toString();
  }
}
