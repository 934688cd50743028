package io.mailwright.console.routing;

import io.mailwright.routing.quota.QuotaGauge;
import io.mailwright.routing.route.HealthState;
import io.mailwright.routing.route.RouteView;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A route as a row.
 *
 * @param view where it leads and how it is
 * @param quotas of its server and of itself
 */
public record RouteLine(RouteView view, List<QuotaGauge> quotas) {
  /** Takes the list as it is. */
  public RouteLine {
    quotas = List.copyOf(quotas);
  }

  /** The colour of its health. */
  public String tone() {
    return view.isInUse() ? tone(view.condition().state()) : "";
  }

  private static String tone(HealthState health) {
    return switch (health) {
      case HEALTHY -> "good";
      case THROTTLED -> "warn";
      case QUARANTINED -> "bad";
      case PROBING -> "live";
      case OUT -> "";
    };
  }

  /** The key of the word for its health. */
  public String word() {
    return view.isInUse() ? "health." + view.condition().state().name() : "route.unused";
  }

  /** Why it is not healthy, without its own name, which stands beside; empty if it is. */
  public String why() {
    String sentence = view.condition().sentence();
    String name = view.name() + ": ";
    return sentence.startsWith(name) ? sentence.substring(name.length()) : sentence;
  }

  /** Whether mails may go by it and something is the matter, other than that it was taken out. */
  public boolean isInTrouble() {
    return view.isInUse()
        && view.condition().state() != HealthState.HEALTHY
        && view.condition().state() != HealthState.OUT;
  }

  /** Whether a text stands in its name, in why it rests, or in the last reply. */
  boolean holds(String text) {
    return Stream.of(view.name(), why(), view.lastReply().orElse(""))
        .anyMatch(words -> words.toLowerCase(Locale.ROOT).contains(text));
  }

  /** Whether it can be taken out: whatever leads nowhere need not be. */
  public boolean mayGoOut() {
    return view.isInUse() && view.condition().state() != HealthState.OUT;
  }

  /** Whether a person can put it back. */
  public boolean mayComeBack() {
    return view.isInUse() && view.condition().state() != HealthState.HEALTHY;
  }

  /** Of several quotas the one that is fullest. */
  public Optional<QuotaGauge> fullest() {
    return quotas.stream()
        .max(Comparator.comparingDouble(gauge -> (double) gauge.used() / gauge.rule().limit()));
  }
}
