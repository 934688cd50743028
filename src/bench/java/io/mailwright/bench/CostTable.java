package io.mailwright.bench;

/** Costs as lines under a head. */
final class CostTable {
  private static final String LINE = "%-34s %5s %10s %10s %10s %8s %8s %7s %s%n";

  /**
   * @param more the head of what a line says at its end
   */
  CostTable(String title, String more) {
    System.out.printf("%n%s%n", title);
    System.out.printf(
        LINE, "", "conn.", "mails/s", "cpu ms", "its db's", "sink's", "octets", "others", more);
  }

  void line(String who, int connections, Cost cost, String more) {
    System.out.printf(
        LINE,
        who,
        connections,
        "%,.0f".formatted(cost.rate()),
        "%.3f".formatted(cost.own()),
        "%.3f".formatted(cost.database()),
        "%.3f".formatted(cost.sink()),
        "%,.0f".formatted(cost.octets()),
        "%.0f %%".formatted(cost.others() * 100),
        more);
  }

  void skipped(String who, String why) {
    System.out.printf("%-34s skipped: %s%n", who, why);
  }
}
