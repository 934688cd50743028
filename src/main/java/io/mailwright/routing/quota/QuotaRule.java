package io.mailwright.routing.quota;

import io.mailwright.campaign.RateUnit;
import io.mailwright.campaign.SendRate;
import io.mailwright.kernel.error.Require;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * How many mails, and in which time. Without a reset the window rolls: in any time of that length
 * no more are sent.
 *
 * @param limit mails at most, 1 to a thousand million
 * @param per the window's length
 * @param reset when a day's count begins anew; only with {@link RateUnit#DAY}
 */
public record QuotaRule(long limit, RateUnit per, Optional<DailyReset> reset) {
  /** From this limit on use is counted by parts of the window, below it mail by mail. */
  static final long LEASED_FROM = 500;

  /** A permit is good for this part of its window at most, and for {@link #LONGEST_LEASE}. */
  static final int LEASES_A_WINDOW = 100;

  private static final Duration LONGEST_LEASE = Duration.ofSeconds(1);

  private static final int SLICES_A_WINDOW = 200;

  /**
   * Refuses bad values.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the field's name
   */
  public QuotaRule {
    Require.range("limit", limit, 1, SendRate.MOST);
    Objects.requireNonNull(per, "per");
    if (reset.isPresent() && per != RateUnit.DAY) {
      throw Require.refused("resetAt", "works with per day only. Leave it out: the window rolls.");
    }
  }

  /** In one line, for {@link #ofText}. */
  public String text() {
    return limit + " " + per + reset.map(r -> " " + r.at() + " " + r.zone().getId()).orElse("");
  }

  /** The rule of such a line. */
  public static QuotaRule ofText(String line) {
    String[] parts = line.split(" ", 4);
    return new QuotaRule(
        Long.parseLong(parts[0]),
        RateUnit.valueOf(parts[1]),
        parts.length == 2
            ? Optional.empty()
            : DailyReset.of(Optional.of(parts[2]), Optional.of(parts[3])));
  }

  /** The window's length; a day with a reset may be an hour shorter or longer. */
  long length() {
    return micros(per.length());
  }

  /** The longest that a window can be. */
  long longest() {
    return length() + (reset.isPresent() ? micros(Duration.ofHours(1)) : 0);
  }

  /** Mails whose last moment is after this count at a moment, in microseconds. */
  long countsAfter(long moment) {
    return reset.map(r -> micros(r.lastBefore(instant(moment))) - 1).orElse(moment - length());
  }

  /** When a mail of this moment no longer counts. */
  long freeAt(long moment) {
    return reset.map(r -> micros(r.nextAfter(instant(moment)))).orElse(moment + length());
  }

  /** The last moment of the window that is open; without a reset there is no end. */
  long endOfWindow(long moment) {
    return reset.map(r -> micros(r.nextAfter(instant(moment))) - 1).orElse(Long.MAX_VALUE);
  }

  /** For how long a permit is good, in microseconds. */
  long lease() {
    return Math.min(micros(LONGEST_LEASE), length() / LEASES_A_WINDOW);
  }

  /** For how much longer than it is given out a permit is good: mails may come so much closer. */
  long slack() {
    return reset.isPresent() ? 0 : lease() * 7 / 10;
  }

  /** Until when a permit counts whose mail came later than it allowed for. */
  long stillGood(long until, long came) {
    return Math.max(until, came + slack());
  }

  /** How many permits are taken from the database at once. */
  long block() {
    return limit < LEASED_FROM ? 1 : Math.max(1, limit / LEASES_A_WINDOW);
  }

  /** Under which moment a use is kept; those of one slice are counted together. */
  long sliceOf(long until) {
    return limit < LEASED_FROM
        ? until
        : Math.floorDiv(until, length() / SLICES_A_WINDOW) * (length() / SLICES_A_WINDOW);
  }

  /**
   * The permits that are taken at once.
   *
   * @param at the moment as of which they are, in microseconds
   * @param late how long ago that is, in microseconds
   * @param lease for how long they are to be good, in microseconds
   * @param free how many there are, 1 or more
   */
  Lease.Granted grant(long at, long late, long lease, long free) {
    long until = Math.min(at + lease, endOfWindow(at));
    return new Lease.Granted(Math.min(free, block()), sliceOf(until), until, late);
  }

  static long micros(Duration length) {
    return length.toNanos() / 1000;
  }

  static long micros(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
