package io.mailwright.sandbox;

import java.time.Duration;
import java.util.Objects;

/**
 * How the sandbox runs.
 *
 * @param port the TCP port on 127.0.0.1, 0 to 65535; 0 takes any free port
 * @param keep how many mails are kept at most, 1 to 100,000; the oldest go first
 * @param slowDelay how long {@code slow@} waits before it answers the final dot; not negative
 */
public record SandboxSettings(int port, int keep, Duration slowDelay) {
  /** Mails kept unless set otherwise. */
  public static final int DEFAULT_KEEP = 2_000;

  /** What {@code slow@} waits unless set otherwise. */
  public static final Duration DEFAULT_SLOW_DELAY = Duration.ofSeconds(5);

  private static final int LARGEST_KEEP = 100_000;
  private static final int LARGEST_PORT = 65_535;

  /** Refuses values out of range with {@link IllegalArgumentException}. */
  public SandboxSettings {
    Objects.requireNonNull(slowDelay, "slowDelay");
    if (port < 0 || port > LARGEST_PORT) {
      throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
    }
    if (keep < 1 || keep > LARGEST_KEEP) {
      throw new IllegalArgumentException("keep must be 1 to 100000, not " + keep);
    }
    if (slowDelay.isNegative()) {
      throw new IllegalArgumentException("slowDelay must not be negative");
    }
  }

  /** The usual settings on a port of one's choice; 0 takes any free port. */
  public static SandboxSettings onPort(int port) {
    return new SandboxSettings(port, DEFAULT_KEEP, DEFAULT_SLOW_DELAY);
  }
}
