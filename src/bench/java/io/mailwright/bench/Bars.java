package io.mailwright.bench;

import java.util.ArrayList;
import java.util.List;

/** What the project wants to reach, beside what it has reached. */
final class Bars {
  private final List<String> lines = new ArrayList<>();

  void atMost(String what, double bar, double figure, String unit) {
    add(what, "at most", bar, figure, unit, figure <= bar);
  }

  void atLeast(String what, double bar, double figure, String unit) {
    add(what, "at least", bar, figure, unit, figure >= bar);
  }

  private void add(
      String what, String relation, double bar, double figure, String unit, boolean isReached) {
    lines.add(
        "%-11s  %-62s %9s %s, %s %s"
            .formatted(
                isReached ? "reached" : "NOT REACHED",
                what,
                plain(figure),
                unit,
                relation,
                plain(bar)));
  }

  private static String plain(double number) {
    return (number >= 100 ? "%,.0f" : number >= 10 ? "%.1f" : "%.3f").formatted(number);
  }

  void print() {
    System.out.printf("%nBars%n");
    lines.forEach(System.out::println);
  }
}
