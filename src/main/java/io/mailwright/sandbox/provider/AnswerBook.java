package io.mailwright.sandbox.provider;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a site answered, by second and source, of the last two hours in which it answered; and in
 * total. The site's lock guards it.
 */
final class AnswerBook {
  private static final int KEPT_SECONDS = 7200;

  private final NavigableMap<Long, Map<String, long[]>> seconds = new TreeMap<>();
  private final Map<String, long[]> totals = new TreeMap<>();

  void note(Instant now, String source, SiteVerdict verdict) {
    seconds.computeIfAbsent(now.getEpochSecond(), second -> new TreeMap<>())
        .computeIfAbsent(source, s -> new long[SiteVerdict.values().length])[verdict.ordinal()]++;
    totals.computeIfAbsent(source, s -> new long[SiteVerdict.values().length])[verdict.ordinal()]++;
    if (seconds.size() > KEPT_SECONDS) {
      seconds.pollFirstEntry();
    }
  }

  SiteTally total() {
    return sum(totals.values());
  }

  SiteTally total(String source) {
    return sum(totals.containsKey(source) ? List.of(totals.get(source)) : List.of());
  }

  SiteTally between(Instant from, Instant until) {
    List<long[]> counts = new ArrayList<>();
    seconds
        .subMap(from.getEpochSecond(), true, until.getEpochSecond(), false)
        .values()
        .forEach(sources -> counts.addAll(sources.values()));
    return sum(counts);
  }

  List<SecondTally> seconds() {
    List<SecondTally> rows = new ArrayList<>();
    seconds.forEach(
        (second, sources) ->
            sources.forEach(
                (source, counts) ->
                    rows.add(
                        new SecondTally(
                            Instant.ofEpochSecond(second), source, sum(List.of(counts))))));
    return rows;
  }

  private static SiteTally sum(Iterable<long[]> counts) {
    Map<SiteVerdict, Long> sums = new EnumMap<>(SiteVerdict.class);
    for (long[] each : counts) {
      for (SiteVerdict verdict : SiteVerdict.values()) {
        if (each[verdict.ordinal()] > 0) {
          sums.merge(verdict, each[verdict.ordinal()], Long::sum);
        }
      }
    }
    return new SiteTally(sums);
  }
}
