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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Schedules: what starts by the calendar, what became of the times, and one of them to edit. */
@Named("schedulesPage")
@ViewScoped
public class SchedulesPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int NEXT = 5;
  private static final int RUNS = 5;
  private static final String CAMPAIGN = "campaignId";
  private static final String LIST = "/schedules?faces-redirect=true";

  @Inject private ScheduleRepository schedules;
  @Inject private Executions executions;
  @Inject private Attempt attempt;
  @Inject private Zone zone;
  @Inject private SubjectChoices subjects;

  private final FormFields form = new FormFields();
  private String job;
  private long edited;
  private int version;
  private boolean isOvertaken;
  private long chosen;
  private transient List<Schedule> rows;
  private ArrayList<SubjectChoices.Choice> campaigns;

  /** Fills the form: with the schedule that is edited, or for a new one. */
  public void load() {
    if (edited > 0) {
      fill(schedules.get(edited));
      return;
    }
    form.put("job", job == null ? "" : job)
        .put("cron", "0 9 * * 1")
        .put("zone", zone.id().getId())
        .put("misfire", Misfire.SKIP.name());
  }

  private void fill(Schedule schedule) {
    version = schedule.version();
    form.put("job", schedule.job())
        .put(CAMPAIGN, schedule.campaignId().isPresent() ? schedule.campaignId().getAsLong() : "")
        .put("cron", schedule.cron())
        .put("zone", schedule.zone().getId())
        .put("misfire", schedule.misfire().name())
        .put("parameters", lines(schedule));
  }

  /** The further parameters of a schedule, one a line as they are typed. */
  private static String lines(Schedule schedule) {
    return schedule.parameters().entrySet().stream()
        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
        .collect(Collectors.joining("\n"));
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
      // One that is old is not among the newest, and stays what the schedule is for.
      form.optional(CAMPAIGN).filter(id -> listed(id).isEmpty()).map(Long::valueOf).stream()
          .flatMap(id -> subjects.campaign(id).stream())
          .forEach(campaigns::add);
    }
    return campaigns;
  }

  private Optional<SubjectChoices.Choice> listed(String id) {
    return campaigns.stream().filter(choice -> choice.value().equals(id)).findFirst();
  }

  /** The name of a schedule's campaign. */
  public String campaignOf(Schedule schedule) {
    long id = schedule.campaignId().orElse(0);
    getCampaigns();
    return listed(Long.toString(id))
        .or(() -> subjects.campaign(id))
        .map(SubjectChoices.Choice::label)
        .orElse(Long.toString(id));
  }

  /** What a schedule gives the job besides, in one line. */
  public String parametersOf(Schedule schedule) {
    return lines(schedule).replace("\n", " ");
  }

  /** What may become of missed times. */
  public Misfire[] getMisfires() {
    return Misfire.values();
  }

  /** Plans a job, or the edited one otherwise. */
  public String save() {
    boolean isDone =
        attempt.asAdmin(
            () -> {
              Require.all(
                  () -> form.id(CAMPAIGN),
                  () -> CronCalendar.of(form.text("cron"), ZoneOffset.UTC),
                  () -> CampaignDraft.zone("zone", form.text("zone")),
                  this::parameters);
              if (edited > 0) {
                schedules.change(
                    edited, Revision.of(version), draft(schedules.get(edited).isEnabled()));
              } else {
                schedules.create(draft(true));
              }
            });
    isOvertaken = attempt.isOvertaken();
    if (!isDone) {
      return null;
    }
    attempt.done(edited > 0 ? "schedule.saved" : "schedule.created");
    return LIST;
  }

  private ScheduleDraft draft(boolean isEnabled) {
    return new ScheduleDraft(
        form.text("job"),
        OptionalLong.of(form.id(CAMPAIGN)),
        parameters(),
        form.text("cron"),
        CampaignDraft.zone("zone", form.text("zone")),
        Misfire.valueOf(form.text("misfire")),
        isEnabled);
  }

  /** Saves this over what somebody else saved. */
  public String overwrite() {
    version = schedules.get(edited).version();
    return save();
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
    return LIST;
  }

  /** Removes the chosen schedule. */
  public String delete() {
    if (attempt.asAdmin(() -> schedules.delete(chosen, Revision.latest()))) {
      attempt.done("schedule.deleted");
    }
    return LIST;
  }

  /** What was typed, by field. */
  public Map<String, Object> getIn() {
    return form.map();
  }

  /** Whether somebody else saved meanwhile, so that a person must decide. */
  public boolean isOvertaken() {
    return isOvertaken;
  }

  /** The schedule that is edited; 0 for a new one. */
  public long getEdited() {
    return edited;
  }

  public void setEdited(long edited) {
    this.edited = edited;
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
