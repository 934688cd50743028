package io.mailwright.operations.campaign;

import io.mailwright.routing.window.SendWindow.OpenTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Works out when a campaign is done from what holds it: the slowest of its limits decides. Each
 * limit alone is followed exactly, and of several the latest end counts, so that the estimate is
 * early where limits get into each other's way. Immutable.
 */
final class FinishEstimate {
  /** Decides where nothing else does. */
  static final String PRESENT_RATE = "the present rate";

  static final String HOURS = "the hours in which it may send";

  /** An end this near to the latest explains it as well: the present rate is what limits make. */
  private static final double AS_LATE = 0.8;

  private static final int MOST_OPEN_TIMES = 1000;

  private final Instant now;
  private final Function<Instant, OpenTime> hours;

  /**
   * @param hours the open time that holds an instant, or the next one
   */
  FinishEstimate(Instant now, Function<Instant, OpenTime> hours) {
    this.now = now;
    this.hours = hours;
  }

  /**
   * The open mails to one site.
   *
   * @param hold until when nothing goes, and why
   * @param isOnOwnClock whether the hold ends when the recipients' own hours begin
   * @param paces all of them hold
   * @param lastDueAt when the last of the deferred ones is tried again
   */
  record Part(
      long open,
      Optional<Finish> hold,
      boolean isOnOwnClock,
      List<Pace> paces,
      Optional<Instant> lastDueAt) {
    Instant from(Instant now) {
      return hold.map(Finish::at).filter(at -> at.isAfter(now)).orElse(now);
    }

    boolean isOnOwnClock(Instant now) {
      return isOnOwnClock && from(now).isAfter(now);
    }
  }

  /**
   * The rate to go by where only rates are known. What goes now tells nothing about what a limit
   * holds back; the average may. Where nothing is known to hold them and yet none goes, nobody
   * knows.
   *
   * @param shared what limits the mails to all sites together
   * @param recent mails a second as it goes now
   * @param average the same over all the time at work
   * @return mails a second; 0 if that is not known
   */
  static double presentRate(List<Part> parts, List<Pace> shared, double recent, double average) {
    boolean isFree =
        shared.isEmpty() && parts.stream().allMatch(p -> p.paces().isEmpty() && p.hold().isEmpty());
    return isFree ? recent : Math.max(recent, average);
  }

  /**
   * When all is done.
   *
   * @param shared what limits the mails to all sites together
   * @param presentRate mails a second as far as nothing else limits them; 0 if that is not known
   * @return empty if there is nothing to tell it by
   */
  Optional<Finish> of(List<Part> parts, List<Pace> shared, double presentRate) {
    List<Part> open = parts.stream().filter(part -> part.open() > 0).toList();
    if (open.isEmpty()) {
      return Optional.empty();
    }
    List<Finish> limits = new ArrayList<>();
    open.forEach(part -> limits.addAll(limitsOf(part)));
    long all = open.stream().mapToLong(Part::open).sum();
    shared.forEach(pace -> limits.add(stretched(pace, all, now)));
    List<Finish> others = presentRate > 0 ? atPresentRate(open, presentRate) : List.of();
    return latest(limits, others);
  }

  private List<Finish> limitsOf(Part part) {
    List<Finish> limits = new ArrayList<>();
    part.hold().filter(hold -> hold.at().isAfter(now)).ifPresent(limits::add);
    part.paces().forEach(pace -> limits.add(end(pace, part)));
    part.lastDueAt()
        .filter(due -> due.isAfter(now))
        .ifPresent(due -> limits.add(new Finish(due, "deferred mails, the last tried at " + due)));
    return limits;
  }

  /** As if no limit were known; what is held back goes afterwards. */
  private List<Finish> atPresentRate(List<Part> open, double rate) {
    Pace pace = new Pace.Steady(rate, PRESENT_RATE);
    List<Finish> ends = new ArrayList<>();
    long free = 0;
    for (Part part : open) {
      if (part.from(now).equals(now)) {
        free += part.open();
      } else {
        ends.add(end(pace, part));
      }
    }
    if (free > 0) {
      ends.add(stretched(pace, free, now));
    }
    return ends;
  }

  /** What is held for longer than the mails take by a pace is decided by the hold. */
  private Finish end(Pace pace, Part part) {
    Instant from = part.from(now);
    Finish end = stretched(pace, part.open(), from, part.isOnOwnClock(now));
    boolean mostlyHeld =
        from.isAfter(now)
            && Duration.between(now, from).compareTo(Duration.between(from, end.at())) > 0;
    return mostlyHeld ? new Finish(end.at(), part.hold().orElseThrow().by()) : end;
  }

  private Optional<Finish> latest(List<Finish> limits, List<Finish> others) {
    Comparator<Finish> byTime = Comparator.comparing(Finish::at);
    Optional<Finish> limit = limits.stream().max(byTime);
    Optional<Finish> other = others.stream().max(byTime);
    if (limit.isEmpty() || other.isEmpty()) {
      return limit.or(() -> other);
    }
    Finish last = byTime.compare(limit.get(), other.get()) >= 0 ? limit.get() : other.get();
    double late = AS_LATE * Duration.between(now, last.at()).toMillis();
    boolean explains = Duration.between(now, limit.get().at()).toMillis() >= late;
    return Optional.of(new Finish(last.at(), explains ? limit.get().by() : last.by()));
  }

  private Finish stretched(Pace pace, long mails, Instant from) {
    return stretched(pace, mails, from, false);
  }

  /**
   * When so many mails are gone that go in open hours only.
   *
   * @param hasBegun whether the first of these hours begin then, on another clock than the
   *     campaign's
   */
  private Finish stretched(Pace pace, long mails, Instant from, boolean hasBegun) {
    // Where less is kept of an instant than the clock gives, the end may seem to be before it.
    Instant end = later(from, pace.end(mails, from));
    Duration ahead = hasBegun ? untilTheyBegin(from) : Duration.ZERO;
    if (pace.isOfTheDay()) {
      Instant there = end.plus(ahead);
      return new Finish(later(there, hours.apply(there).start()).minus(ahead), pace.words());
    }
    Duration work = Duration.between(from, end);
    Instant done = done(from.plus(ahead), work).minus(ahead);
    boolean mostlyClosed = Duration.between(end, done).compareTo(work) > 0;
    return new Finish(done, mostlyClosed ? HOURS : pace.words());
  }

  /** How far the campaign's clock is behind or, negative, ahead of one on which they begin now. */
  private Duration untilTheyBegin(Instant now) {
    Instant start = hours.apply(now).start();
    return start.equals(Instant.MIN) ? Duration.ZERO : Duration.between(now, start);
  }

  private Instant done(Instant from, Duration work) {
    Duration left = work;
    Instant at = from;
    for (int n = 0; n < MOST_OPEN_TIMES; n++) {
      OpenTime open = hours.apply(at);
      Instant start = later(at, open.start());
      Instant done = start.plus(left);
      if (!done.isAfter(open.end())) {
        return done;
      }
      left = left.minus(Duration.between(start, open.end()));
      at = open.end();
    }
    return at.plus(left);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
