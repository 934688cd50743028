package io.mailwright.sandbox.provider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One provider's mail exchangers: decides what is answered, and counts. Knows no socket; the same
 * questions at the same times are answered alike for the same seed. Thread-safe.
 *
 * <p>Of a recipient the block list is asked first, then whether anybody has the address, greylist,
 * mood and limits; what is refused before the limits uses nothing of them.
 */
public final class SimulatedSite {
  private static final int RECIPIENT_TAKEN = 250;

  private final SiteSpec spec;
  private final Clock clock;
  private final long seed;
  private final Instant start;
  private final SplittableRandom random;
  private final Map<String, SiteUse> uses = new HashMap<>();
  private final TreeMap<Duration, List<RateLimit>> rates;
  private final Map<String, Span> blocked = new HashMap<>();
  private final Greylist greylist = new Greylist();
  private final AnswerBook book = new AnswerBook();
  private boolean down;

  /**
   * Comes up now: the times of its script count from here.
   *
   * @param seed of all that is left to chance
   */
  public SimulatedSite(SiteSpec spec, Clock clock, long seed) {
    this.spec = spec;
    this.clock = clock;
    this.seed = mixed(seed ^ mixed(spec.name().hashCode()));
    this.start = clock.instant();
    this.random = new SplittableRandom(this.seed);
    this.rates = new TreeMap<>(spec.rates());
  }

  /** Its name. */
  public String name() {
    return spec.name();
  }

  /** What it was made from; changes since then are not in it. */
  public SiteSpec spec() {
    return spec;
  }

  /**
   * Someone who may connect, and is not yet.
   *
   * @param source the address as text, {@code 127.0.0.2}
   */
  public SiteConnection from(String source) {
    return new SiteConnection(this, source);
  }

  /** Other limits from now on, until the script has a later change. None: no limit. */
  public synchronized void changeRates(List<RateLimit> limits) {
    rates.put(sinceStart(clock.instant()), List.copyOf(limits));
  }

  /** Puts a source on the block list, from now on. */
  public synchronized void block(String source) {
    blocked.put(source, Span.since(sinceStart(clock.instant())));
  }

  /** Takes a source off the block list that {@link #block} put there. */
  public synchronized void unblock(String source) {
    blocked.remove(source);
  }

  /** Lets it die, or brings it back; its script may have it dead all the same. */
  public synchronized void setDown(boolean dies) {
    down = dies;
  }

