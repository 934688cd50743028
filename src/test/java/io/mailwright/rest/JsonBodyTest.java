package io.mailwright.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.campaign.CampaignDraft;
import io.mailwright.campaign.RateUnit;
import io.mailwright.campaign.RetryRule;
import io.mailwright.campaign.SendRate;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.access.Role;
import io.mailwright.routing.ServerDraft;
import io.mailwright.routing.quota.QuotaRule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
  private static JsonBody body(String json) {
    try {
      return JsonBodyReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void refuses(ErrorCode code, String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MailwrightException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.field().orElse("")).isEqualTo(field);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "1",
        "{\"a\":1} {}",
        "{} x",
        "{\"a\":NaN}",
        "\u0000",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":2}}"
      })
  void refusesWhatIsNotOneJsonObject(String text) {
    refuses(ErrorCode.MALFORMED_BODY, "", () -> body(text));
  }

  @Test
  void refusesWhatIsNotUtf8() {
    byte[] latin1 = "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    refuses(
        ErrorCode.MALFORMED_BODY, "", () -> JsonBodyReader.read(new ByteArrayInputStream(latin1)));
  }

  @Test
  void survivesDeepNesting() {
    refuses(ErrorCode.MALFORMED_BODY, "", () -> body("{\"a\":" + "[".repeat(100_000)));
  }

  @Test
  void namesAFieldThatNobodyAskedForEvenInside() {
    JsonBody body = body("{\"from\":{\"address\":\"a\",\"nick\":1}}");
    JsonBody from = body.optionalObject("from").orElseThrow();
    from.text("address", Optional.empty());
    body.end();
    refuses(ErrorCode.UNKNOWN_FIELD, "from.nick", from::end);
  }

  @Test
  void namesAFieldOfTheWrongType() {
    JsonBody body = body("{\"n\":\"1\",\"t\":1,\"l\":[1,\"x\"],\"f\":1.5}");
    refuses(ErrorCode.INVALID_FIELD, "n", () -> body.number("n", Optional.empty()));
    refuses(ErrorCode.INVALID_FIELD, "t", () -> body.text("t", Optional.empty()));
    refuses(ErrorCode.INVALID_FIELD, "l[1]", () -> body.numbers("l", List.of()));
    refuses(ErrorCode.INVALID_FIELD, "f", () -> body.number("f", Optional.empty()));
    refuses(ErrorCode.INVALID_FIELD, "x", () -> body.text("x", Optional.empty()));
    refuses(ErrorCode.INVALID_FIELD, "t", () -> body.optionalObject("t"));
  }

  @Test
  void keepsWhatIsLeftOutAndClearsWhatIsNull() {
    JsonBody body = body("{\"b\":null,\"c\":\"new\"}");
    assertThat(body.optionalText("a", Optional.of("old"))).contains("old");
    assertThat(body.optionalText("b", Optional.of("old"))).isEmpty();
    assertThat(body.optionalText("c", Optional.of("old"))).contains("new");
    assertThat(body.word("role", Role.class, Optional.of(Role.SENDER))).isEqualTo(Role.SENDER);
    refuses(ErrorCode.INVALID_FIELD, "b", () -> body.text("b", Optional.of("old")));
  }

  @Test
  void keepsAResetUntilItIsCleared() {
    QuotaRule now =
        QuotaJson.rule(
            body("{\"limit\":3,\"per\":\"day\",\"resetAt\":\"09:00\",\"zone\":\"Asia/Shanghai\"}"),
            Optional.empty());
    QuotaRule more = QuotaJson.rule(body("{\"limit\":4}"), Optional.of(now));
    assertThat(more).isEqualTo(new QuotaRule(4, RateUnit.DAY, now.reset()));
    assertThat(QuotaJson.rule(body("{\"resetAt\":null}"), Optional.of(now)).reset()).isEmpty();
    refuses(
        ErrorCode.INVALID_FIELD,
        "per",
        () -> QuotaJson.rule(body("{\"limit\":3,\"per\":\"week\"}"), Optional.empty()));
    SendRate rate = new SendRate(40, RateUnit.MINUTE);
    assertThat(QuotaJson.rate(body("{\"rate\":{\"limit\":50}}"), Optional.of(rate)))
        .contains(new SendRate(50, RateUnit.MINUTE));
    assertThat(QuotaJson.rate(body("{\"rate\":null}"), Optional.of(rate))).isEmpty();
    assertThat(QuotaJson.rate(body("{}"), Optional.of(rate))).contains(rate);
  }

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

    ServerDraft server =
        ServerResource.draft(
            body(
                "{\"name\":\"R\",\"host\":\"r.example\",\"port\":25,\"tls\":\"starttls\","
                    + "\"tlsRequired\":false,\"maxConnections\":3}"),
            Optional.empty());
    ServerDraft reset =
        ServerResource.draft(
            body("{\"tlsRequired\":null,\"maxConnections\":null}"), Optional.of(server));
    assertThat(reset.tlsRequired()).isTrue();
    assertThat(reset.maxConnections()).isEqualTo(ServerDraft.DEFAULT_CONNECTIONS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3000000000", "-3000000000", "99999999999999999999", "1E+999999999"})
  void repeatsANumberThatIsTooLargeAsItWasGiven(String number) {
    JsonBody body = body("{\"n\":" + number + "}");
    assertThatThrownBy(() -> body.integer("n", Optional.empty(), 1))
        .isInstanceOfSatisfying(
            MailwrightException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FIELD);
              assertThat(e.getMessage()).startsWith("n is " + number + ";");
            });
  }

  private static final String CAMPAIGN =
      """
      {"name": "Autumn", "listIds": [1, 2], "templateId": 3, "poolId": 4,
       "from": {"address": "news@example.com", "name": "News"}, "notify": ["a@example.com"]}
      """;
}
