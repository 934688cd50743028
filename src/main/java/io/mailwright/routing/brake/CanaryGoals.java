package io.mailwright.routing.brake;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Spreads a canary's mails over sites as the audience is spread. */
final class CanaryGoals {
  private CanaryGoals() {}

  private record Part(String site, long whole, long rest) {}

  /**
   * How many mails of each site go first, by largest remainders.
   *
   * @param audience recipients by site
   * @param goal mails in all, at most the audience
   */
  static Map<String, Long> spread(Map<String, Long> audience, long goal) {
    long total = audience.values().stream().mapToLong(Long::longValue).sum();
    Map<String, Long> goals = new HashMap<>();
    if (total == 0) {
      return goals;
    }
    List<Part> parts =
        audience.entrySet().stream()
            .map(
                e -> new Part(e.getKey(), goal * e.getValue() / total, goal * e.getValue() % total))
            .sorted(Comparator.comparingLong(Part::rest).reversed().thenComparing(Part::site))
            .toList();
    long left = goal - parts.stream().mapToLong(Part::whole).sum();
    for (Part part : parts) {
      goals.put(part.site(), part.whole() + (left > 0 ? 1 : 0));
      left--;
    }
    return goals;
  }
}
