package io.mailwright.console;

import java.util.List;

/** Marks of a chart's vertical axis from 0 on. */
public final class Axis {
  private Axis() {}

  /** The next of 1, 2, 4, 6, 8, 10, 20, 40 …, so that the middle is a whole number. */
  public static long roundUp(long most) {
    long unit = 1;
    while (most > unit * 10) {
      unit *= 10;
    }
    for (int times : new int[] {1, 2, 4, 6, 8}) {
      if (most <= unit * times) {
        return unit * times;
      }
    }
    return unit * 10;
  }

  /** The top, the middle where it is whole, and 0. */
  public static List<Long> ticks(long top) {
    return top % 2 == 0 ? List.of(top, top / 2, 0L) : List.of(top, 0L);
  }
}
