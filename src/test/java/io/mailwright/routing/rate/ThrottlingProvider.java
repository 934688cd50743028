package io.mailwright.routing.rate;

/**
 * A provider in simulated time: a bucket of tokens that fills at the allowed rate; what finds none
 * is refused with 450. Times are milliseconds.
 */
final class ThrottlingProvider {
  private final double capacity;
  private final boolean countsRefused;
  private double perSecond;
  private double tokens;
  private long filledAt;

  /**
   * @param perSecond mails it allows
   * @param capacity tokens that it saves up
   * @param countsRefused whether a refused try takes a token, too, down to as many below zero as it
   *     saves up
   */
  ThrottlingProvider(double perSecond, double capacity, boolean countsRefused) {
    this.perSecond = perSecond;
    this.capacity = capacity;
    this.countsRefused = countsRefused;
    this.tokens = capacity;
  }

  void allow(double newPerSecond, long now) {
    fill(now);
    perSecond = newPerSecond;
  }

  private void fill(long now) {
    tokens = Math.min(capacity, tokens + perSecond * (now - filledAt) / 1000.0);
    filledAt = now;
  }

  boolean accepts(long now) {
    fill(now);
    if (tokens >= 1) {
      tokens--;
      return true;
    }
    if (countsRefused) {
      tokens = Math.max(-capacity, tokens - 1);
    }
    return false;
  }
}
