package io.mailwright.campaign.policy;

import io.mailwright.kernel.error.Require;
import java.util.Objects;

/**
 * When a campaign leaves a site alone for a while.
 *
 * @param limits how many of the last mails to a site may go wrong
 * @param window how many last mails are looked at, 10 to 1,000
 * @param minimum how many there must be before a site is judged, 2 to the window
 */
public record Breaker(OutcomeLimits limits, int window, int minimum) {
  /** The last 200 mails of a site, judged from 50 on. */
  public static final Breaker STANDARD =
      new Breaker(new OutcomeLimits(Percent.of(30), Percent.of(10), Percent.of(1)), 200, 50);

  /**
   * Refuses bad values.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the field's name
   */
  public Breaker {
    Objects.requireNonNull(limits);
    Require.range("breaker.window", window, 10, 1000);
    Require.range("breaker.minimum", minimum, 2, window);
  }
}
