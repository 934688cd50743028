package io.mailwright.operations.timer;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.lease.LeaseRepository;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.campaign.CampaignControl;
import io.mailwright.operations.execution.Executions;
import io.mailwright.operations.notice.NoticeRepository;
import io.mailwright.operations.schedule.Misfire;
import io.mailwright.operations.schedule.Schedule;
import io.mailwright.operations.schedule.ScheduleRepository;
import io.mailwright.operations.schedule.ScheduleRun;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Starts jobs whose time has come. Taking a schedule's time is one conditional UPDATE, so it fires
 * once, also with many nodes. A time that passed long ago, because no node was up, is missed: the
 * schedule's policy says what becomes of it.
 */
@ApplicationScoped
class ScheduleFiring {
  /** Ticks come every few seconds; what is later than this was missed. */
  private static final Duration PUNCTUAL = Duration.ofMinutes(1);

  private ScheduleRepository schedules;
  private CampaignRepository campaigns;
  private CampaignControl control;
  private Executions executions;
  private NoticeRepository notices;
  private LeaseRepository leases;
  private Clock clock;

  ScheduleFiring() {}

  @Inject
  ScheduleFiring(
      ScheduleRepository schedules,
      CampaignRepository campaigns,
      CampaignControl control,
      Executions executions,
      NoticeRepository notices,
      LeaseRepository leases,
      Clock clock) {
    this.schedules = schedules;
    this.campaigns = campaigns;
    this.control = control;
    this.executions = executions;
    this.notices = notices;
    this.leases = leases;
    this.clock = clock;
  }

  void fireDue() {
    Instant now = clock.instant();
    schedules.due(now).forEach(schedule -> fireDue(schedule, now));
  }

  /** What has just come after missed times is taken at once: by the next tick it may be missed. */
  private void fireDue(Schedule schedule, Instant now) {
    Optional<Instant> due = schedule.nextFireAt();
    while (due.isPresent() && !due.get().isAfter(now)) {
      boolean isBusy = leases.isHeld(Lease.ofJob(schedule.job()));
      if (isBusy && (schedule.misfire() == Misfire.RUN || !isMissed(due.get(), now))) {
        // Another schedule of the job was first. It stays due until that run has ended.
        return;
      }
      Optional<Instant> next = next(schedule, due.get(), now);
      if (!schedules.take(schedule.id(), due.get(), next)) {
        return;
      }
      if (isBusy) {
        record(
            schedule,
            due.get(),
            ScheduleRun.Outcome.SKIPPED,
            Started.NOTHING,
            "skipped: another run of the job was at work for more than a minute");
      } else {
        fire(schedule, due.get(), now);
      }
      due = next;
    }
  }

  /**
   * The time after one that is taken. Of several that have passed, one that has only just come is
   * not missed: it stays due, unless the run for the missed ones starts now anyway.
   */
  private static Optional<Instant> next(Schedule schedule, Instant dueAt, Instant now) {
    boolean isLeftOut = isMissed(dueAt, now) && schedule.misfire() != Misfire.RUN;
    return schedule.calendar().nextAfter(isLeftOut ? now.minus(PUNCTUAL) : now);
  }

  private static boolean isMissed(Instant dueAt, Instant now) {
    return Duration.between(dueAt, now).compareTo(PUNCTUAL) > 0;
  }

  private void fire(Schedule schedule, Instant dueAt, Instant now) {
    boolean missed = isMissed(dueAt, now);
    if (isPaused(schedule)) {
      record(
          schedule,
          dueAt,
          ScheduleRun.Outcome.SKIPPED,
          Started.NOTHING,
          "skipped: the campaign is paused");
    } else if (missed && schedule.misfire() == Misfire.SKIP) {
      record(
          schedule,
          dueAt,
          ScheduleRun.Outcome.SKIPPED,
          Started.NOTHING,
          "missed; skipped by its policy");
    } else if (missed && schedule.misfire() == Misfire.ASK) {
      record(
          schedule, dueAt, ScheduleRun.Outcome.ASKED, Started.NOTHING, "missed; a person decides");
      notices.say(
          "warning",
          "schedule-missed",
          campaignOf(schedule).map(Campaign::id),
          Optional.empty(),
          subject(schedule) + " was missed",
          "It was due at " + dueAt + wayToRun(schedule),
          "schedule-missed:" + schedule.id() + ":" + dueAt);
    } else {
      start(schedule, dueAt);
    }
  }

