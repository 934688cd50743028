package io.mailwright.report.projection;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is counted of deliveries. The names in lower case are the columns. */
public enum Measure {
  /** Accepted by the server. */
  ACCEPTED(true),
  /** Those of them that had been deferred before. */
  AFTER_DEFERRAL(true),
  /** Tries that the server put off, however the mail ended. */
  DEFERRALS(true),
  /** Refused for good, or given up. */
  FAILED(true),
  /** Deferred now. */
  DEFERRED(false),
  /** In doubt now. */
  IN_DOUBT(false),
  SUPPRESSED(false),
  CANCELLED(false),
  /** Recipients whose mail came back later, each once. */
  HARD_BOUNCES(true),
  SOFT_BOUNCES(true),
  COMPLAINTS(true),
  UNSUBSCRIBES(true),
  OPENS(true),
  CLICKS(true),
  /** Those of whom a machine likely did it, whether or not a person did, too. */
  MACHINE_OPENS(true),
  MACHINE_CLICKS(true);

  /** What came back: counted by the route that the delivery had when it did. */
  private static final List<Measure> FEEDBACK =
      List.of(
          HARD_BOUNCES,
          SOFT_BOUNCES,
          COMPLAINTS,
          UNSUBSCRIBES,
          OPENS,
          CLICKS,
          MACHINE_OPENS,
          MACHINE_CLICKS);

  private static final List<Measure> ALL = List.of(values());
  private static final List<Measure> TIMED = ALL.stream().filter(Measure::isTimed).toList();

  private final boolean isTimed;

  Measure(boolean isTimed) {
    this.isTimed = isTimed;
  }

  /** Whether it happens at a moment that is known, so that hours have it. */
  public boolean isTimed() {
    return isTimed;
  }

  /** As the API and files name it: {@code afterDeferral}. */
  public String field() {
    return field(name());
  }

  /** A constant's name as a field's. */
  public static String field(String name) {
    StringBuilder field = new StringBuilder();
    for (String part : name.toLowerCase(Locale.ROOT).split("_", -1)) {
      field.append(
          field.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return field.toString();
  }

  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<Measure> all() {
    return ALL;
  }

  static List<Measure> timed() {
    return TIMED;
  }

  /** All columns with commas between. */
  static String columns() {
    return String.join(", ", ALL.stream().map(Measure::column).toList());
  }

  /** What came back, in the order of the kinds' codes from 1 on; those of machines are 7 and 8. */
  static List<Measure> feedback() {
    return FEEDBACK;
  }

  /** What of these was done in sending. */
  static List<Measure> sending(List<Measure> measures) {
    return measures.stream().filter(measure -> !FEEDBACK.contains(measure)).toList();
  }

  /**
   * The sums of all columns with commas between, in the order of {@link #all} or {@link #timed}.
   */
  static String sums(List<Measure> measures) {
    return String.join(
        ", ", measures.stream().map(m -> "COALESCE(SUM(" + m.column() + "), 0)").toList());
  }

  /** How many of each, by ordinal. */
  static long[] none() {
    return new long[ALL.size()];
  }

  static void add(long[] sum, long[] more) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
  }

  static boolean isNone(long[] counts) {
    return Arrays.stream(counts).allMatch(n -> n == 0);
  }
}
