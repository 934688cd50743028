package io.mailwright.routing.window;

import io.mailwright.campaign.window.WeekMinutes;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import jakarta.annotation.Nullable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Says whether a campaign's mail may go now by its hours. An answer holds until the next change, so
 * that a mail costs two look-ups; only the first of a zone and site is worked out. Thread-safe.
 */
public final class SendWindow {
  /** Beside the world's 600 zones people write much; what comes after so many is looked up anew. */
  private static final int MOST_NAMES = 4096;

  private final WindowTerms terms;
  private final Function<String, SiteHours> learned;
  private final WeekMinutes week;
  private final boolean isAnyTime;
  private final boolean usesLearnedHours;
  private final Clocked fallback;
  private final Map<String, Clocked> byName = new ConcurrentHashMap<>();
  private final Map<ZoneId, Clocked> byZone = new ConcurrentHashMap<>();

  /** The recipients on one zone's clock. */
  private static final class Clocked {
    private final LocalHours hours;
    private final Map<String, Answer> bySite = new ConcurrentHashMap<>();

    Clocked(LocalHours hours) {
      this.hours = hours;
    }
  }

  /**
   * What is true for a while.
   *
   * @param from from this instant on
   * @param until the first instant for which it need not be true any more
   * @param basis what was known of the site then
   */
  private record Answer(Instant from, Instant until, SiteHours basis, Optional<Hold> hold) {
    boolean isGood(Instant now, SiteHours known) {
      return basis == known && !now.isBefore(from) && now.isBefore(until);
    }
  }

  /**
   * @param serverZone whose clock counts if neither recipient nor campaign have one
   * @param learned what is known of a site's hours; asked only if the rule uses it
   */
  public SendWindow(WindowTerms terms, ZoneId serverZone, Function<String, SiteHours> learned) {
    this.terms = terms;
    this.learned = learned;
    this.week = terms.rule().minutes();
    this.isAnyTime = terms.rule().isAnyTime();
    this.usesLearnedHours = terms.rule().usesLearnedHours();
    this.fallback = clocked(terms.zone().orElse(serverZone));
  }

  /** What it goes by. */
  WindowTerms terms() {
    return terms;
  }

  /** Whether it never holds anything back, so that nobody need ask. */
  public boolean isAnyTime() {
    return isAnyTime;
  }

  /**
   * Whether a mail may go. A peak of the site holds all of the campaign's mails to it; the rest
   * holds the mails of one zone.
   *
   * @param recipientZone an IANA name or an offset; null, empty or unknown: the campaign's
   * @return empty if it may; else until when to wait and why
   */
  public Optional<Hold> check(Instant now, @Nullable String recipientZone, String site) {
    if (isAnyTime) {
      return Optional.empty();
    }
    SiteHours known = usesLearnedHours ? learned.apply(site) : SiteHours.UNKNOWN;
    Clocked clocked = clocked(recipientZone);
    Answer answer = clocked.bySite.get(known.site());
    if (answer == null || !answer.isGood(now, known)) {
      answer = answer(now, clocked.hours, known);
      clocked.bySite.put(known.site(), answer);
    }
    return answer.hold;
  }

  /**
   * Time in which mails may go.
   *
   * @param start its first instant; {@link Instant#MIN} if it never began
   * @param end the first instant after it; {@link Instant#MAX} if it never ends
   */
  public record OpenTime(Instant start, Instant end) {}

  /**
   * The open time that holds this instant or, if it is closed then, the next one, on the clock of
   * recipients whose own is not known. Learned hours are left out.
   */
  public OpenTime openAtOrAfter(Instant at) {
    LocalHours.Open open = fallback.hours.atOrAfter(at);
    return new OpenTime(open.start(), open.end());
  }

  private Clocked clocked(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      return fallback;
    }
    Clocked known = byName.get(name);
    if (known == null) {
      known = zone(name).map(this::clocked).orElse(fallback);
      if (byName.size() < MOST_NAMES) {
        byName.put(name, known);
      }
    }
    return known;
  }

  private Clocked clocked(ZoneId zone) {
    return byZone.computeIfAbsent(zone, any -> new Clocked(new LocalHours(week, zone)));
  }

  /** Whether these words, which are all that is stored of a hold, are those of closed hours. */
  public static boolean isWhyClosed(String why) {
    return LocalHours.isWhyClosed(why);
  }

  private static Optional<ZoneId> zone(String name) {
    try {
      return Optional.of(ZoneId.of(name.strip()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Answer answer(Instant now, LocalHours hours, SiteHours known) {
    if (terms.rule().avoidsPeaks()) {
      Optional<SiteHours.Peak> peak = known.peakAt(now);
      if (peak.isPresent()) {
        return held(now, known, HoldScope.SITE, peak.get().until(), peak.get().why());
      }
    }
    LocalHours.Open open = hours.atOrAfter(now);
    if (!open.holds(now)) {
      return held(
          now, known, HoldScope.RECIPIENT, open.start(), hours.whyClosed(now, open.start()));
    }
    Optional<Instant> best = bestHour(now, hours, known);
    if (best.isPresent()) {
      HoldScope scope = hours.isAlways() ? HoldScope.SITE : HoldScope.RECIPIENT;
      return held(now, known, scope, best.get(), known.whyBest(best.get()));
    }
    Instant nextHour = HourOfWeek.nextAfter(now);
    Instant until = usesLearnedHours && nextHour.isBefore(open.end()) ? nextHour : open.end();
    return new Answer(now, until, known, Optional.empty());
  }

  private static Answer held(
      Instant now, SiteHours known, HoldScope scope, Instant until, String why) {
    // A peak may begin meanwhile, and holds more.
    Instant nextHour = HourOfWeek.nextAfter(now);
    return new Answer(
        now,
        nextHour.isBefore(until) ? nextHour : until,
        known,
        Optional.of(new Hold(scope, until, why)));
  }

  /** The best time to come, if it is worth to wait for it. */
  private Optional<Instant> bestHour(Instant now, LocalHours hours, SiteHours known) {
    return terms
        .rule()
        .bestHourWithin()
        .map(within -> terms.startedAt().orElse(now).plus(within))
        .flatMap(latest -> known.bestHour(now, latest, at -> opening(at, hours, known)))
        .filter(best -> best.isAfter(now));
  }

  private Optional<Instant> opening(Instant at, LocalHours hours, SiteHours known) {
    if (terms.rule().avoidsPeaks() && known.isPeak(HourOfWeek.of(at))) {
      return Optional.empty();
    }
    Instant opens = hours.atOrAfter(at).start();
    Instant first = opens.isAfter(at) ? opens : at;
    return Optional.of(first).filter(start -> start.isBefore(HourOfWeek.nextAfter(at)));
  }
}
