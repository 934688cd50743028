package io.mailwright.routing.rate;

import java.util.Arrays;

/**
 * Notices that a site answers more slowly than it did: the median of the last answers is far above
 * the best median. The best is forgotten slowly, so that a site that is slow for good is not held
 * for ever. Not thread-safe.
 */
final class LatencyWatch {
  private static final int SAMPLES = 64;
  private static final int ENOUGH = 16;
  private static final double FAR_ABOVE = 2.5;
  private static final long MARGIN_MILLIS = 20;
  private static final double FORGETTING = 1.005;
  private static final long LEAST_FEEDBACK = 100;
  private static final long MOST_FEEDBACK = 2000;

  private final long[] samples = new long[SAMPLES];
  private int count;
  private int fresh;
  private double best = Double.MAX_VALUE;
  private boolean slow;

  /**
   * @param millis from the permit to the answer
   */
  void add(long millis) {
    samples[count % SAMPLES] = millis;
    count++;
    fresh++;
  }

  /** Whether the site has become slow; looked at anew when there are enough new answers. */
  boolean isSlow() {
    if (fresh >= ENOUGH) {
      fresh = 0;
      long[] sorted = Arrays.copyOf(samples, Math.min(count, SAMPLES));
      Arrays.sort(sorted);
      double median = sorted[sorted.length / 2];
      best = Math.min(best * FORGETTING, median);
      slow = median > FAR_ABOVE * best + MARGIN_MILLIS;
    }
    return slow;
  }

  /** Milliseconds after which every mail that is under way has most likely been answered. */
  long feedbackMillis() {
    long longest = 0;
    for (int i = 0; i < Math.min(count, SAMPLES); i++) {
      longest = Math.max(longest, samples[i]);
    }
    return Math.max(LEAST_FEEDBACK, Math.min(MOST_FEEDBACK, longest));
  }
}
