package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.kernel.db.Database;
import io.mailwright.routing.route.HealthState;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.SmtpSink;
import io.mailwright.testing.TestDatabases;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A server that is there and of no use, beside one that is well. */
class SickServerTest {
  private static final int SANDBOX = 0;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T08:00:00Z"));
  private final Database database = TestDatabases.h2();

  /** Whose mails go to so many sites in turn. */
  private Ledger ledger(int people, int sites) {
    List<String> addresses =
        IntStream.range(0, people)
            .mapToObj(i -> "p" + i + "@site" + i % sites + ".example")
            .toList();
    return Ledgers.prepared(database, clock, SendRig.CAMPAIGN, addresses);
  }

  private DeliveryCounts counts() {
    return Ledgers.counts(database, SendRig.CAMPAIGN);
  }

  @Test
  void aServerThatDoesNotGreetIsTakenOutAndTriedWithoutAMail() throws Exception {
    Ledger ledger = ledger(40, 4);
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SendRig rig = SendRig.over(ledger, clock, silent.getLocalPort(), SANDBOX)) {
      rig.sendAll(rig.worker());
      assertThat(counts().of(DeliveryState.SENT)).isEqualTo(40);
      assertThat(rig.health.stateOf(1)).isEqualTo(HealthState.QUARANTINED);
      assertThat(rig.health.restOf(1).orElseThrow().why())
          .startsWith("Server 1: no session with ")
          .contains("no answer from the server in time; quarantined, next probe ");
      assertThat(rig.health.openings().with(1)).isEqualTo(Duration.ofSeconds(4));

      clock.forward(Duration.ofSeconds(6));
      assertThat(rig.health.enter(1)).as("with mails").isEmpty();
      assertThat(rig.health.restOf(1).orElseThrow().until())
          .as("as long as a probe may take")
          .isEqualTo(clock.instant().plusSeconds(4));
      assertThat(rig.health.enterToConnect(1)).hasValueSatisfying(rig.health::good);
      assertThat(rig.health.enter(1)).as("once a connection showed that it is well").isPresent();
    }
  }

  @Test
  void aServerThatPutsOffWhateverComesIsLeftAlone() throws Exception {
    Ledger ledger = ledger(400, 8);
    try (SmtpSink full =
            new SmtpSink((recipient, line) -> line.say("452 4.3.1 out of disk space"));
        SendRig rig = SendRig.over(ledger, clock, full.port(), SANDBOX)) {
      rig.sendAll(rig.worker());
      assertThat(rig.health.stateOf(1)).isEqualTo(HealthState.THROTTLED);
      assertThat(rig.health.restOf(1).orElseThrow().why())
          .startsWith("Server 1: put off by the server: 452 4.3.1 out of disk space; throttled");
      long putOff = counts().of(DeliveryState.DEFERRED);
      assertThat(putOff).as("so many speak for four sites").isBetween(10L, 30L);
      assertThat(counts().of(DeliveryState.SENT)).isEqualTo(400 - putOff);
    }
  }

  @Test
  void aServerThatPutsOffASingleMailOfEachSiteIsLeftAloneAsWell() throws Exception {
    Ledger ledger = ledger(200, 200);
    try (SmtpSink full = new SmtpSink((recipient, line) -> line.say("451 queue file write error"));
        SendRig rig = SendRig.over(ledger, clock, full.port(), SANDBOX)) {
      rig.sendAll(rig.worker());
      assertThat(rig.health.stateOf(1)).isEqualTo(HealthState.THROTTLED);
      long putOff = counts().of(DeliveryState.DEFERRED);
      assertThat(putOff).isBetween(10L, 30L);
      assertThat(counts().of(DeliveryState.SENT)).isEqualTo(200 - putOff);
    }
  }

  @Test
  void aServerThatStumblesOverAMailNowAndThenIsWell() throws Exception {
    Ledger ledger = ledger(100, 4);
    AtomicInteger mails = new AtomicInteger();
    try (SmtpSink sink =
            new SmtpSink(
                (recipient, line) ->
                    line.say(
                        mails.incrementAndGet() % 3 == 0
                            ? "451 local error in processing"
                            : "250 2.0.0 taken"));
        SendRig rig = new SendRig(ledger, clock, Duration.ZERO, sink)) {
      rig.sendAll(rig.worker());
      assertThat(counts().of(DeliveryState.SENT)).isEqualTo(67);
      assertThat(counts().of(DeliveryState.DEFERRED)).isEqualTo(33);
      assertThat(rig.health.stateOf(1)).isEqualTo(HealthState.HEALTHY);
    }
  }

  /** One of twenty recipients is refused by a policy that is his own. */
  @Test
  void aRecipientsOwnPolicyHoldsUpNoOther() throws Exception {
    Ledger ledger = ledger(200, 1);
    try (SmtpSink sink =
            new SmtpSink(
                (recipient, line) ->
                    line.say(
                        recipient.matches("p\\d*[13579]7@.*")
                            ? "550 5.7.1 refused by policy"
                            : "250 2.0.0 taken"));
        SendRig rig = new SendRig(ledger, clock, Duration.ZERO, sink)) {
      rig.sendAll(rig.worker());
      long refused = counts().of(DeliveryState.DEFERRED);
      assertThat(refused).isBetween(5L, 15L);
      assertThat(counts().of(DeliveryState.SENT)).isEqualTo(200 - refused);
      assertThat(rig.health.stateOf(1)).isEqualTo(HealthState.HEALTHY);
    }
  }
}
