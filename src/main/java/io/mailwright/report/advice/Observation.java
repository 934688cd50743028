package io.mailwright.report.advice;

/**
 * What a site answered in an hour of some day, over one route.
 *
 * @param site its name
 * @param hour of the day by the report's zone, 0 to 23
 * @param moment tells hours of different days apart
 * @param route its id
 */
public record Observation(
    String site, int hour, long moment, long route, long accepted, long deferrals, long failed) {
  long tries() {
    return accepted + deferrals + failed;
  }
}
