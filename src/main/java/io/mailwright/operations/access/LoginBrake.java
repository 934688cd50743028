package io.mailwright.operations.access;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing: after five failures of an account from an address each further one doubles
 * the time until the next try is looked at, from 1 s to 5 min. Thread-safe; remembers at most
 * 10,000 pairs, those that tried last.
 */
final class LoginBrake {
  static final int FREE_FAILURES = 5;
  static final Duration LONGEST = Duration.ofMinutes(5);

  private static final int MOST = 10_000;

  private final Clock clock;
  private final Map<String, Failures> byPair =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MOST;
        }
      };

  private record Failures(int count, Instant closedUntil) {}

  LoginBrake(Clock clock) {
    this.clock = clock;
  }

  /**
   * Refuses while the pair must wait.
   *
   * @throws MailwrightException {@link ErrorCode#TOO_MANY_LOGINS}
   */
  void check(String account, String address) {
    Failures failures;
    synchronized (byPair) {
      failures = byPair.get(pair(account, address));
    }
    if (failures == null) {
      return;
    }
    Duration wait = Duration.between(clock.instant(), failures.closedUntil());
    if (wait.compareTo(Duration.ZERO) > 0) {
      throw new MailwrightException(
          ErrorCode.TOO_MANY_LOGINS,
          "Too many log-ins failed. Try again in " + (wait.toSeconds() + 1) + " s.");
    }
  }

  void failed(String account, String address) {
    synchronized (byPair) {
      Failures before = byPair.get(pair(account, address));
      int count = before == null ? 1 : before.count() + 1;
      byPair.put(pair(account, address), new Failures(count, clock.instant().plus(wait(count))));
    }
  }

  void succeeded(String account, String address) {
    synchronized (byPair) {
      byPair.remove(pair(account, address));
    }
  }

  private static Duration wait(int count) {
    if (count < FREE_FAILURES) {
      return Duration.ZERO;
    }
    Duration doubled = Duration.ofSeconds(1L << Math.min(20, count - FREE_FAILURES));
    return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
  }

  /** Bounded, whatever a caller sends as a name. */
  private static String pair(String account, String address) {
    return account.substring(0, Math.min(100, account.length())) + '\n' + address;
  }
}
