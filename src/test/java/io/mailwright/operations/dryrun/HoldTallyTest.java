package io.mailwright.operations.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoldTallyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yahoo takes about 20 mails a second from route r1 until 2026-12-01T10:00:00Z | yahoo mails a second from route r1",
        "warm-up day 4 of route r2 to Gmail (400 a day) used until 2026-12-02T00:00:00Z | warm-up of route r2 to Gmail",
        // Campaigns and servers are called by people.
        "campaign It takes about a minute budget of 40 a minute used until 2026-12-01T10:01:00Z | campaign It takes about a minute budget of 40 a minute",
        "warm-up day 4 of route old until May to Gmail (400 a day) used until 2026-12-02T00:00:00Z | warm-up day 4 of route old"
      })
  void tellsOneLimitByOneName(String why, String limit) {
    assertThat(HoldTally.limitOf(why)).isEqualTo(limit);
  }
}
