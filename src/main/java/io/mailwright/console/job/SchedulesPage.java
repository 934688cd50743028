package io.mailwright.console.job;

import io.mailwright.campaign.CampaignDraft;
import io.mailwright.campaign.calendar.CronCalendar;
import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.Zone;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.operations.execution.Executions;
import io.mailwright.operations.execution.JobDefinition;
import io.mailwright.operations.schedule.Misfire;
import io.mailwright.operations.schedule.Schedule;
import io.mailwright.operations.schedule.ScheduleDraft;
import io.mailwright.operations.schedule.ScheduleRepository;
import io.mailwright.operations.schedule.ScheduleRun;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** Schedules: what starts by the calendar, and what became of the times. */
@Named("schedulesPage")
@ViewScoped
public class SchedulesPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int NEXT = 5;
  private static final int RUNS = 5;

  @Inject private ScheduleRepository schedules;
  @Inject private Executions executions;
  @Inject private Attempt attempt;
  @Inject private Zone zone;
  @Inject private SubjectChoices subjects;

  private final FormFields form = new FormFields();
  private String job;
  private long chosen;
  private transient List<Schedule> rows;
  private ArrayList<SubjectChoices.Choice> campaigns;

  /** Fills the form for a new schedule. */
  public void load() {
    form.put("job", job == null ? "" : job)
        .put("cron", "0 9 * * 1")
        .put("zone", zone.id().getId())
        .put("misfire", Misfire.SKIP.name());
  }

  /** All schedules; read once a view, so that a row stays that row. */
  public List<Schedule> getRows() {
    if (rows == null) {
      rows = schedules.page(PageRequest.newest(PageRequest.MAX_LIMIT)).items();
    }
    return rows;
  }

  /** The next times of what is typed; empty while it makes no sense. */
  public List<Instant> getNext() {
    try {
      return CronCalendar.of(form.text("cron"), CampaignDraft.zone("zone", form.text("zone")))
          .nextAfter(zone.now(), NEXT);
    } catch (MailwrightException e) {
      return List.of();
    }
  }

  /** The next times of a schedule. */
  public List<Instant> next(Schedule schedule) {
    return schedule.isEnabled() ? schedule.calendar().nextAfter(zone.now(), NEXT) : List.of();
  }

  /** What became of its last times. */
  public List<ScheduleRun> runs(Schedule schedule) {
    return schedules.runs(schedule.id(), RUNS);
  }

  /** The jobs that can be planned: those of a campaign; a file is imported once. */
  public List<JobDefinition> getDefinitions() {
    return executions.definitions().stream().filter(JobDefinition::ofCampaign).toList();
  }

  /** What can be planned, as it was when the page was opened. */
  public List<SubjectChoices.Choice> getCampaigns() {
    if (campaigns == null) {
      campaigns = new ArrayList<>(subjects.campaigns(Set.of()));
    }
    return campaigns;
  }

  /** The name of a schedule's campaign. */
  public String campaignOf(Schedule schedule) {
    String id = Long.toString(schedule.campaignId().orElse(0));
    return getCampaigns().stream()
        .filter(choice -> choice.value().equals(id))
        .findFirst()
        .map(SubjectChoices.Choice::label)
        .orElse(id);
  }

  /** What may become of missed times. */
  public Misfire[] getMisfires() {
    return Misfire.values();
  }

  /** Plans a job. */
  public String create() {
    boolean isDone =
        attempt.asAdmin(
            () -> {
              Require.all(
                  () -> form.id("campaignId"),
                  () -> CronCalendar.of(form.text("cron"), ZoneOffset.UTC),
                  () -> CampaignDraft.zone("zone", form.text("zone")),
                  this::parameters);
              schedules.create(
                  new ScheduleDraft(
                      form.text("job"),
                      OptionalLong.of(form.id("campaignId")),
                      parameters(),
                      form.text("cron"),
                      CampaignDraft.zone("zone", form.text("zone")),
                      Misfire.valueOf(form.text("misfire")),
                      true));
            });
    if (!isDone) {
      return null;
    }
    attempt.done("schedule.created");
    return "/schedules?faces-redirect=true";
  }

  /** Lines of name=value. */
  private Map<String, String> parameters() {
    Map<String, String> map = new TreeMap<>();
    form.text("parameters")
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(
            line -> {
              int at = line.indexOf('=');
              if (at < 1) {
                throw Require.refused("parameters", "has a line that is not name=value.");
              }
              map.put(line.substring(0, at).strip(), line.substring(at + 1).strip());
            });
    return map;
  }

  /** Turns a schedule on or off. */
  public String turn(Schedule schedule) {
    ScheduleDraft now = schedule.draft();
    boolean isDone =
        attempt.asAdmin(
            () ->
                schedules.change(
                    schedule.id(),
                    Revision.of(schedule.version()),
                    new ScheduleDraft(
                        now.job(),
                        now.campaignId(),
                        now.parameters(),
                        now.cron(),
                        now.zone(),
                        now.misfire(),
                        !now.enabled())));
    if (isDone) {
      attempt.done(now.enabled() ? "schedule.off" : "schedule.on");
    }
    return "/schedules?faces-redirect=true";
  }

  /** Removes the chosen schedule. */
  public String delete() {
    if (attempt.asAdmin(() -> schedules.delete(chosen, Revision.latest()))) {
      attempt.done("schedule.deleted");
    }
    return "/schedules?faces-redirect=true";
  }

  /** What was typed, by field. */
  public Map<String, Object> getIn() {
    return form.map();
  }

  public String getJob() {
    return job;
  }

  public void setJob(String job) {
    this.job = job;
  }

  public long getChosen() {
    return chosen;
  }

  public void setChosen(long chosen) {
    this.chosen = chosen;
  }
}
