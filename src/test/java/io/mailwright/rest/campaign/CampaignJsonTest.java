package io.mailwright.rest.campaign;

import static io.mailwright.rest.TestBodies.body;
import static io.mailwright.rest.TestBodies.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.campaign.CampaignDraft;
import io.mailwright.campaign.RateUnit;
import io.mailwright.campaign.RetryRule;
import io.mailwright.campaign.SendRate;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CampaignJsonTest {
  private static final String CAMPAIGN =
      """
      {"name": "Autumn", "listIds": [1, 2], "templateId": 3, "poolId": 4,
       "from": {"address": "news@example.com", "name": "News"}, "notify": ["a@example.com"]}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"segment"})
  void refusesACampaignsFieldsThatDoNotWorkYet(String field) {
    refuses(
        ErrorCode.FIELD_NOT_AVAILABLE,
        field,
        () -> CampaignJson.draft(body("{\"" + field + "\":null}"), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "interval|\"fast\"",
        "workers|1000",
        "urgent|\"soon\"",
        "canary.percent|{\"percent\":100.5}",
        "canary.wait|{\"wait\":\"PT0S\"}",
        "canary.limits.failed|{\"limits\":{\"failed\":0.001}}",
        "breaker.window|{\"window\":5}",
        "retry.attempts|{\"attempts\":0}",
        "from.address|{\"address\":\"nobody\"}",
        "cron|\"every day\"",
        "zone|\"Mars/Base\"",
        "startAt|\"tomorrow\"",
        "onAmbiguous|\"maybe\"",
        "notify|[\"x\"]"
      })
  void namesTheFieldOfACampaignThatCannotBe(String field, String value) {
    String top = field.replaceAll("\\..*", "");
    CampaignDraft good = CampaignJson.draft(body(CAMPAIGN), Optional.empty());
    assertThatThrownBy(
            () -> CampaignJson.draft(body("{\"" + top + "\":" + value + "}"), Optional.of(good)))
        .isInstanceOfSatisfying(
            MailwrightException.class, e -> assertThat(e.field()).contains(field));
  }

  @Test
  void changesOnlyWhatAPatchNames() {
    CampaignDraft good = CampaignJson.draft(body(CAMPAIGN), Optional.empty());
    CampaignDraft changed =
        CampaignJson.draft(
            body("{\"interval\":\"PT0.5S\",\"retry\":{\"attempts\":3},\"from\":{\"name\":null}}"),
            Optional.of(good));
    assertThat(changed.interval()).contains(Duration.ofMillis(500));
    assertThat(changed.retry().attempts()).isEqualTo(3);
    assertThat(changed.retry().maxAge()).isEqualTo(good.retry().maxAge());
    assertThat(changed.from().address()).isEqualTo(good.from().address());
    assertThat(changed.from().name()).isEmpty();
    assertThat(changed.listIds()).isEqualTo(good.listIds());
    assertThat(CampaignJson.draft(body("{}"), Optional.of(good))).isEqualTo(good);
  }

  @Test
  void nullBringsBackTheDefault() {
    CampaignDraft good =
        CampaignJson.draft(
            body(
                CAMPAIGN.replace(
                    "\"poolId\"",
                    "\"workers\":3,\"weight\":7,\"retry\":{\"attempts\":2},\"poolId\"")),
            Optional.empty());
    assertThat(good.workers()).isEqualTo(3);
    CampaignDraft changed =
        CampaignJson.draft(
            body("{\"retry\":null,\"workers\":null,\"weight\":null}"), Optional.of(good));
    assertThat(changed.retry()).isEqualTo(RetryRule.STANDARD);
    assertThat(changed.workers()).isEqualTo(CampaignDraft.DEFAULT_WORKERS);
    assertThat(changed.weight()).isEqualTo(CampaignDraft.DEFAULT_WEIGHT);
    assertThat(
            CampaignJson.draft(body("{\"retry\":{\"attempts\":null}}"), Optional.of(good)).retry())
        .isEqualTo(RetryRule.STANDARD);
  }

  @Test
  void keepsARateUntilItIsCleared() {
    SendRate rate = new SendRate(40, RateUnit.MINUTE);
    assertThat(RateJson.rate(body("{\"rate\":{\"limit\":50}}"), Optional.of(rate)))
        .contains(new SendRate(50, RateUnit.MINUTE));
    assertThat(RateJson.rate(body("{\"rate\":null}"), Optional.of(rate))).isEmpty();
    assertThat(RateJson.rate(body("{}"), Optional.of(rate))).contains(rate);
  }
}
