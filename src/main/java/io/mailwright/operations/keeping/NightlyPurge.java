package io.mailwright.operations.keeping;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.operations.execution.Executions;
import io.mailwright.operations.execution.JobRunRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * Starts the job {@code purge} once a night, by the first node whose clock says so. A night that no
 * node was up for is left out: the next one deletes as much more.
 */
@ApplicationScoped
public class NightlyPurge {
  private static final Logger LOG = Logger.getLogger(NightlyPurge.class.getName());

  /** So late a night's run may still begin. */
  private static final Duration LATEST = Duration.ofHours(2);

  private Executions executions;
  private JobRunRepository runs;
  private Settings settings;
  private Clock clock;

  /** For CDI. */
  protected NightlyPurge() {}

  @Inject
  NightlyPurge(Executions executions, JobRunRepository runs, Settings settings, Clock clock) {
    this.executions = executions;
    this.runs = runs;
    this.settings = settings;
    this.clock = clock;
  }

  /** Starts it if its time has come and nobody has; called every minute. */
  public void startIfDue() {
    Optional<LocalTime> at = settings.purgeAt();
    if (at.isEmpty()) {
      return;
    }
    ZonedDateTime now = clock.instant().atZone(settings.zone());
    ZonedDateTime due = now.with(at.get());
    if (due.isAfter(now)) {
      due = due.minusDays(1);
    }
    Instant since = due.toInstant();
    if (Duration.between(since, now.toInstant()).compareTo(LATEST) > 0
        || runs.lastStartOf(PurgeJobs.JOB).filter(last -> !last.isBefore(since)).isPresent()) {
      return;
    }
    try {
      executions.start(PurgeJobs.JOB, Map.of(), "timer");
    } catch (MailwrightException e) {
      if (e.code() != ErrorCode.RUNS_ALREADY) {
        throw e;
      }
      LOG.fine("another node was faster with the purge");
    }
  }
}
