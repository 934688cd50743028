package io.mailwright.routing.window;

/**
 * What was seen of a site in an hour of the week; fractions come from fading. Latencies are those
 * of all three outcomes.
 *
 * @param accepted mails that it accepted
 * @param deferred mails that it put off
 * @param failed mails that it refused
 * @param latencySum milliseconds that mails kept a worker, up to the reply
 * @param latencySquares the sum of their squares
 * @param observations how many mails since the site's hours were last forgotten, without fading
 */
public record HourCount(
    double accepted,
    double deferred,
    double failed,
    double latencySum,
    double latencySquares,
    long observations) {
  /** Nothing. */
  public static final HourCount NONE = new HourCount(0, 0, 0, 0, 0, 0);

  /** Below this many mails an hour says nothing. */
  public static final int ENOUGH = 200;

  /** Mails that count, faded. */
  public double total() {
    return accepted + deferred + failed;
  }

  /** Whether it says something. */
  public boolean isEnough() {
    return total() >= ENOUGH;
  }

  /** The share of mails that were put off, 0 to 1; 0 without mails. */
  public double deferredShare() {
    return total() == 0 ? 0 : deferred / total();
  }

  /** The share of mails that were refused, 0 to 1; 0 without mails. */
  public double failedShare() {
    return total() == 0 ? 0 : failed / total();
  }

  /** The share of mails that were accepted, 0 to 1; 0 without mails. */
  public double acceptedShare() {
    return total() == 0 ? 0 : accepted / total();
  }

  /** The mean latency in milliseconds; 0 without mails. */
  public double latency() {
    return total() == 0 ? 0 : latencySum / total();
  }

  /** How far the mean latency may be from the true one. */
  double latencyMargin() {
    double mean = latency();
    return total() == 0
        ? 0
        : Wilson.ofMean(Math.max(0, latencySquares / total() - mean * mean), total());
  }

  /** Both together. */
  public HourCount plus(HourCount other) {
    return new HourCount(
        accepted + other.accepted,
        deferred + other.deferred,
        failed + other.failed,
        latencySum + other.latencySum,
        latencySquares + other.latencySquares,
        observations + other.observations);
  }

  HourCount minus(HourCount other) {
    return new HourCount(
        accepted - other.accepted,
        deferred - other.deferred,
        failed - other.failed,
        latencySum - other.latencySum,
        latencySquares - other.latencySquares,
        observations - other.observations);
  }

  /** What it is worth when all but the observations have faded to a part. */
  HourCount faded(double part) {
    return new HourCount(
        accepted * part,
        deferred * part,
        failed * part,
        latencySum * part,
        latencySquares * part,
        observations);
  }
}
