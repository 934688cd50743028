package io.mailwright.delivery.send;

import io.mailwright.delivery.send.WorkTimes.ChunkCost;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells apart what a chunk costs whatever its size, and what it costs for each mail: the straight
 * line that fits what was seen best (least squares). Thread-safe.
 */
final class ChunkLine {
  private final int many;
  private double chunks;
  private double mails;
  private double nanos;
  private double mailsSquared;
  private double mailsByNanos;

  /**
   * @param many when so many chunks were counted, all count half
   */
  ChunkLine(int many) {
    this.many = many;
  }

  synchronized void add(long size, long took) {
    if (chunks >= many) {
      chunks /= 2;
      mails /= 2;
      nanos /= 2;
      mailsSquared /= 2;
      mailsByNanos /= 2;
    }
    chunks++;
    mails += size;
    nanos += took;
    mailsSquared += (double) size * size;
    mailsByNanos += (double) size * took;
  }

  /** Empty if there were fewer chunks. */
  synchronized Optional<ChunkCost> told(int enough) {
    if (chunks < enough) {
      return Optional.empty();
    }
    double mean = nanos / chunks;
    double spread = mailsSquared - mails * mails / chunks;
    // Chunks of one size tell nothing of how the cost grows.
    double slope = spread < chunks ? 0 : (mailsByNanos - mails * nanos / chunks) / spread;
    double aMail = Math.max(0, Math.min(slope, nanos / mails));
    return Optional.of(
        new ChunkCost(
            Duration.ofNanos(Math.round(mean - aMail * mails / chunks)),
            Duration.ofNanos(Math.round(aMail))));
  }
}
