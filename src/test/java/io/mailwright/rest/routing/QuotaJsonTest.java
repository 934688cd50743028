package io.mailwright.rest.routing;

import static io.mailwright.rest.TestBodies.body;
import static io.mailwright.rest.TestBodies.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.campaign.RateUnit;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.routing.quota.QuotaRule;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuotaJsonTest {
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
  }
}