  /**
   * What it lets through in a second in the long run, by the limits and the mood of now; infinite
   * without a limit.
   */
  public synchronized double allowedPerSecond() {
    Instant now = clock.instant();
    double factor = spec.moods().at(now).rate();
    return ratesAt(now).stream()
        .mapToDouble(limit -> limit.mailsPerSecond() * factor)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** All it answered so far. */
  public synchronized SiteTally tally() {
    return book.total();
  }

  /** All it answered one source so far. */
  public synchronized SiteTally tally(String source) {
    return book.total(source);
  }

  /** What it answered in whole seconds, of the last two hours. */
  public synchronized SiteTally tally(Instant from, Instant until) {
    return book.between(from, until);
  }

  /** What it answered by second and source, of the last two hours, oldest first. */
  public synchronized List<SecondTally> seconds() {
    return book.seconds();
  }

  synchronized SiteAnswer greet(String source) {
    Instant now = clock.instant();
    if (isDead(now)) {
      return silence(now, source);
    }
    if (!use(source).connect(spec.connections())) {
      return turnAway(now, source, SiteVerdict.OVER_CONNECTIONS);
    }
    return reply(now, SiteVerdict.ACCEPTED, source, "", Duration.ZERO);
  }

  synchronized void release(String source) {
    use(source).disconnect();
  }

  synchronized SiteAnswer judge(String source, String recipient, int mailsOnConnection) {
    Instant now = clock.instant();
    if (isDead(now)) {
      return silence(now, source);
    }
    if (mailsOnConnection >= spec.closesAfter()) {
      return turnAway(now, source, SiteVerdict.CLOSED);
    }
    Mood mood = spec.moods().at(now);
    Duration wait = Duration.ZERO;
    SiteVerdict verdict = SiteVerdict.ACCEPTED;
    if (isBlocked(now, source)) {
      verdict = SiteVerdict.LISTED;
    } else if (isUnknown(recipient)) {
      verdict = SiteVerdict.UNKNOWN_USER;
    } else {
      wait =
          spec.greylist().isZero() ? wait : greylist.wait(source, recipient, now, spec.greylist());
      if (!wait.isZero()) {
        verdict = SiteVerdict.GREYLISTED;
      } else if (mood.deferred() > 0 && random.nextDouble() < mood.deferred()) {
        verdict = SiteVerdict.UNWILLING;
      } else {
        wait = use(source).take(ratesAt(now), now, mood.rate(), spec.penalty());
        verdict = wait.isZero() ? verdict : SiteVerdict.OVER_RATE;
      }
    }
    if (verdict == SiteVerdict.ACCEPTED) {
      // A good recipient is answered at once; the time is taken by the mail.
      return new SiteAnswer.Replied(verdict, RECIPIENT_TAKEN, "2.1.5 Ok", Duration.ZERO);
    }
    book.note(now, source, verdict);
    return reply(now, verdict, source, recipient, wait);
  }

  synchronized SiteAnswer accept(String source, int recipients) {
    Instant now = clock.instant();
    for (int i = 0; i < recipients; i++) {
      book.note(now, source, SiteVerdict.ACCEPTED);
    }
    return reply(now, SiteVerdict.ACCEPTED, source, "", Duration.ZERO);
  }

  private SiteAnswer silence(Instant now, String source) {
    book.note(now, source, SiteVerdict.DEAD);
    return new SiteAnswer.Silent(SiteVerdict.DEAD);
  }

  private SiteAnswer turnAway(Instant now, String source, SiteVerdict verdict) {
    book.note(now, source, verdict);
    return reply(now, verdict, source, "", Duration.ZERO);
  }

  private SiteAnswer reply(
      Instant now, SiteVerdict verdict, String source, String recipient, Duration wait) {
    Duration named =
        verdict == SiteVerdict.OVER_RATE && !spec.retryAfter().isZero() ? spec.retryAfter() : wait;
    long seconds = Math.max(1, named.plusNanos(999_999_999).toSeconds());
    return new SiteAnswer.Replied(
        verdict,
        spec.replies().code(verdict),
        spec.replies().text(verdict, source, recipient, seconds),
        latency(now));
  }

  private Duration latency(Instant now) {
    if (spec.latency().isZero() && spec.jitter().isZero()) {
      return Duration.ZERO;
    }
    double swing = spec.jitter().toNanos() * (2 * random.nextDouble() - 1);
    double nanos = (spec.latency().toNanos() + swing) * spec.moods().at(now).latency();
    return Duration.ofNanos(Math.max(0, (long) nanos));
  }

  private List<RateLimit> ratesAt(Instant now) {
    Map.Entry<Duration, List<RateLimit>> entry = rates.floorEntry(sinceStart(now));
    return entry == null ? List.of() : entry.getValue();
  }

  private boolean isDead(Instant now) {
    Duration at = sinceStart(now);
    return down || spec.dead().stream().anyMatch(span -> span.contains(at));
  }

  private boolean isBlocked(Instant now, String source) {
    Duration at = sinceStart(now);
    Span span = blocked.get(source);
    return (span != null && span.contains(at))
        || spec.blocked().stream()
            .anyMatch(listing -> listing.source().equals(source) && listing.span().contains(at));
  }

  private boolean isUnknown(String recipient) {
    if (spec.unknown() == 0) {
      return false;
    }
    long hash = seed;
    String lower = recipient.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length(); i++) {
      hash = mixed(hash + lower.charAt(i));
    }
    return (hash >>> 11) * 0x1.0p-53 < spec.unknown();
  }

  private SiteUse use(String source) {
    return uses.computeIfAbsent(
        spec.each() == SiteSpec.Each.SITE ? "" : source, key -> new SiteUse());
  }

  private Duration sinceStart(Instant now) {
    return Duration.between(start, now);
  }

  // The finalizer of SplitMix64: each bit of the seed changes about half of the result's.
  private static long mixed(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
