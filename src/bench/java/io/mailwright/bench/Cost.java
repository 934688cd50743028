package io.mailwright.bench;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What a stretch of sending took.
 *
 * @param own processor milliseconds a mail of the process that sends
 * @param database the same of the database's processes
 * @param sink the same of the sink
 * @param octets a mail, envelope included
 * @param others the part of the machine's processor time that others had: it lowers rates, not
 *     processor times
 */
record Cost(
    long mails,
    double seconds,
    double own,
    double database,
    double sink,
    double octets,
    double others) {
  double rate() {
    return mails / seconds;
  }

  /** The one with the middle rate, and the middle processor time, of several. */
  static Cost middle(List<Cost> costs) {
    Cost byRate =
        costs.stream().sorted(Comparator.comparing(Cost::rate)).toList().get(costs.size() / 2);
    Cost byTime =
        costs.stream().sorted(Comparator.comparing(Cost::own)).toList().get(costs.size() / 2);
    return new Cost(
        byRate.mails,
        byRate.seconds,
        byTime.own,
        byTime.database,
        byTime.sink,
        byRate.octets,
        byRate.others);
  }

  static double millis(Duration time, long mails) {
    return time.toNanos() / 1e6 / mails;
  }
}
