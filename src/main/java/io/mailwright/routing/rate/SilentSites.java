package io.mailwright.routing.rate;

import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.scope.NodeSingleton;
import jakarta.annotation.Nullable;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sites that leave a command before the dot unanswered. RFC 5321 section 4.5.3.2 has a client wait
 * for minutes, and so would every worker that comes to such a site. Here a site by a route has ten
 * seconds to answer; after that it rests, and then one worker tries it with twice the patience, and
 * so on up to the time-out of the server. Slow sites get their mails in the end, and silent ones
 * hold up nobody. Of this node and in its memory.
 *
 * <p>Thread-safe; while all sites answer, a look into an empty map for each mail.
 */
@NodeSingleton
public class SilentSites {
  /** How long a worker waits for a site that has answered in time so far. */
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(10);

  private static final Duration FIRST_REST = Duration.ofMinutes(1);
  private static final Duration LONGEST_REST = Duration.ofMinutes(5);
  private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(10);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  /** After so long without silence a slow site is like any other. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  /** How many workers a site may have that answers, but slowly. */
  private static final int MOST_WORKERS = 4;

  /** So many silent sites speak for the route. */
  private static final int SITES_OF_A_ROUTE = 4;

  private final Map<SiteOnRoute, Silence> all = new ConcurrentHashMap<>();

  /** When a mail by a route was answered last, as far as that was since a site fell silent. */
  private final Map<Long, Instant> lastWords = new ConcurrentHashMap<>();

  private final Duration firstPatience;
  private final Clock clock;

  private record SiteOnRoute(String site, long routeId) {}

  /**
   * How a site that was silent by a route is now.
   *
   * @param isAnswering whether it has answered since, but slowly
   * @param since when the silence began
   * @param until when it is asked again; empty: it is asked, or may be
   */
  public record Standing(boolean isAnswering, Instant since, Optional<Instant> until) {}

  /** What is known of a site that was silent; guarded by itself. */
  private static final class Silence {
    private final Instant since;
    private final Set<Object> workers = new HashSet<>();
    private Duration patience;
    private Duration rest = Duration.ZERO;
    private Instant until = Instant.EPOCH;
    private Instant last = Instant.EPOCH;
    private int mostWorkers = 1;
    private boolean answers;

    Silence(Instant since, Duration patience) {
      this.since = since;
      this.patience = patience;
    }
  }

  /** For injection. */
  @Inject
  public SilentSites(Clock clock) {
    this(clock, FIRST_PATIENCE);
  }

  /**
   * For tests.
   *
   * @param firstPatience how long a site is waited for that has answered so far
   */
  public SilentSites(Clock clock, Duration firstPatience) {
    this.clock = clock;
    this.firstPatience = firstPatience;
  }

  /** How long a mail to this site by this route is to wait for each answer before its dot. */
  public Duration patience(String site, long routeId) {
    Silence silence = find(site, routeId);
    if (silence == null) {
      return firstPatience;
    }
    synchronized (silence) {
      return silence.patience;
    }
  }

