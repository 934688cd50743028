package io.mailwright.campaign.window;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A window rule as the text that is stored: a line a range or switch. */
public final class WindowText {
  private static final String QUIET = "quiet";
  private static final String PREFERRED = "preferred";
  private static final String AVOIDS_PEAKS = "avoid-peak";
  private static final String BEST_HOUR = "best-hour";

  private WindowText() {}

  /** The text of a rule; empty for {@link WindowRule#ANY_TIME}. */
  public static String of(WindowRule rule) {
    List<String> lines = new ArrayList<>();
    rule.quiet().forEach(hours -> lines.add(line(QUIET, hours)));
    rule.preferred().forEach(hours -> lines.add(line(PREFERRED, hours)));
    if (rule.avoidsPeaks()) {
      lines.add(AVOIDS_PEAKS);
    }
    rule.bestHourWithin().ifPresent(within -> lines.add(BEST_HOUR + " " + within));
    return String.join("\n", lines);
  }

  private static String line(String kind, DayHours hours) {
    return String.join(
        " ", kind, String.join(",", hours.dayWords()), hours.fromText(), hours.toText());
  }

  /**
   * The rule of a text that {@link #of} gave.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static WindowRule read(String text) {
    List<DayHours> quiet = new ArrayList<>();
    List<DayHours> preferred = new ArrayList<>();
    boolean avoidsPeaks = false;
    Optional<Duration> bestHour = Optional.empty();
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case QUIET -> quiet.add(hours(words));
        case PREFERRED -> preferred.add(hours(words));
        case AVOIDS_PEAKS -> avoidsPeaks = true;
        case BEST_HOUR -> bestHour = Optional.of(Duration.parse(words[1]));
        default -> throw new IllegalArgumentException("no line of a window: " + line);
      }
    }
    return new WindowRule(quiet, preferred, avoidsPeaks, bestHour);
  }

  private static DayHours hours(String[] words) {
    return DayHours.of("window", Arrays.asList(words[1].split(",")), words[2], words[3]);
  }
}