  private Optional<Campaign> campaignOf(Schedule schedule) {
    return schedule.campaignId().isPresent()
        ? campaigns.find(schedule.campaignId().getAsLong())
        : Optional.empty();
  }

  /** What a notice is about: of several schedules most have the same job. */
  private String subject(Schedule schedule) {
    return campaignOf(schedule)
        .map(campaign -> "A scheduled run of campaign “" + campaign.name() + "”")
        .orElse("A scheduled run of " + schedule.job());
  }

  /** A campaign of which copies are sent cannot be started itself. */
  private static String wayToRun(Schedule schedule) {
    return schedule.job().equals("send-campaign")
        ? " while no server was up. If it is still wanted, copy the campaign and start the copy."
        : " while no server was up. Start it on the Jobs page if it is still wanted.";
  }

  /** A campaign that was never started itself, and whose copies a person does not want now. */
  private boolean isPaused(Schedule schedule) {
    return schedule.campaignId().stream()
        .mapToObj(campaigns::get)
        .anyMatch(c -> c.state() == CampaignState.PAUSED && c.startedAt().isEmpty());
  }

  private void start(Schedule schedule, Instant dueAt) {
    try {
      Started started = startJob(schedule, dueAt);
      record(schedule, dueAt, ScheduleRun.Outcome.STARTED, started, null);
    } catch (RuntimeException e) {
      if (e instanceof MailwrightException m && m.code() == ErrorCode.RUNS_ALREADY) {
        record(schedule, dueAt, ScheduleRun.Outcome.SKIPPED, Started.NOTHING, e.getMessage());
        return;
      }
      record(schedule, dueAt, ScheduleRun.Outcome.FAILED, Started.NOTHING, e.getMessage());
      notices.say(
          "error",
          "schedule-failed",
          campaignOf(schedule).map(Campaign::id),
          Optional.empty(),
          subject(schedule) + " could not be started",
          String.valueOf(e.getMessage()),
          "schedule-failed:" + schedule.id() + ":" + dueAt);
    }
  }

  /**
   * What a firing started.
   *
   * @param campaignId the campaign that runs now, if one does
   */
  private record Started(OptionalLong executionId, OptionalLong campaignId) {
    static final Started NOTHING = new Started(OptionalLong.empty(), OptionalLong.empty());
  }

  /** A schedule of send-campaign clones the campaign: each firing has a ledger of its own. */
  private Started startJob(Schedule schedule, Instant dueAt) {
    String user = "schedule " + schedule.id();
    if (schedule.campaignId().isPresent() && schedule.job().equals("send-campaign")) {
      Campaign original = campaigns.get(schedule.campaignId().getAsLong());
      String name = RunName.of(original.name(), dueAt, schedule.zone());
      long copy = campaigns.cloneForRun(original.id(), name).id();
      return new Started(OptionalLong.of(control.start(copy, user)), OptionalLong.of(copy));
    }
    Map<String, String> parameters = new HashMap<>(schedule.parameters());
    if (schedule.campaignId().isPresent()) {
      parameters.put("campaignId", String.valueOf(schedule.campaignId().getAsLong()));
    }
    return new Started(
        OptionalLong.of(executions.start(schedule.job(), parameters, user)), schedule.campaignId());
  }

  private void record(
      Schedule schedule,
      Instant dueAt,
      ScheduleRun.Outcome outcome,
      Started started,
      String detail) {
    schedules.record(
        new ScheduleRun(
            schedule.id(),
            dueAt,
            outcome,
            clock.instant(),
            started.executionId(),
            started.campaignId(),
            Optional.ofNullable(detail)));
  }
}
