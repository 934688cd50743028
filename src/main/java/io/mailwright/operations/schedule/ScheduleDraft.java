package io.mailwright.operations.schedule;

import io.mailwright.campaign.calendar.CronCalendar;
import io.mailwright.kernel.error.Require;
import io.mailwright.operations.execution.JobCatalogue;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a person or a script says about a schedule.
 *
 * @param job the name of a job that can be started
 * @param campaignId the campaign it is for, if it is for one
 * @param parameters further job parameters, without control characters; together at most 3,000
 *     characters
 * @param cron five fields as in crontab
 * @param zone the zone of {@code cron}
 * @param misfire what becomes of times that were missed
 * @param enabled whether it fires
 */
public record ScheduleDraft(
    String job,
    OptionalLong campaignId,
    Map<String, String> parameters,
    String cron,
    ZoneId zone,
    Misfire misfire,
    boolean enabled) {
  /**
   * Refuses bad values.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the field's name, as at the start
   *     of the job
   */
  public ScheduleDraft {
    job = Require.line("job", job, 100);
    Objects.requireNonNull(campaignId);
    Map<String, String> checked = new TreeMap<>();
    parameters.forEach(
        (name, value) -> {
          String key = Require.line("parameters", name, 100);
          if (!key.matches("[A-Za-z][A-Za-z0-9.]*")) {
            throw Require.refused("parameters", "has a name that is not letters, digits and dots.");
          }
          if (key.equals("campaignId")) {
            throw Require.refused(
                "parameters", "holds campaignId. Give it beside the parameters, as campaignId.");
          }
          checked.put(key, Require.line("parameters." + key, value, 1000));
        });
    parameters = checked;
    Require.range("parameters", stored(parameters).length(), 0, 3000);
    checkJob(job, campaignId, parameters);
    cron = Require.line("cron", cron, 200);
    Objects.requireNonNull(zone);
    CronCalendar.of(cron, zone);
    Objects.requireNonNull(misfire);
  }

  /** What is planned must be startable, or it would fail in the night. */
  private static void checkJob(
      String job, OptionalLong campaignId, Map<String, String> parameters) {
    Map<String, String> given = new TreeMap<>(parameters);
    campaignId.ifPresent(id -> given.put("campaignId", Long.toString(id)));
    JobCatalogue.check(job, given);
  }

  /** A line a parameter; none holds a line break. */
  static String stored(Map<String, String> parameters) {
    StringBuilder text = new StringBuilder();
    parameters.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return text.toString();
  }
}
