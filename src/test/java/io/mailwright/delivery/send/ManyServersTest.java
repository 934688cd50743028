package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.delivery.policy.ContentAlarm;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.ScriptedSmtpPeer;
import io.mailwright.testing.TestDatabases;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one server does not take, and what becomes of it. */
class ManyServersTest {
  private final Clock clock = Clock.systemUTC();
  private final Database database = TestDatabases.h2();

  private Ledger ledger(int people) {
    List<String> addresses =
        IntStream.range(0, people).mapToObj(i -> "p" + i + "@people.example").toList();
    return Ledgers.prepared(database, clock, SendRig.CAMPAIGN, addresses);
  }

  private DeliveryCounts counts() {
    return Ledgers.counts(database, SendRig.CAMPAIGN);
  }

  @Test
  void aMailTooLargeForEveryServerPausesTheCampaignAndSaysTheNumbers() throws Exception {
    int more = 5;
    Ledger ledger = ledger(ContentAlarm.STANDARD_LIMIT + more);
    try (ScriptedSmtpPeer small = ScriptedSmtpPeer.playing("takes-10-octets")) {
      try (SendRig rig = SendRig.over(ledger, clock, small.port())) {
        rig.sendAll(rig.worker());
        assertThat(rig.run().pauseReason().orElseThrow())
            .contains("larger than any server")
            .containsPattern("has \\d{3,} octets, the server takes 10\\b");
      }
      small.assertPlayed();
      assertThat(small.commands()).noneMatch(c -> c.startsWith("MAIL"));
    }
    assertThat(counts().of(DeliveryState.FAILED)).isEqualTo(ContentAlarm.STANDARD_LIMIT);
    assertThat(counts().of(DeliveryState.PENDING)).isEqualTo(more);
  }

  @Test
  void aMailTooLargeForOneServerGoesByAnother() throws Exception {
    Ledger ledger = ledger(2);
    try (ScriptedSmtpPeer small = ScriptedSmtpPeer.playing("takes-10-octets");
        ScriptedSmtpPeer large = ScriptedSmtpPeer.playing("takes-two")) {
      try (SendRig rig = SendRig.over(ledger, clock, small.port(), large.port())) {
        rig.sendAll(rig.worker());
        assertThat(rig.run().pauseReason()).isEmpty();
      }
      small.assertPlayed();
      large.assertPlayed();
    }
    assertThat(counts().of(DeliveryState.SENT)).isEqualTo(2);
  }
}
