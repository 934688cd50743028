package io.mailwright.delivery.courier;

import java.time.Duration;

/**
 * How long to wait for a server; each is positive and below 24 days.
 *
 * @param connect for the TCP connection
 * @param reply for the greeting and for every reply but the last
 * @param write for the content to be taken
 * @param afterDot for the reply to the final dot
 */
public record TimeOuts(Duration connect, Duration reply, Duration write, Duration afterDot) {
  /** The minimums of RFC 5321 section 4.5.3.2, and 30 s to connect. */
  public static final TimeOuts RFC_5321 =
      new TimeOuts(
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofMinutes(3),
          Duration.ofMinutes(10));

  public TimeOuts {
    for (Duration d : new Duration[] {connect, reply, write, afterDot}) {
      if (d.toMillis() < 1 || d.toMillis() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("time-out " + d + " is not in 1 ms .. 24 d");
      }
    }
  }

  /** The same with another wait for the reply to the final dot. */
  public TimeOuts withAfterDot(Duration value) {
    return new TimeOuts(connect, reply, write, value);
  }
}
