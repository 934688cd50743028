package io.mailwright.campaign.policy;

import io.mailwright.kernel.error.Require;
import java.time.Duration;
import java.util.Objects;

/**
 * A first part of the audience that goes alone, and is looked at before the others follow.
 *
 * @param percent of the audience, more than 0
 * @param minimum mails at least, 1 to 100,000
 * @param waiting time between the last of them and the look, 1 s to 7 days
 * @param limits how many of them may go wrong
 */
public record Canary(Percent percent, int minimum, Duration waiting, OutcomeLimits limits) {
  /** 1 %, at least 20 mails, looked at after half an hour. */
  public static final Canary STANDARD =
      new Canary(
          Percent.of(1),
          20,
          Duration.ofMinutes(30),
          new OutcomeLimits(Percent.of(10), Percent.of(5), new Percent(10)));

  /**
   * Refuses bad values.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the field's name
   */
  public Canary {
    if (percent.hundredths() == 0) {
      throw Require.refused("canary.percent", "must be more than 0.");
    }
    Require.range("canary.minimum", minimum, 1, 100_000);
    if (waiting.compareTo(Duration.ofSeconds(1)) < 0 || waiting.compareTo(Duration.ofDays(7)) > 0) {
      throw Require.refused("canary.wait", "must be from PT1S to P7D.");
    }
    Objects.requireNonNull(limits);
  }

  /** How many mails go first of so many. */
  public long goal(long audience) {
    return Math.min(audience, Math.max(minimum, percent.partOf(audience)));
  }
}
