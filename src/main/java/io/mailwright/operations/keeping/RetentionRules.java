package io.mailwright.operations.keeping;

import io.mailwright.kernel.error.Require;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * For how many days each kind of data is kept. Immutable.
 *
 * @param days by kind; a kind that is missing is kept for ever
 */
public record RetentionRules(Map<KeptKind, Integer> days) {
  /** Longer than anybody means who does not mean for ever: a hundred years. */
  public static final int MOST_DAYS = 36_500;

  private static final String FOR_EVER = "-";

  /**
   * Refuses what is no number of days.
   *
   * @throws io.mailwright.kernel.error.MailwrightException names the field
   */
  public RetentionRules {
    Map<KeptKind, Integer> checked = new EnumMap<>(KeptKind.class);
    days.forEach(
        (kind, n) -> checked.put(kind, (int) Require.range(kind.field(), n, 0, MOST_DAYS)));
    days = Map.copyOf(checked);
  }

  /** Days that a kind is kept; empty for ever. 0: gone with the next purge. */
  public OptionalInt daysOf(KeptKind kind) {
    Integer n = days.get(kind);
    return n == null ? OptionalInt.empty() : OptionalInt.of(n);
  }

  /** What of a kind is older than this goes; empty if it is kept for ever. */
  public Optional<Instant> before(KeptKind kind, Instant now) {
    return Optional.ofNullable(days.get(kind)).map(n -> now.minus(Duration.ofDays(n)));
  }

  /** With another number of days for a kind; empty for ever. */
  public RetentionRules with(KeptKind kind, OptionalInt n) {
    Map<KeptKind, Integer> changed = new EnumMap<>(KeptKind.class);
    changed.putAll(days);
    if (n.isPresent()) {
      changed.put(kind, n.getAsInt());
    } else {
      changed.remove(kind);
    }
    return new RetentionRules(changed);
  }

  /** From the text of {@link #stored}; a kind that it does not name has its usual days. */
  static RetentionRules of(String stored) {
    Map<String, String> said =
        stored
            .lines()
            .map(line -> line.split("=", 2))
            .filter(pair -> pair.length == 2)
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b));
    Map<KeptKind, Integer> days = new EnumMap<>(KeptKind.class);
    for (KeptKind kind : KeptKind.values()) {
      String n = said.getOrDefault(kind.name(), String.valueOf(kind.usualDays()));
      if (!n.equals(FOR_EVER)) {
        days.put(kind, Integer.valueOf(n));
      }
    }
    return new RetentionRules(days);
  }

  /** A line a kind. */
  String stored() {
    StringBuilder text = new StringBuilder();
    for (KeptKind kind : KeptKind.values()) {
      Integer n = days.get(kind);
      text.append(kind.name()).append('=').append(n == null ? FOR_EVER : n.toString()).append('\n');
    }
    return text.toString();
  }
}
