package io.mailwright.report.projection;

/** Makes counts, for tests of other packages. */
public final class SomeCounts {
  private SomeCounts() {}

  /** One of each of these measures. */
  public static Counts of(Measure... measures) {
    long[] values = Measure.none();
    for (Measure measure : measures) {
      values[measure.ordinal()]++;
    }
    return Counts.of(values);
  }
}
