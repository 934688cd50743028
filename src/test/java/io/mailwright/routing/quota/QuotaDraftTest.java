package io.mailwright.routing.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.campaign.RateUnit;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaDraftTest {
  private static final QuotaRule RULE = QuotaRig.rolling(40, RateUnit.MINUTE);

  @ParameterizedTest
  @CsvSource({
    "SENDER, News@Example.COM, news@example.com",
    "SENDER, Example.COM, example.com",
    "SITE, ' Gmail ', gmail",
    "SITE, mx.example.net, mx.example.net",
    "SOURCE, 17, 17"
  })
  void keepsASubjectInOneForm(QuotaScope scope, String subject, String kept) {
    assertThat(new QuotaDraft(scope, subject, RULE).subject()).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource({
    "SENDER, not a domain, subject is neither",
    "SENDER, a@b@c, subject is neither",
    "SITE, gmail com, subject is no site",
    "SITE, '', subject is missing",
    "SOURCE, r2, subject is no route",
    "SOURCE, 0, subject is no route",
    "SERVER, 3, scope server is set with the server itself",
    "CAMPAIGN, 3, scope campaign is set with the campaign itself"
  })
  void refusesWhatItCannotCount(QuotaScope scope, String subject, String why) {
    assertThatThrownBy(() -> new QuotaDraft(scope, subject, RULE)).hasMessageStartingWith(why);
  }

  @Test
  void refusesLimitsAndResetsThatMakeNoSense() {
    assertThatThrownBy(() -> QuotaRig.rolling(0, RateUnit.DAY)).hasMessageContaining("limit is 0");
    Optional<DailyReset> nine = DailyReset.of(Optional.of("09:00"), Optional.empty());
    assertThat(nine.orElseThrow().zone().getId()).isEqualTo("UTC");
    assertThatThrownBy(() -> new QuotaRule(1, RateUnit.HOUR, nine))
        .hasMessageStartingWith("resetAt works with per day only");
    assertThatThrownBy(() -> DailyReset.of(Optional.of("9 o'clock"), Optional.empty()))
        .hasMessageStartingWith("resetAt is no time of day");
    assertThatThrownBy(() -> DailyReset.of(Optional.of("09:00"), Optional.of("Mars/North")))
        .hasMessageStartingWith("zone is not a time zone");
    assertThatThrownBy(() -> DailyReset.of(Optional.empty(), Optional.of("UTC")))
        .hasMessageStartingWith("zone is the zone of resetAt");
  }

  @ParameterizedTest
  @CsvSource({
    // 02:30 does not exist on the day of the change, and exists twice in autumn.
    "02:30, 2026-03-29T00:30:00Z, 2026-03-28T01:30:00Z, 2026-03-29T01:30:00Z",
    "02:30, 2026-03-29T01:30:00Z, 2026-03-29T01:30:00Z, 2026-03-30T00:30:00Z",
    "02:30, 2026-10-25T01:00:00Z, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
    "09:00, 2026-10-24T12:00:00Z, 2026-10-24T07:00:00Z, 2026-10-25T08:00:00Z",
    "09:00, 2026-03-28T08:00:00Z, 2026-03-28T08:00:00Z, 2026-03-29T07:00:00Z",
  })
  void resetsOnceADayAlsoWhereClocksChange(String at, Instant moment, Instant last, Instant next) {
    DailyReset reset = DailyReset.of(Optional.of(at), Optional.of("Europe/Berlin")).orElseThrow();
    assertThat(reset.lastBefore(moment)).isEqualTo(last);
    assertThat(reset.nextAfter(moment)).isEqualTo(next);
  }
}
