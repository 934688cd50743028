package io.mailwright.delivery.courier;

import java.time.Duration;

/**
 * How long to wait for a server; each is positive and below 24 days.
 *
 * @param connect for the TCP connection
 * @param opening for the greeting and for every reply until a mail can be offered
 * @param reply for every reply to a mail but the last
 * @param write for the content to be taken
 * @param afterDot for the reply to the final dot
 */
public record TimeOuts(
    Duration connect, Duration opening, Duration reply, Duration write, Duration afterDot) {
  /** The minimums of RFC 5321 section 4.5.3.2, and 30 s to connect. */
  public static final TimeOuts RFC_5321 =
      new TimeOuts(
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(3),
          Duration.ofMinutes(10));

  public TimeOuts {
    for (Duration d : new Duration[] {connect, opening, reply, write, afterDot}) {
      if (d.toMillis() < 1 || d.toMillis() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("time-out " + d + " is not in 1 ms .. 24 d");
      }
    }
  }

  /** The same with another wait for the reply to the final dot. */
  public TimeOuts withAfterDot(Duration value) {
    return new TimeOuts(connect, opening, reply, write, value);
  }

  /** The same with no more patience than this with the connection and each reply of its opening. */
  public TimeOuts openedIn(Duration most) {
    return new TimeOuts(shorter(connect, most), shorter(opening, most), reply, write, afterDot);
  }

  /** The same with no more patience than this with anything but a mail's content and its end. */
  public TimeOuts answeredIn(Duration most) {
    return new TimeOuts(
        shorter(connect, most), shorter(opening, most), shorter(reply, most), write, afterDot);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
