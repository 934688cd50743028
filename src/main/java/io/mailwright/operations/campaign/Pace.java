package io.mailwright.operations.campaign;

import io.mailwright.routing.quota.QuotaOutlook;
import io.mailwright.routing.warmup.WarmUpOutlook;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How fast mails go that something limits. */
interface Pace {
  /** No estimate goes further. */
  Duration LONGEST = Duration.ofDays(36_500);

  /** When the last of so many mails goes that begin at a moment. */
  Instant end(long mails, Instant from);

  /** The most mails, up to a number, that are gone by then. */
  default long most(Instant end, long atMost, Instant from) {
    long gone = 0;
    long tooMany = atMost + 1;
    while (tooMany - gone > 1) {
      long middle = gone + (tooMany - gone) / 2;
      if (end(middle, from).isAfter(end)) {
        tooMany = middle;
      } else {
        gone = middle;
      }
    }
    return gone;
  }

  /** Mails a second over long, more than 0. */
  double perSecond();

  /** What limits them, in a few English words. */
  String words();

  /** Whether part of a day does for all of its mails: the hours of sending then cost no time. */
  boolean isOfTheDay();

  /** Several at the same time; a limit of some limits nothing while others have none. */
  static Optional<Pace> sideBySide(List<Optional<Pace>> paces) {
    return !paces.isEmpty() && paces.stream().allMatch(Optional::isPresent)
        ? Optional.of(
            new SideBySide(
                paces.stream()
                    .map(Optional::orElseThrow)
                    .sorted(Comparator.comparingDouble(Pace::perSecond).reversed())
                    .toList()))
        : Optional.empty();
  }

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

  /** As many a day as the warm-up of a route to a site lets through. */
  record WarmingUp(WarmUpOutlook outlook, String words) implements Pace {
    @Override
    public Instant end(long mails, Instant from) {
      return outlook.goesAt(mails, from);
    }

    @Override
    public double perSecond() {
      return outlook.perSecond();
    }

    @Override
    public boolean isOfTheDay() {
      return true;
    }
  }

  /**
   * Several for the same mails: the slowest decides.
   *
   * @param paces at least one
   */
  record Together(List<Pace> paces) implements Pace {
    @Override
    public Instant end(long mails, Instant from) {
      return paces.stream()
          .map(p -> p.end(mails, from))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }

    @Override
    public double perSecond() {
      return slowest().perSecond();
    }

    @Override
    public String words() {
      return slowest().words();
    }

    @Override
    public boolean isOfTheDay() {
      return slowest().isOfTheDay();
    }

    private Pace slowest() {
      return paces.stream().min(Comparator.comparingDouble(Pace::perSecond)).orElseThrow();
    }
  }

  /**
   * Several at the same time, each with the part of the mails that it can take by the end.
   *
   * @param paces at least one
   */
  record SideBySide(List<Pace> paces) implements Pace {
    @Override
    public Instant end(long mails, Instant from) {
      if (paces.size() == 1) {
        return paces.get(0).end(mails, from);
      }
      // One alone could do it by then.
      long late =
          paces.stream()
              .mapToLong(p -> Duration.between(from, p.end(mails, from)).toMillis())
              .min()
              .orElseThrow();
      long early = -1;
      while (late - early > 1) {
        long middle = early + (late - early) / 2;
        if (takenBy(from.plusMillis(middle), mails, from) >= mails) {
          late = middle;
        } else {
          early = middle;
        }
      }
      return from.plusMillis(late);
    }

    private long takenBy(Instant end, long mails, Instant from) {
      long taken = 0;
      for (Pace pace : paces) {
        taken += pace.most(end, mails - taken, from);
      }
      return taken;
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

  /**
   * What is left to servers that all sites share, when others have taken what they may of each
   * site's mails.
   *
   * @param by of these servers
   * @param total mails to all sites
   * @param shares the sites that the others do not take without a limit
   */
  record Spill(Pace by, long total, List<Share> shares) implements Pace {
    /**
     * The mails to one site.
     *
     * @param beside what the others take of them
     */
    record Share(long mails, Pace beside) {}

    /** When so many of all mails are gone, of each site the same part. */
    @Override
    public Instant end(long mails, Instant from) {
      List<Share> wanted =
          shares.stream()
              .map(s -> new Share(Math.round((double) s.mails() * mails / total), s.beside()))
              .toList();
      long all = wanted.stream().mapToLong(Share::mails).sum();
      long late = Duration.between(from, by.end(all, from)).toMillis();
      long early = -1;
      while (late - early > 1) {
        long middle = early + (late - early) / 2;
        Instant end = from.plusMillis(middle);
        long left = wanted.stream().mapToLong(share -> left(share, end, from)).sum();
        if (left > 0 && by.end(left, from).isAfter(end)) {
          early = middle;
        } else {
          late = middle;
        }
      }
      return from.plusMillis(late);
    }

    private static long left(Share share, Instant end, Instant from) {
      return share.mails() - share.beside().most(end, share.mails(), from);
    }

    @Override
    public double perSecond() {
      return by.perSecond();
    }

    @Override
    public String words() {
      return by.words();
    }

    @Override
    public boolean isOfTheDay() {
      return by.isOfTheDay();
    }
  }
}
