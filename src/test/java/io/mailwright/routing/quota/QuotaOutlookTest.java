package io.mailwright.routing.quota;

import static io.mailwright.routing.quota.QuotaRig.GMAIL;
import static io.mailwright.routing.quota.QuotaRig.LABELS;
import static io.mailwright.routing.quota.QuotaRig.daily;
import static io.mailwright.routing.quota.QuotaRig.rolling;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.campaign.RateUnit;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is foretold of a quota, beside what then happens: a step a window is what the steps cost.
 */
class QuotaOutlookTest {
  private static final Instant BEGIN = Instant.parse("2026-12-01T14:20:00Z");

  static Stream<Arguments> quotas() {
    return TestDatabases.both()
        .flatMap(
            database ->
                Stream.of(
                    // Rule; mails before, with seconds between five; mails foretold; step in ms.
                    Arguments.of(database, rolling(40, RateUnit.MINUTE), 100, 7, 333, 500),
                    Arguments.of(database, rolling(40, RateUnit.MINUTE), 15, 30, 30, 500),
                    Arguments.of(database, rolling(2000, RateUnit.HOUR), 900, 300, 9000, 4000),
                    Arguments.of(database, rolling(3, RateUnit.DAY), 2, 3600, 11, 600_000),
                    Arguments.of(
                        database, daily(90, "09:00", "Asia/Shanghai"), 60, 60, 400, 600_000)));
  }

  @ParameterizedTest
  @MethodSource("quotas")
  void isWhatThenHappens(
      Database database, QuotaRule rule, int before, int secondsBefore, int mails, long stepMillis)
      throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN.toString())) {
      rig.site(rule);
      Quotas node = rig.node();
      for (int sent = 0; sent < before; ) {
        sent += rig.send(node, Math.min(5, before - sent));
        rig.clock.forward(Duration.ofSeconds(secondsBefore));
      }
      Instant from = rig.clock.instant();
      List<QuotaOutlook.Standing> standing = node.outlook().of(GMAIL, LABELS);
      assertThat(standing).hasSize(1);
      Instant foretold = standing.get(0).goesAt(mails, from);
      int sent = rig.send(node, mails);
      while (sent < mails) {
        rig.clock.forward(Duration.ofMillis(stepMillis));
        sent += rig.send(node, mails - sent);
      }
      assertThat(Duration.between(foretold, rig.clock.instant()).abs().toMillis())
          .as("foretold %s, was %s, from %s", foretold, rig.clock.instant(), from)
          .isLessThanOrEqualTo(stepMillis * (mails / rule.limit() + 2));
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void startsAfreshForMailsThatComeLater(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN.toString())) {
      rig.site(rolling(40, RateUnit.MINUTE));
      Quotas node = rig.node();
      rig.send(node, 40);
      QuotaOutlook.Standing quota = node.outlook().of(GMAIL, LABELS).get(0);
      assertThat(quota.words()).isEqualTo("Gmail budget of 40 a minute");
      Instant later = BEGIN.plus(Duration.ofMinutes(10));
      assertThat(quota.goesAt(40, later)).isEqualTo(later);
      assertThat(quota.goesAt(41, later)).isEqualTo(later.plusMillis(60_600));
      assertThat(quota.goesAt(1, BEGIN)).isAfter(BEGIN.plusSeconds(59));
    }
  }
}
