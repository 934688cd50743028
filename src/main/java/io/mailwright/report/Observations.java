package io.mailwright.report;

import io.mailwright.report.advice.Observation;
import io.mailwright.report.projection.Measure;
import io.mailwright.report.projection.ProjectionQuery;
import java.time.ZoneId;
import java.util.List;

/** What advice is made of, from the sums of hours. */
final class Observations {
  private Observations() {}

  static List<Observation> of(List<ProjectionQuery.HourSum> hours, ZoneId zone) {
    return hours.stream()
        .map(
            hour ->
                new Observation(
                    hour.site(),
                    hour.start().atZone(zone).getHour(),
                    hour.start().getEpochSecond(),
                    hour.route(),
                    hour.counts().of(Measure.ACCEPTED),
                    hour.counts().of(Measure.DEFERRALS),
                    hour.counts().of(Measure.FAILED)))
        .filter(seen -> seen.accepted() + seen.deferrals() + seen.failed() > 0)
        .toList();
  }
}
