package io.mailwright.console.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailwright.campaign.CampaignDraft;
import io.mailwright.campaign.RateUnit;
import io.mailwright.campaign.RetryRule;
import io.mailwright.campaign.SendRate;
import io.mailwright.campaign.Tracking;
import io.mailwright.campaign.policy.Breaker;
import io.mailwright.campaign.policy.Canary;
import io.mailwright.campaign.policy.Percent;
import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.console.FormFields;
import io.mailwright.kernel.error.MailwrightException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CampaignFieldsTest {
  private static FormFields form() {
    FormFields form = new FormFields();
    CampaignFields.preset(form, ZoneOffset.UTC);
    return form.put("name", "News")
        .put("listIds", List.of("1"))
        .put("templateId", "2")
        .put("poolId", "3")
        .put("from.address", "news@example.com");
  }

  private static CampaignDraft draft(FormFields form) {
    return CampaignFields.draft(form, ZoneOffset.UTC);
  }

  @Test
  void leavesRetriesExactThatNobodyChanged() {
    RetryRule exact = new RetryRule(3, Duration.ofSeconds(2), Duration.ofMinutes(90));
    FormFields form = filled(exact, Optional.empty());
    assertThat(draft(form).retry()).isEqualTo(exact);

    form.put("retry.firstDelay", "7");
    assertThat(draft(form).retry())
        .isEqualTo(new RetryRule(3, Duration.ofMinutes(7), Duration.ofMinutes(90)));
  }

  @Test
  void readsARate() {
    FormFields form = form().put("rate.limit", "40").put("rate.per", "MINUTE");
    assertThat(draft(form).rate()).contains(new SendRate(40, RateUnit.MINUTE));
    assertThat(draft(form().put("rate.limit", "")).rate()).isEmpty();
  }

  @Test
  void leavesAStartExactThatNobodyChanged() {
    Instant exact = Instant.parse("2031-02-03T09:10:11.123456Z");
    FormFields form = filled(RetryRule.STANDARD, Optional.of(exact));
    assertThat(form.text("startAt")).isEqualTo("2031-02-03T09:10");
    form.put("workers", "3");
    assertThat(draft(form).startAt()).contains(exact);

    form.put("startAt", "2031-02-03T09:11");
    assertThat(draft(form).startAt()).contains(Instant.parse("2031-02-03T09:11:00Z"));
  }

  @Test
  void readsCanaryAndBreakerWhereTheyAreChosen() {
    FormFields form = form();
    assertThat(draft(form).policy()).isEqualTo(SendPolicy.NONE);
    form.put("urgent", true).put("canary", true).put("breaker", true);
    form.put("canary.percent", "2.5").put("canary.wait", "45");
    SendPolicy policy = draft(form).policy();
    assertThat(policy.urgent()).isTrue();
    assertThat(policy.breaker()).contains(Breaker.STANDARD);
    assertThat(policy.canary())
        .contains(
            new Canary(new Percent(250), 20, Duration.ofMinutes(45), Canary.STANDARD.limits()));
    FormFields again = form();
    PolicyFields.fill(again, policy);
    assertThat(draft(again).policy()).isEqualTo(policy);
  }

  @ParameterizedTest
  @CsvSource({
    "canary,canary.percent,0",
    "canary,canary.percent,101",
    "canary,canary.limits.failed,a lot",
    "canary,canary.wait,0",
    "breaker,breaker.window,9",
    "breaker,breaker.minimum,201",
    "breaker,breaker.limits.deferred,1.234"
  })
  void namesTheFieldOfACautionThatCannotBe(String chosen, String field, String value) {
    FormFields form = form().put(field, value);
    assertThat(draft(form).policy()).as("not chosen").isEqualTo(SendPolicy.NONE);
    form.put(chosen, true);
    assertThat(catchThrowableOfType(MailwrightException.class, () -> draft(form)).field())
        .contains(field);
  }

  /** The form of a stored campaign. */
  private static FormFields filled(RetryRule retry, Optional<Instant> startAt) {
    CampaignDraft before = draft(form());
    FormFields form = form();
    CampaignFields.fill(
        form,
        new CampaignDraft(
            before.name(),
            before.listIds(),
            before.templateId(),
            before.from(),
            before.replyTo(),
            before.envelopeSender(),
            before.poolId(),
            before.interval(),
            before.rate(),
            retry,
            before.onAmbiguous(),
            before.workers(),
            before.weight(),
            before.policy(),
            startAt,
            before.cron(),
            before.zone(),
            before.noticesTo(),
            WindowRule.ANY_TIME,
            new Tracking(false, true, false)),
        ZoneOffset.UTC,
        Locale.ENGLISH);
    return form;
  }

  @Test
  void keepsWhatToLearnOfReadersAndLearnsNothingByItself() {
    assertThat(draft(form()).tracking()).isEqualTo(Tracking.OFF);
    assertThat(draft(filled(RetryRule.STANDARD, Optional.empty())).tracking())
        .isEqualTo(new Tracking(false, true, false));
  }

  @ParameterizedTest
  @CsvSource({"0.5,PT0.5S", "0.001,PT0.001S", "86400,PT24H", "1.25,PT1.25S"})
  void readsSecondsBetweenMails(String text, Duration interval) {
    assertThat(draft(form().put("interval", text)).interval()).contains(interval);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0x1p3", "1d", "NaN", "Infinity", "1e300", "-1", "0", "86400.001", "0.0001"})
  void refusesWhatIsNoNumberOfSecondsTogetherWithTheOtherFields(String text) {
    MailwrightException refused =
        catchThrowableOfType(
            MailwrightException.class,
            () -> draft(form().put("workers", "999").put("interval", text)));
    assertThat(refused.field()).contains("workers");
    assertThat(refused.getSuppressed()).hasSize(1);
    assertThat(refused.getSuppressed()[0]).hasMessageStartingWith("interval is ");
  }
}
