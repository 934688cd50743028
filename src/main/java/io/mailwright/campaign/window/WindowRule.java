package io.mailwright.campaign.window;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a campaign may send, on the clock of each recipient.
 *
 * @param quiet hours without mail, at most 50
 * @param preferred the hours with mail, at most 50; none for all
 * @param avoidsPeaks whether mails wait while their site is known to be busy
 * @param bestHourWithin how long after the campaign's start mails may wait for the hour in which
 *     their site accepts best, 1 h to 7 days; empty for not at all
 */
public record WindowRule(
    List<DayHours> quiet,
    List<DayHours> preferred,
    boolean avoidsPeaks,
    Optional<Duration> bestHourWithin) {
  /** At any time. */
  public static final WindowRule ANY_TIME =
      new WindowRule(List.of(), List.of(), false, Optional.empty());

  /** How long mails wait for the best hour, unless said. */
  public static final Duration BEST_HOUR_WITHIN = Duration.ofDays(1);

  private static final int MOST_RANGES = 50;
  private static final Duration LEAST_WITHIN = Duration.ofHours(1);
  private static final Duration MOST_WITHIN = Duration.ofDays(7);

  /**
   * Refuses bad values, and hours that never come.
   *
   * @throws MailwrightException {@link ErrorCode#INVALID_FIELD} with the field's name
   */
  public WindowRule {
    quiet = List.copyOf(quiet);
    preferred = List.copyOf(preferred);
    Require.count("window.quiet", quiet, 0, MOST_RANGES);
    Require.count("window.preferred", preferred, 0, MOST_RANGES);
    bestHourWithin.ifPresent(
        within -> {
          if (within.compareTo(LEAST_WITHIN) < 0 || within.compareTo(MOST_WITHIN) > 0) {
            throw Require.refused("window.bestHour.within", "must be from PT1H to P7D.");
          }
        });
    if (WeekMinutes.of(quiet, preferred).isNever()) {
      throw Require.refused(
          "window", "is empty: quiet hours cover all hours of the week. Leave some of them open.");
    }
  }

  /** Whether it holds back nothing, ever. */
  public boolean isAnyTime() {
    return quiet.isEmpty() && preferred.isEmpty() && !usesLearnedHours();
  }

  /** Whether it asks what was learned about the hours of sites. */
  public boolean usesLearnedHours() {
    return avoidsPeaks || bestHourWithin.isPresent();
  }

  /** The minutes of a week in which it allows mails. */
  public WeekMinutes minutes() {
    return WeekMinutes.of(quiet, preferred);
  }
}
