package io.mailwright.console.campaign;

import io.mailwright.console.Axis;
import io.mailwright.report.CampaignReport;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The bars of "sent by hour", ready to be drawn: hours without a mail are there too, so that the
 * distance of two bars is a time; long campaigns are shown by day.
 *
 * @param isDaily whether a bar is a day and not an hour
 * @param bars in the order of time, without gaps
 * @param ticks the marks of the vertical axis, from the top down; the first is the height of the
 *     whole, the last is 0
 */
public record HourChart(boolean isDaily, List<Bar> bars, List<Long> ticks) {
  private static final int MOST_HOURS = 72;
  private static final int LABELS = 6;

  /**
   * One hour or day.
   *
   * @param start its first moment
   * @param end the first moment after it
   * @param sent mails accepted in it
   * @param height percent of the whole height, 0 to 100
   * @param isLabelled whether its time stands below it
   */
  public record Bar(Instant start, Instant end, long sent, double height, boolean isLabelled) {}

  /**
   * The chart of what was sent.
   *
   * @param hours hours with mails, in any order
   * @param zone whose days are meant
   */
  public static HourChart of(List<CampaignReport.Hour> hours, ZoneId zone) {
    if (hours.isEmpty()) {
      return new HourChart(false, List.of(), List.of(0L));
    }
    TreeMap<Instant, Long> byHour =
        hours.stream()
            .collect(
                Collectors.toMap(
                    CampaignReport.Hour::start,
                    CampaignReport.Hour::sent,
                    Long::sum,
                    TreeMap::new));
    long span = ChronoUnit.HOURS.between(byHour.firstKey(), byHour.lastKey());
    boolean isDaily = span >= MOST_HOURS;
    TreeMap<Instant, Long> sent = isDaily ? byDay(byHour, zone) : byHour;
    long top = Axis.roundUp(sent.values().stream().mapToLong(Long::longValue).max().orElse(1));
    List<Instant> starts = starts(sent.firstKey(), sent.lastKey(), isDaily, zone);
    int step = (starts.size() + LABELS - 1) / LABELS;
    List<Bar> bars = new ArrayList<>();
    for (Instant start : starts) {
      long mails = sent.getOrDefault(start, 0L);
      bars.add(
          new Bar(
              start,
              next(start, isDaily, zone),
              mails,
              100.0 * mails / top,
              bars.size() % step == 0));
    }
    return new HourChart(isDaily, List.copyOf(bars), Axis.ticks(top));
  }

  private static TreeMap<Instant, Long> byDay(Map<Instant, Long> byHour, ZoneId zone) {
    TreeMap<Instant, Long> days = new TreeMap<>();
    byHour.forEach(
        (hour, sent) ->
            days.merge(
                hour.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant(), sent, Long::sum));
    return days;
  }

  private static List<Instant> starts(Instant first, Instant last, boolean isDaily, ZoneId zone) {
    List<Instant> starts = new ArrayList<>();
    for (Instant at = first; !at.isAfter(last); at = next(at, isDaily, zone)) {
      starts.add(at);
    }
    return starts;
  }

  private static Instant next(Instant start, boolean isDaily, ZoneId zone) {
    return isDaily
        ? start.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant()
        : start.plus(1, ChronoUnit.HOURS);
  }
}
