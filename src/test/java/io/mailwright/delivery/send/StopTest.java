package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailwright.delivery.ledger.ClaimLimit;
import io.mailwright.delivery.ledger.ClaimedDelivery;
import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.ScriptedSmtpPeer;
import io.mailwright.testing.SmtpSink;
import io.mailwright.testing.TestDatabases;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a run is seen at once where nothing is in doubt, whatever a server does. */
class StopTest {
  private static final int PEOPLE = 5;
  private static final long SOON_SECONDS = 10;

  private final Clock clock = Clock.systemUTC();
  private final Database database = TestDatabases.h2();
  private final Ledger ledger =
      Ledgers.prepared(
          database,
          clock,
          SendRig.CAMPAIGN,
          IntStream.range(0, PEOPLE).mapToObj(i -> "p" + i + "@people.example").toList());
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    thread.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"silent-greeting", "silent-rcpt", "silent-pipelined"})
  void aStopCutsASilentServerOff(String dialog) throws Exception {
    cutsASilentServerOff(dialog, RunControl::stop);
  }

  @Test
  void soDoesTheLossOfTheLease() throws Exception {
    cutsASilentServerOff("silent-greeting", RunControl::lose);
  }

  private void cutsASilentServerOff(String dialog, Consumer<RunControl> end) throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog);
        SendRig rig = SendRig.over(ledger, clock, peer.port())) {
      LaneWorker worker = rig.worker();
      List<Rendered> mails = SendRig.chunk(worker);
      Future<Void> sending =
          thread.submit(
              () -> {
                worker.send(mails);
                return null;
              });
      peer.awaitSilence();
      end.accept(rig.control);
      sending.get(SOON_SECONDS, TimeUnit.SECONDS);
      peer.assertPlayed();
      assertThat(rig.journal.intents).as("dots").isEmpty();
      assertThat(rig.health.restOf(1)).as("the server is not blamed").isEmpty();
    }
    List<ClaimedDelivery> open =
        ledger
            .claimNext(
                SendRig.CAMPAIGN, "other", 1, 1, (lane, openRows) -> new ClaimLimit(PEOPLE, 10_000))
            .orElseThrow()
            .claims();
    assertThat(open).hasSize(PEOPLE).allSatisfy(c -> assertThat(c.attempts()).isZero());
  }

  /** The commands of the second mail left with the first one's dot. */
  @Test
  void theReplyToADotIsAwaitedAndWhatFollowsItIsCut() throws Exception {
    AtomicReference<RunControl> control = new AtomicReference<>();
    try (SmtpSink sink =
            new SmtpSink(
                (recipient, line) -> {
                  control.get().stop();
                  line.say("250 2.0.0 taken");
                });
        SendRig rig = new SendRig(ledger, clock, Duration.ZERO, sink)) {
      control.set(rig.control);
      LaneWorker worker = rig.worker();
      worker.send(SendRig.chunk(worker));
      assertThat(rig.journal.intents).as("dots").hasSize(1);
      await().untilAsserted(() -> assertThat(sink.open()).as("connections").isZero());
    }
    DeliveryCounts counts = Ledgers.counts(database, SendRig.CAMPAIGN);
    assertThat(counts.of(DeliveryState.SENT)).isEqualTo(1);
    assertThat(counts.of(DeliveryState.PENDING)).isEqualTo(PEOPLE - 1);
  }
}
