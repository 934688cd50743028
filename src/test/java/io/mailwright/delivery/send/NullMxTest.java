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

/** Domains that say in DNS that they take no mail. */
class NullMxTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-12-01T14:00:00Z"));

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void failWithTheReasonAndNeverReachAServer(Database database) throws Exception {
    List<String> people =
        new ArrayList<>(
            IntStream.range(0, 150).mapToObj(i -> "p" + i + "@null-mx.example").toList());
    people.addAll(IntStream.range(0, 40).mapToObj(i -> "p" + i + "@open.example").toList());
    people.addAll(IntStream.range(0, 3).mapToObj(i -> "p@s" + i + ".null-mx.example").toList());
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people);
    try (SmtpSink sink = new SmtpSink();
        SendRig rig = new SendRig(ledger, clock, Duration.ZERO, sink)) {
      rig.sendAll(rig.worker());
      DeliveryCounts counts = Ledgers.counts(database, SendRig.CAMPAIGN);
      assertThat(counts.of(DeliveryState.SENT)).isEqualTo(40);
      assertThat(counts.of(DeliveryState.FAILED)).isEqualTo(153);
      assertThat(Ledgers.reasons(database, SendRig.CAMPAIGN, DeliveryState.FAILED))
          .containsOnly("the domain takes no mail: its DNS says so (null MX, RFC 7505)");
      assertThat(sink.mails()).isEqualTo(40);
      assertThat(ledger.countsAgree(SendRig.CAMPAIGN)).isTrue();
    }
  }
}
