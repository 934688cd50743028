package io.mailwright.operations.schedule;

import io.mailwright.campaign.calendar.CronCalendar;
import io.mailwright.kernel.store.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A job that starts by the calendar. */
@Entity
@Table(name = "schedule")
public class Schedule extends StoredEntity {
  private String job;

  @Column(name = "campaign_id")
  private Long campaignId;

  private String parameters;
  private String cron;
  private String zone;

  @Enumerated(EnumType.STRING)
  private Misfire misfire;

  private boolean enabled;

  @Column(name = "next_fire_at")
  private Instant nextFireAt;

  /** For Jakarta Persistence. */
  protected Schedule() {}

  Schedule(ScheduleDraft draft, Instant now) {
    super(now);
    describe(draft, now);
  }

  /** Takes what people say. A time that has come and was not taken yet stays due. */
  final void describe(ScheduleDraft draft, Instant now) {
    boolean isReplanned =
        nextFireAt == null
            || !draft.enabled()
            || !draft.cron().equals(cron)
            || !draft.zone().getId().equals(zone);
    this.job = draft.job();
    this.campaignId = draft.campaignId().isPresent() ? draft.campaignId().getAsLong() : null;
    this.parameters = ScheduleDraft.stored(draft.parameters());
    this.cron = draft.cron();
    this.zone = draft.zone().getId();
    this.misfire = draft.misfire();
    this.enabled = draft.enabled();
    if (isReplanned) {
      this.nextFireAt = enabled ? calendar().nextAfter(now).orElse(null) : null;
    }
  }

  void turnOff() {
    this.enabled = false;
    this.nextFireAt = null;
  }

  /** What it says now, to be changed in part. */
  public ScheduleDraft draft() {
    return new ScheduleDraft(
        job, campaignId(), parameters(), cron, ZoneId.of(zone), misfire, enabled);
  }

  /** Its times. */
  public CronCalendar calendar() {
    return CronCalendar.of(cron, ZoneId.of(zone));
  }

  /** The job's name. */
  public String job() {
    return job;
  }

  /** The campaign it is for. */
  public OptionalLong campaignId() {
    return campaignId == null ? OptionalLong.empty() : OptionalLong.of(campaignId);
  }

  /** Further job parameters by name. */
  public Map<String, String> parameters() {
    Map<String, String> map = new TreeMap<>();
    parameters
        .lines()
        .forEach(
            line ->
                map.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    return map;
  }

  /** Five fields as in crontab. */
  public String cron() {
    return cron;
  }

  /** The zone of {@link #cron}. */
  public ZoneId zone() {
    return ZoneId.of(zone);
  }

  /** What becomes of times that were missed. */
  public Misfire misfire() {
    return misfire;
  }

  /** Whether it fires. */
  public boolean isEnabled() {
    return enabled;
  }

  /** When it fires next; empty when it is off or has no further time. */
  public Optional<Instant> nextFireAt() {
    return Optional.ofNullable(nextFireAt);
  }
}
