package io.mailwright.operations.campaign;

import io.mailwright.routing.quota.QuotaOutlook;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** How fast mails go that something limits. */
interface Pace {
  /** No estimate goes further. */
  Duration LONGEST = Duration.ofDays(36_500);

  /** When the last of so many mails goes that begin at a moment. */
  Instant end(long mails, Instant from);

  /** Mails a second over long, more than 0. */
  double perSecond();

  /** What limits them, in a few English words. */
  String words();

  /** Whether part of a day does for all of its mails: the hours of sending then cost no time. */
  boolean isOfTheDay();

  /** One mail after the other. */
  record Steady(double perSecond, String words) implements Pace {
    @Override
    public Instant end(long mails, Instant from) {
      double millis = Math.min(mails * 1000.0 / perSecond, LONGEST.toMillis());
      return from.plusMillis((long) millis);
    }

    @Override
    public boolean isOfTheDay() {
      return false;
    }
  }

  /** As a quota allows. */
  record Budget(QuotaOutlook.Standing quota) implements Pace {
    @Override
    public Instant end(long mails, Instant from) {
      Instant end = quota.goesAt(mails, from);
      return end.isAfter(from.plus(LONGEST)) ? from.plus(LONGEST) : end;
    }

    @Override
    public double perSecond() {
      return quota.perSecond();
    }

    @Override
    public String words() {
      return quota.words();
    }

    @Override
    public boolean isOfTheDay() {
      return quota.isOfTheDay();
    }
  }

  /**
   * Several at the same time, each with its part of the mails.
   *
   * @param paces at least one
   */
  record SideBySide(List<Pace> paces) implements Pace {
    @Override
    public Instant end(long mails, Instant from) {
      double all = perSecond();
      return paces.stream()
          .map(p -> p.end(Math.max(1, Math.round(mails * p.perSecond() / all)), from))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }

    @Override
    public double perSecond() {
      return paces.stream().mapToDouble(Pace::perSecond).sum();
    }

    @Override
    public String words() {
      return paces.get(0).words() + (paces.size() > 1 ? ", and others" : "");
    }

    @Override
    public boolean isOfTheDay() {
      return paces.stream().allMatch(Pace::isOfTheDay);
    }
  }
}
