package io.mailwright.operations.schedule;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of one time of a schedule.
 *
 * @param scheduleId the schedule
 * @param dueAt the time
 * @param outcome what became of it
 * @param firedAt when that was decided
 * @param executionId the execution that was started
 * @param campaignId the campaign that was started, for a recurring one the clone
 * @param detail words for people, at most 1,000 characters
 */
public record ScheduleRun(
    long scheduleId,
    Instant dueAt,
    Outcome outcome,
    Instant firedAt,
    OptionalLong executionId,
    OptionalLong campaignId,
    Optional<String> detail) {
  /** What became of a time. */
  public enum Outcome {
    STARTED,
    SKIPPED,
    ASKED,
    FAILED
  }
}
