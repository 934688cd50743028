package io.mailwright.routing.window;

/**
 * Wilson's score interval: between which shares the true one lies, given how many of how many were
 * seen, at 99 %.
 */
final class Wilson {
  private static final double Z = 2.576;

  private Wilson() {}

  /**
   * The least share that is likely.
   *
   * @param hits 0 to {@code of}
   * @param of above 0
   */
  static double lower(double hits, double of) {
    return Math.max(0, middle(hits, of) - half(hits, of));
  }

  /**
   * The greatest share that is likely.
   *
   * @param hits 0 to {@code of}
   * @param of above 0
   */
  static double upper(double hits, double of) {
    return Math.min(1, middle(hits, of) + half(hits, of));
  }

  private static double middle(double hits, double of) {
    return (hits + Z * Z / 2) / (of + Z * Z);
  }

  private static double half(double hits, double of) {
    double share = hits / of;
    return Z / (of + Z * Z) * Math.sqrt(of * share * (1 - share) + Z * Z / 4);
  }

  /**
   * How far a mean may be from the true one.
   *
   * @param variance of single values
   * @param of how many values, above 0
   */
  static double ofMean(double variance, double of) {
    return Z * Math.sqrt(variance / of);
  }
}
