package io.mailwright.campaign;

import io.mailwright.kernel.error.Require;
import java.time.Duration;

/**
 * How long a campaign tries a deferred mail.
 *
 * @param attempts tries in all, the first included, 1 to 1,000
 * @param firstDelay after the first try, 1 s to 1 day; doubled from then on, up to 4 h or itself
 * @param maxAge time after the first try from which on there is no further one, 1 s to 30 days
 */
public record RetryRule(int attempts, Duration firstDelay, Duration maxAge) {
  /** 16 attempts, the second after 5 min, at most 2 days. */
  public static final RetryRule STANDARD =
      new RetryRule(16, Duration.ofMinutes(5), Duration.ofDays(2));

  /**
   * Refuses bad values.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the field's name
   */
  public RetryRule {
    Require.range("retry.attempts", attempts, 1, 1000);
    within("retry.firstDelay", firstDelay, Duration.ofDays(1));
    within("retry.maxAge", maxAge, Duration.ofDays(30));
  }

  private static void within(String field, Duration value, Duration most) {
    if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(most) > 0) {
      throw Require.refused(field, "must be from PT1S to " + most + ".");
    }
  }
}
