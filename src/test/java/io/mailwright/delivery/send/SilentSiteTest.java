package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.SmtpSink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A site that does not answer behind a server that does, over real connections. */
class SilentSiteTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant NOW = Instant.parse("2026-12-01T14:00:00Z");

  private final SettableClock clock = new SettableClock(NOW);

  private static List<String> people() {
    List<String> all =
        new ArrayList<>(IntStream.range(0, 60).mapToObj(i -> "p" + i + "@silent.example").toList());
    all.addAll(IntStream.range(0, 60).mapToObj(i -> "p" + i + "@open.example").toList());
    return all;
  }

  private static long count(Database database, DeliveryState state) {
    DeliveryCounts counts = Ledgers.counts(database, SendRig.CAMPAIGN);
    return counts.of(state);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void keepsNoOtherBackAndSaysWhyItWaits(Database database) throws Exception {
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people());
    try (SmtpSink sink = new SmtpSink();
        SendRig rig = new SendRig(ledger, clock, Duration.ZERO, sink)) {
      sink.silentTo(recipient -> recipient.endsWith("@silent.example"));
      rig.sendAll(rig.worker());
      assertThat(count(database, DeliveryState.SENT)).isEqualTo(60);
      assertThat(count(database, DeliveryState.PENDING)).as("without an attempt").isEqualTo(60);
      assertThat(Ledgers.reasons(database, SendRig.CAMPAIGN, DeliveryState.PENDING))
          .anySatisfy(
              why ->
                  assertThat(why)
                      .startsWith("silent.example does not answer over route Server 1 since "));
      assertThat(ledger.nextReady(SendRig.CAMPAIGN)).contains(NOW.plusSeconds(60));

      sink.silentTo(recipient -> false);
      clock.forward(Duration.ofSeconds(61));
      rig.sendAll(rig.worker());
      assertThat(count(database, DeliveryState.SENT)).isEqualTo(120);
      assertThat(sink.mails()).isEqualTo(120);
      assertThat(ledger.countsAgree(SendRig.CAMPAIGN)).isTrue();
    }
  }
}
