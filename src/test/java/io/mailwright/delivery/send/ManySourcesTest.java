package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.TlsMode;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.SmtpSink;
import io.mailwright.testing.TestDatabases;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A server that is sent to from two addresses. */
class ManySourcesTest {
  private static final long SERVER = 1;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T08:00:00Z"));
  private final Database database = TestDatabases.h2();

  private static Route from(String source, long id, int weight, int rotateAfter, int port)
      throws UnknownHostException {
    return new Route(
        id,
        SERVER,
        "Relay",
        "Relay (" + source + ")",
        1,
        weight,
        rotateAfter,
        Duration.ZERO,
        ServerEndpoint.of("127.0.0.1", port, TlsMode.NONE)
            .withSource(Optional.of(InetAddress.getByName(source)))
            .withLimits(4, 1000));
  }

  private Ledger ledger(int people) {
    List<String> addresses =
        IntStream.range(0, people).mapToObj(i -> "p" + i + "@people.example").toList();
    return Ledgers.prepared(database, clock, SendRig.CAMPAIGN, addresses);
  }

  @Test
  void changeAfterSoManyMails() throws Exception {
    try (SmtpSink sink = new SmtpSink();
        SendRig rig =
            SendRig.by(
                ledger(50),
                clock,
                List.of(
                    from("127.0.0.2", 11, 1, 3, sink.port()),
                    from("127.0.0.3", 12, 1, 7, sink.port())))) {
      rig.sendAll(rig.worker());
      assertThat(sink.mailsFrom("127.0.0.2")).isEqualTo(15);
      assertThat(sink.mailsFrom("127.0.0.3")).isEqualTo(35);
      assertThat(sink.mostOpen()).isEqualTo(2);
    }
    assertThat(Ledgers.routes(database)).containsEntry(11L, 15L).containsEntry(12L, 35L);
  }

  @Test
  void areUsedByWeightAndOneGoesOnWhenTheOtherIsTakenOut() throws Exception {
    try (SmtpSink sink = new SmtpSink();
        SendRig rig =
            SendRig.by(
                ledger(160),
                clock,
                List.of(
                    from("127.0.0.2", 11, 3, 0, sink.port()),
                    from("127.0.0.3", 12, 1, 0, sink.port())))) {
      LaneWorker worker = rig.worker();
      for (int chunk = 0; chunk < 4; chunk++) {
        worker.send(SendRig.chunk(worker));
      }
      assertThat(sink.mailsFrom("127.0.0.2")).isEqualTo(60);
      assertThat(sink.mailsFrom("127.0.0.3")).isEqualTo(20);
      rig.health.takeOut(11, "Relay (127.0.0.2): taken out by ann");
      rig.sendAll(worker);
      assertThat(sink.mailsFrom("127.0.0.2")).isEqualTo(60);
      assertThat(sink.mailsFrom("127.0.0.3")).isEqualTo(100);
    }
    assertThat(Ledgers.attempts(database)).containsOnly(1);
  }
}
