package io.mailwright.routing.window;

import java.util.Arrays;
import java.util.Map;

/** Makes hours of a site for tests of other packages. */
public final class SiteHoursOf {
  private SiteHoursOf() {}

  /** A site of which nothing is known but some hours. */
  public static SiteHours site(String name, Map<Integer, HourCount> known) {
    HourCount[] hours = new HourCount[HourOfWeek.COUNT];
    Arrays.fill(hours, HourCount.NONE);
    known.forEach((hour, count) -> hours[hour] = count);
    return new SiteHours(name, hours);
  }
}
