package io.mailwright.rest.campaign;

import io.mailwright.campaign.window.DayHours;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The hours of a campaign from and to JSON. */
final class WindowJson {
  private WindowJson() {}

  /**
   * The rule that a campaign's body says.
   *
   * @param now what holds now, for a change: what its object leaves out stays
   */
  static WindowRule rule(JsonBody campaign, Optional<WindowRule> now) {
    WindowRule before = now.orElse(WindowRule.ANY_TIME);
    if (!campaign.has("window")) {
      return before;
    }
    return campaign
        .optionalObject("window")
        .map(window -> rule(window, before))
        .orElse(WindowRule.ANY_TIME);
  }

  private static WindowRule rule(JsonBody window, WindowRule before) {
    List<DayHours> quiet = window.objects("quiet", WindowJson::hours, before.quiet());
    List<DayHours> preferred = window.objects("preferred", WindowJson::hours, before.preferred());
    boolean avoidsPeaks = window.truth("avoidPeak", Optional.of(before.avoidsPeaks()), false);
    Optional<Duration> bestHour =
        window.has("bestHour")
            ? window.optionalObject("bestHour").map(WindowJson::within)
            : before.bestHourWithin();
    window.end();
    return new WindowRule(quiet, preferred, avoidsPeaks, bestHour);
  }

  private static DayHours hours(JsonBody body, String place) {
    return DayHours.of(
        place,
        body.texts("days", List.of()),
        body.text("from", Optional.empty()),
        body.text("to", Optional.empty()));
  }

  private static Duration within(JsonBody body) {
    Duration within =
        body.optionalDuration("within", Optional.empty()).orElse(WindowRule.BEST_HOUR_WITHIN);
    body.end();
    return within;
  }

  /** A rule as it is read and can be written again; empty if it holds back nothing. */
  static Optional<JsonAnswer> json(WindowRule rule) {
    return Optional.of(rule)
        .filter(window -> !window.isAnyTime())
        .map(
            window ->
                new JsonAnswer()
                    .put("quiet", window.quiet().stream().map(WindowJson::json).toList())
                    .put("preferred", window.preferred().stream().map(WindowJson::json).toList())
                    .put("avoidPeak", window.avoidsPeaks())
                    .put(
                        "bestHour",
                        window
                            .bestHourWithin()
                            .map(within -> new JsonAnswer().put("within", within))));
  }

  private static JsonAnswer json(DayHours hours) {
    return new JsonAnswer()
        .put("days", hours.dayWords())
        .put("from", hours.fromText())
        .put("to", hours.toText());
  }
}
