package io.mailwright.report.advice;

/** What shares of counted mails are worth. */
public final class Proportions {
  /** Of a one-sided test: one chance in 30,000 where nothing is to be found. */
  public static final double CLEAR = 4.0;

  private static final double Z = 2.576;

  private Proportions() {}

  /** A part of a whole, 0 of an empty one. */
  public static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /**
   * By how many standard errors one share is above another (two-proportion test, pooled); 0 where
   * one whole is empty or both shares are 0 or 1.
   */
  public static double above(long hits, long of, long otherHits, long otherOf) {
    if (of == 0 || otherOf == 0) {
      return 0;
    }
    double pooled = (double) (hits + otherHits) / (of + otherOf);
    double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / of + 1.0 / otherOf));
    return error == 0 ? 0 : (share(hits, of) - share(otherHits, otherOf)) / error;
  }

  /** The least share that is likely (Wilson's interval, 99 %). */
  public static double atLeast(long hits, long of) {
    return of == 0 ? 0 : Math.max(0, middle(hits, of) - half(hits, of));
  }

  /** The greatest share that is likely. */
  public static double atMost(long hits, long of) {
    return of == 0 ? 1 : Math.min(1, middle(hits, of) + half(hits, of));
  }

  private static double middle(long hits, long of) {
    return (hits + Z * Z / 2) / (of + Z * Z);
  }

  private static double half(long hits, long of) {
    double share = (double) hits / of;
    return Z / (of + Z * Z) * Math.sqrt(of * share * (1 - share) + Z * Z / 4);
  }
}