  /**
   * Whether a worker may send to this site by this route. Who may says so by {@link #leave} when it
   * no longer does.
   *
   * @param worker anything that stands for it
   * @return empty if it may
   */
  public Optional<Hold> mayAsk(Ask ask, Object worker) {
    Silence silence = find(ask.site(), ask.routeId());
    if (silence == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    synchronized (silence) {
      if (now.isBefore(silence.until)) {
        return Optional.of(resting(ask, silence));
      }
      if (now.isAfter(silence.last.plus(REMEMBERED)) && silence.answers) {
        all.remove(new SiteOnRoute(ask.site(), ask.routeId()), silence);
        return Optional.empty();
      }
      if (silence.workers.contains(worker) || silence.workers.size() < silence.mostWorkers) {
        silence.workers.add(worker);
        return Optional.empty();
      }
      return Optional.of(tried(ask, silence, now.plus(ASK_AGAIN)));
    }
  }

  /**
   * A mail was given up, since nothing came of the site for as long as there was patience.
   *
   * @return what holds the site by this route now
   */
  public Hold silent(Ask ask, Duration waited) {
    Instant now = clock.instant();
    Silence silence =
        all.computeIfAbsent(
            new SiteOnRoute(ask.site(), ask.routeId()),
            key -> new Silence(now.minus(waited), firstPatience));
    synchronized (silence) {
      silence.last = now;
      silence.answers = false;
      silence.mostWorkers = 1;
      // Those that were at it together say the same thing once.
      if (!now.isBefore(silence.until)) {
        silence.rest = longer(silence.rest, FIRST_REST, LONGEST_REST);
        silence.patience = longer(silence.patience, firstPatience, LONGEST_PATIENCE);
        silence.until = now.plus(silence.rest);
      }
      return resting(ask, silence);
    }
  }

  private static Duration longer(Duration before, Duration first, Duration most) {
    Duration twice = before.isZero() ? first : before.multipliedBy(2);
    return twice.compareTo(most) > 0 ? most : twice;
  }

  /**
   * The site has answered.
   *
   * @param took how long it let wait, at most
   */
  public void answered(String site, long routeId, Duration took) {
    if (all.isEmpty()) {
      return;
    }
    lastWords.put(routeId, clock.instant());
    Silence silence = find(site, routeId);
    if (silence == null) {
      return;
    }
    if (took.compareTo(firstPatience) < 0) {
      all.remove(new SiteOnRoute(site, routeId), silence);
      return;
    }
    synchronized (silence) {
      silence.answers = true;
      silence.until = Instant.EPOCH;
      silence.rest = Duration.ZERO;
      silence.mostWorkers = Math.min(MOST_WORKERS, silence.mostWorkers + 1);
    }
  }

  /** How a site is by a route; empty if it answers as it should, as far as is known here. */
  public Optional<Standing> standing(String site, long routeId) {
    Silence silence = find(site, routeId);
    if (silence == null) {
      return Optional.empty();
    }
    synchronized (silence) {
      Instant until = silence.until;
      return Optional.of(
          new Standing(
              silence.answers,
              silence.since,
              until.isAfter(clock.instant()) ? Optional.of(until) : Optional.empty()));
    }
  }

  /**
   * What keeps all but one mail from a silent site by a route: its rest, or that one is tried.
   *
   * @return empty if it answers, if slowly, as far as is known here
   */
  public Optional<Hold> holdOf(Ask ask) {
    Silence silence = find(ask.site(), ask.routeId());
    if (silence == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    synchronized (silence) {
      if (silence.answers) {
        return Optional.empty();
      }
      return Optional.of(
          now.isBefore(silence.until)
              ? resting(ask, silence)
              : tried(ask, silence, now.plus(ASK_AGAIN)));
    }
  }

  /** The worker sends to none of them any more. */
  public void leave(Object worker) {
    if (!all.isEmpty()) {
      for (Silence silence : all.values()) {
        synchronized (silence) {
          silence.workers.remove(worker);
        }
      }
    }
  }

  /** Whether so many of a route's sites are silent, and no other answers, that it is the route. */
  public boolean isOfRoute(long routeId) {
    Instant lastWord = lastWords.getOrDefault(routeId, Instant.EPOCH);
    return lastWord.isBefore(clock.instant().minus(firstPatience))
        && all.entrySet().stream()
                .filter(e -> e.getKey().routeId() == routeId && !hasAnswered(e.getValue()))
                .count()
            >= SITES_OF_A_ROUTE;
  }

  private static boolean hasAnswered(Silence silence) {
    synchronized (silence) {
      return silence.answers;
    }
  }

  @Nullable
  private Silence find(String site, long routeId) {
    return all.isEmpty() ? null : all.get(new SiteOnRoute(site, routeId));
  }

  private static Hold resting(Ask ask, Silence silence) {
    return hold(
        ask,
        silence,
        silence.until,
        "; asked again after " + silence.until.truncatedTo(ChronoUnit.SECONDS));
  }

  private static Hold tried(Ask ask, Silence silence, Instant until) {
    return hold(
        ask,
        silence,
        until,
        silence.mostWorkers == 1
            ? "; one mail tries it again"
            : "; " + silence.mostWorkers + " mails at a time go there");
  }

  private static Hold hold(Ask ask, Silence silence, Instant until, String what) {
    return new Hold(
        HoldScope.SITE_ON_ROUTE,
        until,
        ask.labels().site()
            + (silence.answers ? " answers slowly over route " : " does not answer over route ")
            + ask.labels().route()
            + " since "
            + silence.since.truncatedTo(ChronoUnit.SECONDS)
            + what);
  }
}
