package io.mailwright.console.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.window.DayHours;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.console.Words;
import java.util.ArrayList;
import java.util.List;

/** Says in words at which hours a campaign sends. */
final class HoursWords {
  private HoursWords() {}

  /** As in "not 22:00-08:00, on each recipient's clock, else that of Europe/Berlin". */
  static String of(Campaign campaign, Words words) {
    WindowRule rule = campaign.window();
    List<String> parts = new ArrayList<>();
    add(parts, "campaign.hours.preferred", rule.preferred(), words);
    add(parts, "campaign.hours.quiet", rule.quiet(), words);
    if (!parts.isEmpty()) {
      parts.add(words.of("campaign.hours.clock", campaign.zone().getId()));
    }
    if (rule.avoidsPeaks()) {
      parts.add(words.of("campaign.hours.avoidPeak"));
    }
    rule.bestHourWithin()
        .ifPresent(within -> parts.add(words.of("campaign.hours.bestHour", within.toHours())));
    return String.join(words.of("campaign.hours.and"), parts);
  }

  private static void add(List<String> parts, String key, List<DayHours> ranges, Words words) {
    if (!ranges.isEmpty()) {
      parts.add(words.of(key, HoursText.of(ranges, words.locale()).replace("\n", ", ")));
    }
  }
}
