package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.campaign.window.DayHours;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.kernel.db.Database;
import io.mailwright.routing.window.SendWindow;
import io.mailwright.routing.window.SiteHours;
import io.mailwright.routing.window.WindowTerms;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.SmtpSink;
import io.mailwright.testing.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What changes between a chunk's claim and its mails. */
class ChangedMeanwhileTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T21:59:50Z"));
  private final Database database = TestDatabases.h2();

  private Ledger ledger() {
    return Ledgers.prepared(
        database,
        clock,
        SendRig.CAMPAIGN,
        IntStream.range(0, 20).mapToObj(i -> "p" + i + "@people.example").toList());
  }

  private long in(DeliveryState state) {
    return Ledgers.counts(database, SendRig.CAMPAIGN).of(state);
  }

  @Test
  void noMailOfAClaimedChunkGoesInHoursThatHaveBegunSince() throws Exception {
    try (SendRig rig = new SendRig(ledger(), clock)) {
      WindowRule quiet =
          new WindowRule(
              List.of(DayHours.of("quiet", List.of(), "22:00", "08:00")),
              List.of(),
              false,
              Optional.empty());
      rig.window =
          new SendWindow(
              new WindowTerms(quiet, Optional.empty(), Optional.empty()),
              ZoneOffset.UTC,
              site -> SiteHours.UNKNOWN);
      LaneWorker worker = rig.worker();
      List<Rendered> mails = SendRig.chunk(worker);
      assertThat(mails).hasSize(20);
      clock.forward(Duration.ofSeconds(10));
      worker.send(mails);
      assertThat(in(DeliveryState.SENT)).isZero();
      assertThat(in(DeliveryState.PENDING)).isEqualTo(20);
      assertThat(Ledgers.reasons(database, SendRig.CAMPAIGN, DeliveryState.PENDING))
          .allSatisfy(why -> assertThat(why).contains("quiet hours"));
    }
  }

  @Test
  void anIntervalThatPeopleMakeLongerHoldsAChunkThatIsBeingSent() throws Exception {
    try (SmtpSink sink = new SmtpSink();
        SendRig rig = new SendRig(ledger(), clock, Duration.ZERO, sink)) {
      LaneWorker worker = rig.worker();
      List<Rendered> mails = SendRig.chunk(worker);
      rig.routes =
          rig.routes.stream()
              .map(
                  r ->
                      Route.ofServer(
                          r.id(), r.name(), r.serverWeight(), Duration.ofHours(1), r.endpoint()))
              .toList();
      worker.send(mails);
      assertThat(in(DeliveryState.SENT)).isEqualTo(1);
      assertThat(in(DeliveryState.PENDING)).isEqualTo(19);
    }
  }
}
