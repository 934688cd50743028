package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.kernel.db.Database;
import io.mailwright.sandbox.provider.ProviderServer;
import io.mailwright.sandbox.provider.SimulatedProvider;
import io.mailwright.sandbox.provider.SiteReplies;
import io.mailwright.sandbox.provider.SiteSpec;
import io.mailwright.sandbox.provider.SiteVerdict;
import io.mailwright.sandbox.provider.Span;
import io.mailwright.testing.TestDatabases;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One site of several refuses where the mails come from; what becomes of the others. */
@Timeout(60)
class RefusalsOfOneTest {
  private static final int OTHERS = 60;

  /** The route's first rest takes 5 s. */
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  private static final String OPEN = "open.example";
  private static final String PICKY = "picky.example";

  private final Clock clock = Clock.systemUTC();
  private final Database database = TestDatabases.h2();
  private SimulatedProvider provider;

  private static SiteSpec picky(String words) {
    return SiteSpec.named("picky")
        .domain(PICKY)
        .blocked("127.0.0.1", Span.since(Duration.ZERO))
        .replies(SiteReplies.styled("plain").with(SiteVerdict.LISTED, words))
        .build();
  }

  private static List<String> people(int n, String domain) {
    return IntStream.range(0, n).mapToObj(i -> "p" + i + "@" + domain).toList();
  }

  /** Sends to 60 at the open site and so many at the picky one, until all of the first are sent. */
  private SendRun send(int atPicky, String words) throws Exception {
    provider =
        new SimulatedProvider(
            List.of(picky(words), SiteSpec.named("open").domain(OPEN).build()), clock, 1);
    List<String> addresses = new ArrayList<>(people(OTHERS / 2, OPEN));
    addresses.addAll(people(atPicky, PICKY));
    addresses.addAll(people(OTHERS, OPEN).subList(OTHERS / 2, OTHERS));
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, addresses);
    try (ProviderServer server =
        ProviderServer.relay(provider, new InetSocketAddress("127.0.0.1", 0))) {
      server.start();
      try (SendRig rig = SendRig.over(ledger, clock, server.port())) {
        Instant end = clock.instant().plus(AT_MOST);
        LaneWorker worker = rig.worker();
        while (counts().of(DeliveryState.SENT) < OTHERS && clock.instant().isBefore(end)) {
          worker.send(SendRig.chunk(worker));
        }
        return rig.run();
      }
    }
  }

  private DeliveryCounts counts() {
    return Ledgers.counts(database, SendRig.CAMPAIGN);
  }

  @Test
  void aSiteThatBlocksTheRouteHoldsUpNoOther() throws Exception {
    SendRun run = send(20, "550 5.7.1 {source} is on our block list (S3150)");
    assertThat(counts().of(DeliveryState.SENT))
        .as("%s %s", counts(), provider.tally())
        .isEqualTo(OTHERS);
    assertThat(counts().of(DeliveryState.FAILED)).isZero();
    assertThat(run.health().restOf(1)).as("the route serves the others").isEmpty();
    assertThat(provider.site("picky").orElseThrow().tally().of(SiteVerdict.LISTED))
        .as("it was asked again, but seldom")
        .isBetween(1L, 4L);
    assertThat(run.pauseReason()).isEmpty();
  }

  @Test
  void aRecipientThatRefusesTheSenderFailsAlone() throws Exception {
    SendRun run = send(2, "550 5.7.1 <news@example.com>: Sender address rejected: Access denied");
    assertThat(run.pauseReason()).isEmpty();
    assertThat(counts().of(DeliveryState.SENT)).isEqualTo(OTHERS);
    assertThat(counts().of(DeliveryState.FAILED)).isEqualTo(2);
    assertThat(Ledgers.reasons(database, SendRig.CAMPAIGN, DeliveryState.FAILED))
        .allSatisfy(why -> assertThat(why).contains("does not want mail from this sender"));
    assertThat(Ledgers.suppressed(database)).isEmpty();
  }

  @Test
  void aLogInThatOneRecipientsServerWantsIsAnAttemptAndEndsSo() throws Exception {
    send(1, "530 5.7.0 Authentication required");
    assertThat(counts().of(DeliveryState.SENT)).isEqualTo(OTHERS);
    assertThat(counts().of(DeliveryState.DEFERRED)).isEqualTo(1);
    assertThat(provider.site("picky").orElseThrow().tally().of(SiteVerdict.LISTED)).isEqualTo(1);
  }
}
