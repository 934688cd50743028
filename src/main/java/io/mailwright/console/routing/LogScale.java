package io.mailwright.console.routing;

import java.util.ArrayList;
import java.util.List;

/**
 * An axis on which each mark is ten times the one below it, for numbers that double by the day.
 *
 * @param top the highest mark, a power of ten from 10 on
 */
record LogScale(long top) {
  /** What is not nothing is seen. */
  private static final double LEAST = 2;

  /** The shortest that a number fits on. */
  static LogScale upTo(long most) {
    long top = 10;
    while (top < most) {
      top *= 10;
    }
    return new LogScale(top);
  }

  /** Percent of the height; 0 for nothing. */
  double height(long value) {
    return value <= 0 ? 0 : Math.max(LEAST, 100 * Math.log10(value) / Math.log10(top));
  }

  /** The marks from the top down to 1. */
  List<Long> ticks() {
    List<Long> ticks = new ArrayList<>();
    for (long tick = top; tick >= 1; tick /= 10) {
      ticks.add(tick);
    }
    return ticks;
  }
}
