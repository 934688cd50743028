package io.mailwright.console.campaign;

import io.mailwright.campaign.CampaignDraft;
import io.mailwright.campaign.OnAmbiguous;
import io.mailwright.campaign.RateUnit;
import io.mailwright.campaign.RetryRule;
import io.mailwright.campaign.SendRate;
import io.mailwright.campaign.Tracking;
import io.mailwright.campaign.calendar.CronCalendar;
import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.console.FormFields;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.Require;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns a campaign's draft into the fields of its form, and back. */
final class CampaignFields {
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,3})?");
  private static final Duration MOST_INTERVAL = Duration.ofDays(1);

  /** Ends the names of what the form keeps beside what it shows. */
  static final String EXACT = ".exact";

  private static final long MOST_BEST_HOURS = Duration.ofDays(7).toHours();
  private static final int MOST_ATTEMPTS = 1000;
  private static final int MOST_WORKERS = 128;
  private static final int MOST_WEIGHT = 1000;
  private static final long MOST_FIRST_MINUTES = Duration.ofDays(1).toMinutes();
  private static final long MOST_AGE_HOURS = Duration.ofDays(30).toHours();

  private CampaignFields() {}

  /** The fields of a campaign that nobody described yet. */
  static void preset(FormFields form, ZoneId zone) {
    retry(form, RetryRule.STANDARD);
    PolicyFields.fill(form, SendPolicy.NONE);
    tracking(form, Tracking.OFF);
    form.put("onAmbiguous", OnAmbiguous.HOLD.name())
        .put("workers", CampaignDraft.DEFAULT_WORKERS)
        .put("weight", CampaignDraft.DEFAULT_WEIGHT)
        .put("rate.per", RateUnit.MINUTE.name())
        .put("start", "manual")
        .put("window.bestHour.within", WindowRule.BEST_HOUR_WITHIN.toHours())
        .put("zone", zone.getId());
  }

  private static void retry(FormFields form, RetryRule rule) {
    form.put("retry.attempts", rule.attempts())
        .put("retry.firstDelay", shown(rule.firstDelay(), ChronoUnit.MINUTES))
        .put("retry.firstDelay" + EXACT, rule.firstDelay())
        .put("retry.maxAge", shown(rule.maxAge(), ChronoUnit.HOURS))
        .put("retry.maxAge" + EXACT, rule.maxAge());
  }

  static long shown(Duration exact, ChronoUnit unit) {
    return Math.max(1, exact.dividedBy(unit.getDuration()));
  }

  /** What is shown in whole units stays as exact as it was unless somebody changes it. */
  static Duration duration(FormFields form, String field, ChronoUnit unit, long most) {
    long typed = form.number(field, 1, most);
    return form.optional(field + EXACT)
        .map(Duration::parse)
        .filter(exact -> shown(exact, unit) == typed)
        .orElseGet(() -> Duration.of(typed, unit));
  }

  private static void window(FormFields form, WindowRule rule, Locale language) {
    Duration within = rule.bestHourWithin().orElse(WindowRule.BEST_HOUR_WITHIN);
    form.put("window.quiet", HoursText.of(rule.quiet(), language))
        .put("window.preferred", HoursText.of(rule.preferred(), language))
        .put("window.avoidPeak", rule.avoidsPeaks())
        .put("window.bestHour", rule.bestHourWithin().isPresent())
        .put("window.bestHour.within", shown(within, ChronoUnit.HOURS))
        .put("window.bestHour.within" + EXACT, within);
  }

  /** Fills the form with what a campaign says. */
  static void fill(FormFields form, CampaignDraft draft, ZoneId zone, Locale language) {
    retry(form, draft.retry());
    PolicyFields.fill(form, draft.policy());
    tracking(form, draft.tracking());
    window(form, draft.window(), language);
    boolean usesZone = draft.cron().isPresent() || !draft.window().isAnyTime();
    form.put("name", draft.name())
        .put("listIds", draft.listIds().stream().map(String::valueOf).toList())
        .put("templateId", Long.toString(draft.templateId()))
        .put("poolId", Long.toString(draft.poolId()))
        .put("from.address", draft.from().address().written())
        .put("from.name", draft.from().name().orElse(""))
        .put("replyTo", draft.replyTo().map(EmailAddress::written).orElse(""))
        .put("envelopeSender", draft.envelopeSender().map(EmailAddress::written).orElse(""))
        .put("interval", draft.interval().map(CampaignFields::seconds).orElse(""))
        .put("rate.limit", draft.rate().map(r -> Long.toString(r.limit())).orElse(""))
        .put("rate.per", draft.rate().map(SendRate::per).orElse(RateUnit.MINUTE).name())
        .put("onAmbiguous", draft.onAmbiguous().name())
        .put("workers", draft.workers())
        .put("weight", draft.weight())
        .put(
            "start",
            draft.cron().isPresent() ? "cron" : draft.startAt().isPresent() ? "at" : "manual")
        .put("startAt", draft.startAt().map(at -> LOCAL.format(at.atZone(zone))).orElse(""))
        .put("startAt" + EXACT, draft.startAt().map(Instant::toString).orElse(""))
        .put("cron", draft.cron().orElse(""))
        .put("zone", draft.zone().map(ZoneId::getId).orElse(usesZone ? "" : zone.getId()))
        .put(
            "notify",
            draft.noticesTo().stream()
                .map(EmailAddress::written)
                .collect(Collectors.joining(", ")));
  }

  /**
   * What the form says.
   *
   * @param zone the zone that its local time is in
   * @throws io.mailwright.kernel.error.MailwrightException with the field; of the last step's
   *     fields all that are wrong
   */
  static CampaignDraft draft(FormFields form, ZoneId zone) {
    Require.all(
        () -> Require.line("name", form.text("name"), CampaignDraft.LONGEST_NAME),
        () -> form.number("workers", 1, MOST_WORKERS),
        () -> form.number("weight", 1, MOST_WEIGHT),
        () -> form.optional("interval").ifPresent(CampaignFields::interval),
        () -> form.optionalNumber("rate.limit", 1, SendRate.MOST),
        () -> form.number("retry.attempts", 1, MOST_ATTEMPTS),
        () -> form.number("retry.firstDelay", 1, MOST_FIRST_MINUTES),
        () -> form.number("retry.maxAge", 1, MOST_AGE_HOURS),
        () -> startAt(form, zone),
        () -> cron(form).ifPresent(text -> CronCalendar.of(text, ZoneOffset.UTC)),
        () -> PolicyFields.check(form),
        () -> windowRule(form),
        () -> ownZone(form),
        () -> form.addresses("notify"));
    return new CampaignDraft(
        form.text("name"),
        form.several("listIds").stream()
            .map(Long::valueOf)
            .collect(Collectors.toCollection(TreeSet::new)),
        form.id("templateId"),
        new CampaignDraft.Sender(form.address("from.address"), form.optional("from.name")),
        form.optionalAddress("replyTo"),
        form.optionalAddress("envelopeSender"),
        form.id("poolId"),
        form.optional("interval").map(CampaignFields::interval),
        form.optionalNumber("rate.limit", 1, SendRate.MOST)
            .map(limit -> new SendRate(limit, RateUnit.valueOf(form.text("rate.per")))),
        new RetryRule(
            (int) form.number("retry.attempts", 1, MOST_ATTEMPTS),
            duration(form, "retry.firstDelay", ChronoUnit.MINUTES, MOST_FIRST_MINUTES),
            duration(form, "retry.maxAge", ChronoUnit.HOURS, MOST_AGE_HOURS)),
        OnAmbiguous.valueOf(form.text("onAmbiguous")),
        (int) form.number("workers", 1, MOST_WORKERS),
        (int) form.number("weight", 1, MOST_WEIGHT),
        PolicyFields.policy(form),
        startAt(form, zone),
        cron(form),
        usesZone(form) ? ownZone(form) : Optional.empty(),
        form.addresses("notify"),
        windowRule(form),
        tracking(form));
  }

  private static void tracking(FormFields form, Tracking tracking) {
    form.put("tracking.opens", tracking.opens())
        .put("tracking.clicks", tracking.clicks())
        .put("tracking.privacy", tracking.privacy());
  }

  private static Tracking tracking(FormFields form) {
    return new Tracking(
        form.isOn("tracking.opens"), form.isOn("tracking.clicks"), form.isOn("tracking.privacy"));
  }

  private static Optional<Instant> startAt(FormFields form, ZoneId zone) {
    return form.text("start").equals("at")
        ? form.optional("startAt" + EXACT)
            .map(Instant::parse)
            .filter(exact -> LOCAL.format(exact.atZone(zone)).equals(form.text("startAt")))
            .or(() -> Optional.of(instant(form.text("startAt"), zone)))
        : Optional.empty();
  }

  private static boolean isCron(FormFields form) {
    return form.text("start").equals("cron");
  }

  private static Optional<String> cron(FormFields form) {
    return isCron(form)
        ? Optional.of(Require.line("cron", form.text("cron"), 200))
        : Optional.empty();
  }

  /** The hours that the form says. */
  static WindowRule windowRule(FormFields form) {
    return new WindowRule(
        HoursText.read("window.quiet", form.text("window.quiet")),
        HoursText.read("window.preferred", form.text("window.preferred")),
        form.isOn("window.avoidPeak"),
        form.isOn("window.bestHour")
            ? Optional.of(
                duration(form, "window.bestHour.within", ChronoUnit.HOURS, MOST_BEST_HOURS))
            : Optional.empty());
  }

  private static boolean usesZone(FormFields form) {
    return isCron(form) || !windowRule(form).isAnyTime();
  }

  private static Optional<ZoneId> ownZone(FormFields form) {
    return form.optional("zone").map(text -> CampaignDraft.zone("zone", text));
  }

  private static Instant instant(String text, ZoneId zone) {
    try {
      return LocalDateTime.parse(text).atZone(zone).toInstant();
    } catch (DateTimeParseException e) {
      throw Require.refused("startAt", "is no date and time. Give one such as 2026-12-01T09:00.");
    }
  }

  private static String seconds(Duration interval) {
    return Double.toString(interval.toMillis() / 1000.0).replaceAll("\\.0$", "");
  }

  private static Duration interval(String seconds) {
    if (!SECONDS.matcher(seconds).matches()) {
      throw Require.refused("interval", "is no number of seconds. Give one such as 0.5.");
    }
    long millis = new BigDecimal(seconds).movePointRight(3).longValueExact();
    if (millis < 1 || millis > MOST_INTERVAL.toMillis()) {
      throw Require.refused(
          "interval",
          "is " + seconds + "; it must be from 0.001 to " + MOST_INTERVAL.toSeconds() + ".");
    }
    return Duration.ofMillis(millis);
  }
}
