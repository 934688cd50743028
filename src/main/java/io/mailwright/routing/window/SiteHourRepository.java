package io.mailwright.routing.window;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps what was seen of sites by hour of the week, faded by the week. Each method is a short
 * transaction of its own.
 */
public interface SiteHourRepository {
  /**
   * What was seen of a site in an hour since the last call.
   *
   * @param hourOfWeek 0 to 167
   * @param week in which it was seen, see {@link HourOfWeek#weekOf}
   */
  record Seen(String site, int hourOfWeek, int week, HourCount count) {}

  /** Adds what was seen; what other nodes add meanwhile stays. */
  void add(List<Seen> seen);

  /** The hours of all sites, faded to a week; sites that are off are not in it. */
  Map<String, SiteHours> all(int week);

  /** The hours of one site, faded to a week, on or off; empty if nothing is known of it. */
  Optional<SiteHours> of(String site, int week);

  /** The sites of which something is known, on or off. */
  Set<String> sites();

  /** Forgets all about a site. */
  void forget(String site);

  /** Forgets the hours in which nothing was seen since a week. */
  void forgetBefore(int week);

  /** The sites whose hours are neither learned nor heeded. */
  Set<String> off();

  /** Turns a site's learning on or off; what was learned before is kept. */
  void learn(String site, boolean on);
}
