package io.mailwright.routing.rate;

/**
 * How a rate grows after a decrease. It returns quickly to the limit at which it was last refused,
 * stays close to that for a while, and, if nothing is refused there, grows faster and faster: the
 * shape that RFC 9438 (CUBIC) gives to a congestion window, with two differences. The return lasts
 * as long at every rate, and the time for probing grows where mails are few, so that a probe, which
 * costs a deferred mail or two, stays rare among them.
 *
 * @param limit mails a second at which it was refused, more than 0
 * @param start where it begins, as a share of the limit, more than 0 and at most 1
 * @param isSure whether the limit is well founded, and not only guessed from a few mails between
 *     refusals in a row: then higher rates are tried with less haste
 */
record GrowthCurve(double limit, double start, boolean isSure) {
  private static final double SHORTEST_RETURN = 8;
  private static final double LONGEST_RETURN = 60;
  private static final double MAILS_OF_A_RETURN = 5;
  private static final double SHORTEST_PROBE = 25;
  private static final double LONGEST_PROBE = 600;
  private static final double MAILS_OF_A_PROBE = 300;
  private static final double MAILS_OF_A_HASTY_PROBE = 75;
  private static final double SHORTEST_HASTY_PROBE = 12.5;
  private static final double LONGEST_HASTY_PROBE = 120;

  GrowthCurve {
    if (!(limit > 0) || !(start > 0) || start > 1) {
      throw new IllegalArgumentException("limit " + limit + ", start " + start);
    }
  }

  /** Seconds from the decrease until the rate is again at the limit. */
  double returnSeconds() {
    return clamp(MAILS_OF_A_RETURN / limit, SHORTEST_RETURN, LONGEST_RETURN);
  }

  /** Seconds from the return until the rate is twice the limit. */
  double probeSeconds() {
    return isSure
        ? clamp(MAILS_OF_A_PROBE / limit, SHORTEST_PROBE, LONGEST_PROBE)
        : clamp(MAILS_OF_A_HASTY_PROBE / limit, SHORTEST_HASTY_PROBE, LONGEST_HASTY_PROBE);
  }

  /**
   * Mails a second.
   *
   * @param seconds since the decrease; before it, the start
   */
  double at(double seconds) {
    double back = returnSeconds();
    if (seconds < back) {
      double left = 1 - Math.max(0, seconds) / back;
      return limit * (1 - (1 - start) * left * left * left);
    }
    double beyond = (seconds - back) / probeSeconds();
    return limit * (1 + beyond * beyond * beyond);
  }

  private static double clamp(double value, double least, double most) {
    return Math.max(least, Math.min(most, value));
  }
}
