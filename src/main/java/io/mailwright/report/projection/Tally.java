package io.mailwright.report.projection;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Changes to a campaign's sums, gathered before they are written. Not thread-safe. */
final class Tally {
  /** Hours of one site and route. */
  record Hour(long startAt, String site, long route) implements Comparable<Hour> {
    @Override
    public int compareTo(Hour other) {
      int byStart = Long.compare(startAt, other.startAt);
      int bySite = byStart != 0 ? byStart : site.compareTo(other.site);
      return bySite != 0 ? bySite : Long.compare(route, other.route);
    }
  }

  /** Why servers did not take mails, in an hour. */
  record Cause(long startAt, String cause) implements Comparable<Cause> {
    @Override
    public int compareTo(Cause other) {
      int byStart = Long.compare(startAt, other.startAt);
      return byStart != 0 ? byStart : cause.compareTo(other.cause);
    }
  }

  /** What was said of deliveries of a kind. */
  record Reason(int kind, long digest) implements Comparable<Reason> {
    @Override
    public int compareTo(Reason other) {
      int byKind = Integer.compare(kind, other.kind);
      return byKind != 0 ? byKind : Long.compare(digest, other.digest);
    }
  }

  final Map<String, long[]> domains = new TreeMap<>();
  final Map<String, String> siteOfDomain = new TreeMap<>();
  final Map<String, long[]> sites = new TreeMap<>();
  final Map<Long, long[]> routes = new TreeMap<>();
  final Map<Hour, long[]> hours = new TreeMap<>();
  final Map<Cause, long[]> causes = new TreeMap<>();
  final Map<Reason, Long> reasons = new TreeMap<>();
  final Map<Long, Said> words = new TreeMap<>();

  /**
   * Counts something.
   *
   * @param startAt the hour, if it is known and the measure has one
   * @param n may be negative
   */
  void count(Place place, OptionalLong startAt, Measure measure, long n) {
    int at = measure.ordinal();
    domains.computeIfAbsent(place.domain(), domain -> Measure.none())[at] += n;
    siteOfDomain.putIfAbsent(place.domain(), place.site());
    sites.computeIfAbsent(place.hourSite(), site -> Measure.none())[at] += n;
    routes.computeIfAbsent(place.route(), route -> Measure.none())[at] += n;
    if (measure.isTimed() && startAt.isPresent()) {
      hours
              .computeIfAbsent(
                  new Hour(startAt.getAsLong(), place.hourSite(), place.route()),
                  hour -> Measure.none())[at] +=
          n;
    }
  }

  /** Counts why servers did not take mails, by when that was. */
  void count(OptionalLong startAt, Said said, Measure measure, long n) {
    if (startAt.isPresent() && !said.cause().isEmpty()) {
      causes
              .computeIfAbsent(
                  new Cause(startAt.getAsLong(), said.cause()), cause -> Measure.none())[
              measure.ordinal()] +=
          n;
    }
  }

  /** Counts what was said. */
  void count(int kind, Said said, long n) {
    reasons.merge(new Reason(kind, said.digest()), n, Long::sum);
    words.putIfAbsent(said.digest(), said);
  }

  /** Takes back what was said. */
  void takeBack(int kind, long digest, long n) {
    reasons.merge(new Reason(kind, digest), -n, Long::sum);
  }

  boolean isEmpty() {
    return domains.isEmpty() && reasons.isEmpty();
  }
}
