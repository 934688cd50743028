package io.mailwright.console.campaign;

import io.mailwright.campaign.policy.Breaker;
import io.mailwright.campaign.policy.Canary;
import io.mailwright.campaign.policy.OutcomeLimits;
import io.mailwright.campaign.policy.Percent;
import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.console.FormFields;
import io.mailwright.kernel.error.Require;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns a campaign's caution into fields of its form, and back. */
final class PolicyFields {
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,3}([.][0-9]{1,2})?");
  private static final long MOST_WAIT_MINUTES = Duration.ofDays(7).toMinutes();

  private PolicyFields() {}

  /** Fills the form; what is not chosen shows what is usual. */
  static void fill(FormFields form, SendPolicy policy) {
    Canary canary = policy.canary().orElse(Canary.STANDARD);
    Breaker breaker = policy.breaker().orElse(Breaker.STANDARD);
    form.put("urgent", policy.urgent())
        .put("canary", policy.canary().isPresent())
        .put("canary.percent", canary.percent().value().toPlainString())
        .put("canary.minimum", canary.minimum())
        .put("canary.wait", CampaignFields.shown(canary.waiting(), ChronoUnit.MINUTES))
        .put("canary.wait" + CampaignFields.EXACT, canary.waiting())
        .put("breaker", policy.breaker().isPresent())
        .put("breaker.window", breaker.window())
        .put("breaker.minimum", breaker.minimum());
    limits(form, "canary", canary.limits());
    limits(form, "breaker", breaker.limits());
  }

  private static void limits(FormFields form, String what, OutcomeLimits limits) {
    form.put(what + ".limits.deferred", limits.deferred().value().toPlainString())
        .put(what + ".limits.failed", limits.failed().value().toPlainString())
        .put(what + ".limits.complaints", limits.complaints().value().toPlainString());
  }

  /** Refuses every field that is wrong, of what is chosen. */
  static void check(FormFields form) {
    Require.all(() -> canary(form), () -> breaker(form));
  }

  /** What the form says. */
  static SendPolicy policy(FormFields form) {
    return new SendPolicy(form.isOn("urgent"), canary(form), breaker(form));
  }

  private static Optional<Canary> canary(FormFields form) {
    return form.isOn("canary")
        ? Optional.of(
            new Canary(
                percent(form, "canary.percent"),
                (int) form.number("canary.minimum", 1, 100_000),
                CampaignFields.duration(form, "canary.wait", ChronoUnit.MINUTES, MOST_WAIT_MINUTES),
                limits(form, "canary")))
        : Optional.empty();
  }

  private static Optional<Breaker> breaker(FormFields form) {
    return form.isOn("breaker")
        ? Optional.of(
            new Breaker(
                limits(form, "breaker"),
                (int) form.number("breaker.window", 10, 1000),
                (int) form.number("breaker.minimum", 2, 1000)))
        : Optional.empty();
  }

  private static OutcomeLimits limits(FormFields form, String what) {
    return new OutcomeLimits(
        percent(form, what + ".limits.deferred"),
        percent(form, what + ".limits.failed"),
        percent(form, what + ".limits.complaints"));
  }

  private static Percent percent(FormFields form, String field) {
    String text = form.text(field);
    if (!DECIMAL.matcher(text).matches()) {
      throw Require.refused(field, "must be a percentage from 0 to 100 with at most two decimals.");
    }
    return Percent.of(field, new BigDecimal(text));
  }
}
