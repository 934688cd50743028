package io.mailwright.sandbox.provider;

/**
 * How a site feels at an hour.
 *
 * @param rate by which its limits are multiplied, above 0 and at most 100
 * @param deferred which share of the mails it puts off without a reason, 0 to 1
 * @param latency by which its latency is multiplied, 0 to 100
 */
public record Mood(double rate, double deferred, double latency) {
  /** As always. */
  public static final Mood EVEN = new Mood(1, 0, 1);

  private static final double MOST = 100;

  /** Refuses values out of range with {@link IllegalArgumentException}. */
  public Mood {
    if (!(rate > 0 && rate <= MOST)) {
      throw new IllegalArgumentException("a mood's rate must be above 0 and at most 100");
    }
    if (!(deferred >= 0 && deferred <= 1)) {
      throw new IllegalArgumentException("a mood's deferred must be from 0 to 1");
    }
    if (!(latency >= 0 && latency <= MOST)) {
      throw new IllegalArgumentException("a mood's latency must be from 0 to 100");
    }
  }
}
