package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.delivery.policy.ContentAlarm;
import io.mailwright.kernel.db.Database;
import io.mailwright.routing.route.HealthState;
import io.mailwright.testing.ScriptedSmtpPeer;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.SmtpSink;
import io.mailwright.testing.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one server does not take, and what becomes of it. */
class ManyServersTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T08:00:00Z"));
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

  private Ledger ledgerOf(String address) {
    return Ledgers.prepared(database, clock, SendRig.CAMPAIGN, List.of(address));
  }

  @Test
  void anAddressThatNeedsSmtpUtf8GoesByTheServerThatOffersIt() throws Exception {
    Ledger ledger = ledgerOf("š@people.example");
    try (ScriptedSmtpPeer plain = ScriptedSmtpPeer.playing("nothing-offered");
        ScriptedSmtpPeer utf8 = ScriptedSmtpPeer.playing("takes-utf8")) {
      try (SendRig rig = SendRig.over(ledger, clock, plain.port(), utf8.port())) {
        rig.sendAll(rig.worker());
        assertThat(rig.health.restOf(1)).isEmpty();
      }
      plain.assertPlayed();
      utf8.assertPlayed();
    }
    assertThat(counts().of(DeliveryState.SENT)).isEqualTo(1);
  }

  @Test
  void anAddressThatNeedsSmtpUtf8FailsWhereNoServerOffersIt() throws Exception {
    failsForSmtpUtf8("nothing-offered", "nothing-offered");
  }

  /** One server is too small for it, the other lacks SMTPUTF8. */
  @Test
  void aMailThatOneServerCannotTakeForItsSizeAndTheOtherForItsAddressFails() throws Exception {
    failsForSmtpUtf8("utf8-10-octets", "nothing-offered");
  }

  private void failsForSmtpUtf8(String one, String other) throws Exception {
    Ledger ledger = ledgerOf("š@people.example");
    try (ScriptedSmtpPeer first = ScriptedSmtpPeer.playing(one);
        ScriptedSmtpPeer second = ScriptedSmtpPeer.playing(other)) {
      try (SendRig rig = SendRig.over(ledger, clock, first.port(), second.port())) {
        rig.sendAll(rig.worker());
        assertThat(rig.run().pauseReason()).isEmpty();
      }
      first.assertPlayed();
      second.assertPlayed();
    }
    assertThat(Ledgers.reasons(database, SendRig.CAMPAIGN, DeliveryState.FAILED))
        .singleElement()
        .asString()
        .contains("no server of the pool", "SMTPUTF8");
    assertThat(Ledgers.suppressed(database)).isEmpty();
  }

  /** It is no trouble of the server's, which others go on using. */
  @Test
  void aSenderThatNoServerCanTakePausesTheCampaignAndLetsNoServerRest() throws Exception {
    Ledger ledger = ledger(3);
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("nothing-offered-cut")) {
      try (SendRig rig = SendRig.from("š@example.com", ledger, clock, peer.port())) {
        LaneWorker worker = rig.worker();
        worker.send(SendRig.chunk(worker));
        assertThat(rig.run().pauseReason().orElseThrow()).contains("SMTPUTF8");
        assertThat(rig.run().health().restOf(1)).isEmpty();
      }
      peer.assertPlayed();
      assertThat(peer.commands()).noneMatch(c -> c.startsWith("MAIL"));
    }
    assertThat(counts().of(DeliveryState.PENDING)).isEqualTo(3);
  }

  private static long offered(ScriptedSmtpPeer peer) {
    return peer.commands().stream().filter(c -> c.startsWith("MAIL")).count();
  }

  @Test
  void afterAThrottlingReplyTheRestGoesBackUntriedAndSaysWhy() throws Exception {
    Ledger ledger = ledger(5);
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("throttles-at-rcpt")) {
      try (SendRig rig = SendRig.over(ledger, clock, peer.port())) {
        LaneWorker worker = rig.worker();
        worker.send(SendRig.chunk(worker));
      }
      peer.assertPlayed();
      assertThat(offered(peer)).as("mails that were offered").isEqualTo(2);
    }
    assertThat(counts().of(DeliveryState.SENT)).isEqualTo(1);
    assertThat(counts().of(DeliveryState.DEFERRED)).isEqualTo(1);
    assertThat(counts().of(DeliveryState.PENDING)).isEqualTo(3);
    assertThat(Ledgers.reasons(database, SendRig.CAMPAIGN, DeliveryState.PENDING))
        .hasSize(3)
        .allSatisfy(why -> assertThat(why).contains("rate limit exceeded", "2026-03-01T08:05:00Z"));
  }

  @Test
  void afterAThrottlingReplyTheRestGoesByAnotherServer() throws Exception {
    Ledger ledger = ledger(4);
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("throttles-at-rcpt");
        ScriptedSmtpPeer other = ScriptedSmtpPeer.playing("takes-two")) {
      try (SendRig rig = SendRig.over(ledger, clock, peer.port(), other.port())) {
        LaneWorker worker = rig.worker();
        worker.send(SendRig.chunk(worker));
      }
      peer.assertPlayed();
      other.assertPlayed();
    }
    assertThat(counts().of(DeliveryState.SENT)).isEqualTo(3);
    assertThat(counts().of(DeliveryState.DEFERRED)).isEqualTo(1);
  }

  @Test
  void anEnvelopeThatIsWrittenAlreadyIsGivenUpWithoutADot() throws Exception {
    Ledger ledger = ledger(4);
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("listed-at-dot")) {
      try (SendRig rig = SendRig.over(ledger, clock, peer.port())) {
        LaneWorker worker = rig.worker();
        worker.send(SendRig.chunk(worker));
        assertThat(rig.journal.intents).as("dots").hasSize(1);
      }
      peer.assertPlayed();
      assertThat(offered(peer)).isEqualTo(2);
      assertThat(peer.commands()).doesNotContain(".");
    }
    assertThat(counts().of(DeliveryState.DEFERRED)).isEqualTo(1);
    assertThat(counts().of(DeliveryState.PENDING)).isEqualTo(3);
  }

  /** It may count the mails of each connection, and refuse all that follow. */
  @Test
  void afterTheRestOneMailTriesTheServerOutOverANewConnection() throws Exception {
    Ledger ledger = ledger(5);
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("listed-twice")) {
      try (SendRig rig = SendRig.over(ledger, clock, peer.port())) {
        LaneWorker worker = rig.worker();
        worker.send(SendRig.chunk(worker));
        // The route rests for 5 s, the site that refused it for 10.
        clock.forward(Duration.ofSeconds(11));
        worker.send(SendRig.chunk(worker));
        assertThat(rig.run().restOfAllRoutes().orElseThrow().troubles()).isEqualTo(2);
      }
      peer.assertPlayed();
      assertThat(offered(peer)).isEqualTo(2);
    }
    assertThat(counts().of(DeliveryState.DEFERRED)).isEqualTo(2);
    assertThat(counts().of(DeliveryState.PENDING)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"blocked-at-rcpt", "blocked-at-dot"})
  void aMailThatABlockListRefusesGoesByAnotherServerWithoutAnAttempt(String dialog)
      throws Exception {
    Ledger ledger = ledger(2);
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog);
        ScriptedSmtpPeer other = ScriptedSmtpPeer.playing("takes-two")) {
      try (SendRig rig = SendRig.over(ledger, clock, peer.port(), other.port())) {
        LaneWorker worker = rig.worker();
        worker.send(SendRig.chunk(worker));
        assertThat(rig.health.stateOf(1)).isEqualTo(HealthState.QUARANTINED);
        assertThat(rig.health.restOf(1).orElseThrow().why())
            .contains("5.7.1", "quarantined, next probe 2026-03-01T08:00:05Z");
        assertThat(rig.health.stateOf(2)).isEqualTo(HealthState.HEALTHY);
      }
      peer.assertPlayed();
      other.assertPlayed();
    }
    assertThat(counts().of(DeliveryState.SENT)).isEqualTo(2);
    assertThat(Ledgers.attempts(database)).containsOnly(1);
  }

  /** It may be the mail: a third server is not risked for it. */
  @Test
  void aMailThatTwoServersRefuseByPolicyIsDeferredAndTakesOutNoThird() throws Exception {
    Ledger ledger = ledger(1);
    try (ScriptedSmtpPeer first = ScriptedSmtpPeer.playing("blocked-at-rcpt");
        ScriptedSmtpPeer second = ScriptedSmtpPeer.playing("blocked-at-dot");
        ScriptedSmtpPeer third = ScriptedSmtpPeer.playing("takes-two")) {
      try (SendRig rig = SendRig.over(ledger, clock, first.port(), second.port(), third.port())) {
        LaneWorker worker = rig.worker();
        worker.send(SendRig.chunk(worker));
        assertThat(rig.health.stateOf(3)).isEqualTo(HealthState.HEALTHY);
      }
      first.assertPlayed();
      second.assertPlayed();
      assertThat(third.commands()).isEmpty();
    }
    assertThat(counts().of(DeliveryState.DEFERRED)).isEqualTo(1);
    assertThat(Ledgers.attempts(database)).containsOnly(1);
  }

  @Test
  void aRouteThatIsTakenOutGetsNoMailUntilItIsPutBack() throws Exception {
    Ledger ledger = ledger(4);
    try (SmtpSink one = new SmtpSink();
        SmtpSink other = new SmtpSink();
        SendRig rig = SendRig.over(ledger, clock, one.port(), other.port())) {
      rig.health.takeOut(1, "Server 1: taken out by ann");
      LaneWorker worker = rig.worker();
      rig.sendAll(worker);
      assertThat(one.mails()).isZero();
      assertThat(other.mails()).isEqualTo(4);
      rig.health.putBack(1);
      assertThat(rig.health.enter(1)).isPresent();
    }
    assertThat(counts().of(DeliveryState.SENT)).isEqualTo(4);
    assertThat(Ledgers.attempts(database)).containsOnly(1);
  }
}
