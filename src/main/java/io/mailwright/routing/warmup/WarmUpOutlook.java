package io.mailwright.routing.warmup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a warm-up will let a route send a site if all goes well and the days are used. Takes
 * nothing. Immutable.
 *
 * @param routeId the route's
 * @param site where
 * @param today in UTC
 * @param allowed mails that are left today, and those of each day to come; after the last there is
 *     no limit
 */
public record WarmUpOutlook(long routeId, String site, LocalDate today, List<Long> allowed) {
  /** Keeps a copy. */
  public WarmUpOutlook {
    allowed = List.copyOf(allowed);
  }

  /**
   * When a mail can go of those that come from a moment on.
   *
   * @param nth which of them, from 1
   */
  public Instant goesAt(long nth, Instant from) {
    LocalDate begin = LocalDate.ofInstant(from, ZoneOffset.UTC);
    long left = nth;
    for (long day = Math.max(0, ChronoUnit.DAYS.between(today, begin));
        day < allowed.size();
        day++) {
      left -= allowed.get((int) day);
      if (left <= 0) {
        return later(from, day);
      }
    }
    return later(from, allowed.size());
  }

  private Instant later(Instant from, long day) {
    Instant begins = today.plusDays(day).atStartOfDay(ZoneOffset.UTC).toInstant();
    return begins.isAfter(from) ? begins : from;
  }

  /** Mails a second on the mean of its days, more than 0. */
  public double perSecond() {
    double mails = Math.max(1, allowed.stream().mapToLong(Long::longValue).sum());
    return mails / Math.max(1, allowed.size()) / ChronoUnit.DAYS.getDuration().toSeconds();
  }
}
