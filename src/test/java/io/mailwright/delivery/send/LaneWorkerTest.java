package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.delivery.LedgerUnavailable;
import io.mailwright.delivery.ledger.ClaimLimit;
import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.delivery.policy.RetrySchedule;
import io.mailwright.kernel.db.Database;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.window.WindowTerms;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.SmtpSink;
import io.mailwright.testing.TestDatabases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LaneWorkerTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private final Clock clock = Clock.systemUTC();

  @ParameterizedTest
  @MethodSource(BOTH)
  void everyOutcomeEndsInItsState(Database database) throws InterruptedException {
    List<String> addresses = people(30);
    addresses.addAll(List.of("bounce@x.example", "full@x.example", "drop@x.example"));
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, addresses);
    try (SendRig rig = new SendRig(ledger, clock)) {
      rig.sendAll(rig.worker());
      DeliveryCounts counts = Ledgers.counts(database, SendRig.CAMPAIGN);
      assertThat(counts.of(DeliveryState.SENT)).isEqualTo(30);
      assertThat(counts.of(DeliveryState.FAILED)).isEqualTo(1);
      assertThat(counts.of(DeliveryState.DEFERRED)).isEqualTo(1);
      assertThat(counts.of(DeliveryState.IN_DOUBT)).isEqualTo(1);
      assertThat(Ledgers.suppressed(database)).containsExactly("bounce@x.example");
      assertThat(rig.journal.unconfirmed).hasValue(0);
      assertThat(ledger.countsAgree(SendRig.CAMPAIGN)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void outcomesThatCouldNotBeWrittenAreWrittenWhenTheDatabaseIsBack(Database database)
      throws InterruptedException {
    Ledger real = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(20));
    Ledger failing = Ledgers.failingAtSettle(real, 1);
    try (SendRig rig = new SendRig(failing, clock)) {
      LaneWorker worker = rig.worker();
      worker.send(SendRig.chunk(worker));
      assertThat(Ledgers.counts(database, SendRig.CAMPAIGN).of(DeliveryState.SENT)).isEqualTo(20);
      assertThat(rig.inbox.size()).as("mails the server got").isEqualTo(20);
      assertThat(rig.journal.unconfirmed).hasValue(0);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aRollbackLosesNoOutcomeAndRepeatsNoMail(Database database) throws InterruptedException {
    Ledger real = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(20));
    Ledger failing = Ledgers.failingAtSettle(real, 1, "XX000");
    try (SendRig rig = new SendRig(failing, clock)) {
      LaneWorker worker = rig.worker();
      List<Rendered> mails = SendRig.chunk(worker);
      assertThatThrownBy(() -> worker.send(mails)).isInstanceOf(LedgerUnavailable.class);
      worker.recover();
      rig.sendAll(worker);
      assertThat(Ledgers.counts(database, SendRig.CAMPAIGN).of(DeliveryState.SENT)).isEqualTo(20);
      assertThat(rig.inbox.size()).as("mails the server got").isEqualTo(20);
    }
  }

  @Test
  void claimsWithoutADotGoBackAfterARollback() throws InterruptedException {
    Database database = TestDatabases.h2();
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(20));
    try (SendRig rig = new SendRig(ledger, clock)) {
      LaneWorker worker = rig.worker();
      assertThat(SendRig.chunk(worker)).hasSize(20);
      worker.recover();
      DeliveryCounts counts = Ledgers.counts(database, SendRig.CAMPAIGN);
      assertThat(counts.of(DeliveryState.PENDING)).isEqualTo(20);
      assertThat(ledger.isAnyLaneHeld(SendRig.CAMPAIGN)).isFalse();
      assertThat(rig.inbox.size()).isZero();
    }
  }

  @Test
  void whatWasGivenBackBeforeItIsWrittenIsNotSent() throws InterruptedException {
    Database database = TestDatabases.h2();
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(20));
    try (SendRig rig = new SendRig(ledger, clock)) {
      LaneWorker worker = rig.worker();
      List<Rendered> mails = SendRig.chunk(worker);
      worker.recover();
      worker.send(mails);
      // As a batch runtime does when it stops a job that has read nothing.
      worker.send(List.of());
      assertThat(rig.inbox.size()).isZero();
      assertThat(Ledgers.counts(database, SendRig.CAMPAIGN).of(DeliveryState.PENDING))
          .isEqualTo(20);
    }
  }

  @Test
  void aServerThatIsDownCostsNoAttempt() throws InterruptedException {
    Database database = TestDatabases.h2();
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(5));
    try (SendRig rig = new SendRig(ledger, clock, Duration.ZERO, false)) {
      LaneWorker worker = rig.worker();
      worker.send(SendRig.chunk(worker));
      DeliveryCounts counts = Ledgers.counts(database, SendRig.CAMPAIGN);
      assertThat(counts.of(DeliveryState.PENDING)).isEqualTo(5);
      assertThat(rig.run().restOfAllRoutes()).isPresent();
      assertThat(
              ledger.claimNext(
                  SendRig.CAMPAIGN, "other", 1, 1, (lane, open) -> new ClaimLimit(1, 1)))
          .as("the lane rests with its route")
          .isEmpty();
    }
  }

  @Test
  void whatIsHeldIsLookedAtAnewWhenARouteIsBack() throws InterruptedException {
    Ledger ledger = Ledgers.prepared(TestDatabases.h2(), clock, SendRig.CAMPAIGN, people(5));
    try (SendRig rig = new SendRig(ledger, clock, Duration.ZERO, false)) {
      LaneWorker worker = rig.worker();
      worker.send(SendRig.chunk(worker));
      SendRun run = rig.run();
      run.lookForRoutes();
      Instant later = clock.instant().plus(Duration.ofHours(1));
      run.holds().holdAll(new Hold(HoldScope.CAMPAIGN, later, "its server rests"));
      run.lookForRoutes();
      assertThat(run.holdOf("example.com")).isPresent();
      rig.health.putBack(run.plan().routes().get().get(0).id());
      run.lookForRoutes();
      assertThat(run.holdOf("example.com")).isEmpty();
    }
  }

  @Test
  void aStopIsSeenWithinOneMailAndTheRestGoesBack() throws InterruptedException {
    Database database = TestDatabases.h2();
    List<String> addresses = new ArrayList<>(List.of("a@x.example"));
    addresses.addAll(people(19));
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, addresses);
    try (SendRig rig = new SendRig(ledger, clock)) {
      LaneWorker worker = rig.worker();
      List<Rendered> mails = SendRig.chunk(worker);
      rig.control.stop();
      worker.send(mails);
      assertThat(rig.inbox.size()).isZero();
      assertThat(Ledgers.counts(database, SendRig.CAMPAIGN).of(DeliveryState.PENDING))
          .isEqualTo(20);
      assertThat(worker.next()).isEmpty();
    }
  }

  /** The seventh mail's dot leaves, and with it the commands of the eighth. */
  @Test
  void aStopBetweenAnEnvelopeWrittenAheadAndItsDotGivesTheMailBack() throws Exception {
    Database database = TestDatabases.h2();
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(20));
    try (SmtpSink sink = new SmtpSink();
        SendRig rig = new SendRig(ledger, clock, Duration.ZERO, sink)) {
      rig.journal.mark = 7;
      rig.journal.atMark = rig.control::stop;
      LaneWorker worker = rig.worker();
      worker.send(SendRig.chunk(worker));
      DeliveryCounts counts = Ledgers.counts(database, SendRig.CAMPAIGN);
      assertThat(counts.of(DeliveryState.SENT)).isEqualTo(7);
      assertThat(counts.of(DeliveryState.PENDING)).isEqualTo(13);
      assertThat(rig.journal.intents).as("dots").hasSize(7);
      assertThat(sink.mails()).isEqualTo(7);
      await().untilAsserted(() -> assertThat(sink.lost()).as("closed within DATA").isOne());
    }
  }

  /** The moment is taken before the commands are written ahead. */
  @Test
  void anIntervalThatIsUsedHoldsTheLaneAndCostsNoAttemptAndNoConnection() throws Exception {
    Database database = TestDatabases.h2();
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(20));
    try (SmtpSink sink = new SmtpSink();
        SendRig rig = new SendRig(ledger, clock, Duration.ofHours(1), sink)) {
      LaneWorker worker = rig.worker();
      worker.send(SendRig.chunk(worker));
      DeliveryCounts counts = Ledgers.counts(database, SendRig.CAMPAIGN);
      assertThat(counts.of(DeliveryState.SENT)).isEqualTo(1);
      assertThat(counts.of(DeliveryState.PENDING)).isEqualTo(19);
      assertThat(rig.journal.intents).as("dots").hasSize(1);
      assertThat(
              ledger.claimNext(
                  SendRig.CAMPAIGN, "other", 1, 1, (lane, open) -> new ClaimLimit(1, 1)))
          .as("the lane rests")
          .isEmpty();
      assertThat(sink.open()).as("connections that are kept").isOne();
    }
  }

  /** One chunk is all that is claimed while a note of the journal is on its way to the disk. */
  @Test
  void claimsNothingMoreWhileTheDiskIsSlow() throws Exception {
    Database database = TestDatabases.h2();
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(100));
    CountDownLatch noting = new CountDownLatch(1);
    CountDownLatch noted = new CountDownLatch(1);
    try (SendRig rig = new SendRig(ledger, clock)) {
      rig.journal.mark = 7;
      rig.journal.atMark =
          () -> {
            noting.countDown();
            awaitNoted(noted);
          };
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> {
                try {
                  rig.sendAll(rig.worker());
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(noting.await(20, TimeUnit.SECONDS)).isTrue();
      DeliveryCounts counts = Ledgers.counts(database, SendRig.CAMPAIGN);
      assertThat(counts.of(DeliveryState.CLAIMED)).isEqualTo(20);
      assertThat(counts.of(DeliveryState.PENDING)).isEqualTo(80);
      assertThat(rig.inbox.size()).as("mails before the note is on the disk").isEqualTo(6);
      noted.countDown();
      sending.get(20, TimeUnit.SECONDS);
      assertThat(Ledgers.counts(database, SendRig.CAMPAIGN).of(DeliveryState.SENT)).isEqualTo(100);
      assertThat(rig.inbox.size()).isEqualTo(100);
    }
  }

  /** It is asked after a second, and not again for the second that it took itself. */
  @Test
  void aSlowDatabaseIsNotAskedBeforeEveryMailWhoIsSuppressed() throws InterruptedException {
    SettableClock moved = new SettableClock(Instant.parse("2026-11-24T10:00:00Z"));
    AtomicInteger asked = new AtomicInteger();
    Ledger slow =
        Ledgers.beforeSuppressedOf(
            Ledgers.prepared(TestDatabases.h2(), moved, SendRig.CAMPAIGN, people(20)),
            () -> {
              asked.incrementAndGet();
              moved.forward(Duration.ofSeconds(1));
            });
    try (SendRig rig = new SendRig(slow, moved)) {
      rig.journal.mark = 3;
      rig.journal.atMark = () -> moved.forward(Duration.ofSeconds(1));
      LaneWorker worker = rig.worker();
      worker.send(SendRig.chunk(worker));
      assertThat(rig.inbox.size()).isEqualTo(20);
      assertThat(asked).hasValue(1);
    }
  }

  private static void awaitNoted(CountDownLatch noted) {
    try {
      noted.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void withoutAJournalNoFurtherDotIsWrittenAndTheCampaignSaysWhy() throws InterruptedException {
    Database database = TestDatabases.h2();
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(20));
    try (SendRig rig = new SendRig(ledger, clock)) {
      rig.journal.room = 7;
      LaneWorker worker = rig.worker();
      worker.send(SendRig.chunk(worker));
      DeliveryCounts counts = Ledgers.counts(database, SendRig.CAMPAIGN);
      assertThat(counts.of(DeliveryState.SENT)).isEqualTo(7);
      assertThat(counts.of(DeliveryState.PENDING)).isEqualTo(13);
      assertThat(rig.inbox.size()).isEqualTo(7);
      assertThat(rig.run().pauseReason().orElseThrow()).contains("journal", "resume");
    }
  }

  @Test
  void aChunkThatIsTooLargeIsSentInPartsUnderOneClaim() throws InterruptedException {
    Database database = TestDatabases.h2();
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(20));
    try (SendRig rig = new SendRig(ledger, clock, 1)) {
      LaneWorker worker = rig.worker();
      List<Rendered> first = SendRig.chunk(worker);
      assertThat(first).hasSize(1);
      worker.send(first);
      DeliveryCounts counts = Ledgers.counts(database, SendRig.CAMPAIGN);
      assertThat(counts.of(DeliveryState.SENT)).isEqualTo(1);
      assertThat(counts.of(DeliveryState.CLAIMED)).as("still claimed").isEqualTo(19);
      assertThat(ledger.isAnyLaneHeld(SendRig.CAMPAIGN)).isTrue();
      rig.sendAll(worker);
      assertThat(Ledgers.counts(database, SendRig.CAMPAIGN).of(DeliveryState.SENT)).isEqualTo(20);
      assertThat(rig.inbox.size()).isEqualTo(20);
      assertThat(ledger.isAnyLaneHeld(SendRig.CAMPAIGN)).isFalse();
    }
  }

  @Test
  void whatIsNotReadOfALargeChunkGoesBackWhenTheRunStops() throws InterruptedException {
    Database database = TestDatabases.h2();
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(20));
    try (SendRig rig = new SendRig(ledger, clock, 1)) {
      LaneWorker worker = rig.worker();
      worker.send(SendRig.chunk(worker));
      List<Rendered> second = SendRig.chunk(worker);
      rig.control.stop();
      worker.send(second);
      DeliveryCounts counts = Ledgers.counts(database, SendRig.CAMPAIGN);
      assertThat(counts.of(DeliveryState.SENT)).isEqualTo(1);
      assertThat(counts.of(DeliveryState.PENDING)).isEqualTo(19);
    }
  }

  @Test
  void aMailThatCannotBeMadeFailsAloneAndSaysWhy() throws InterruptedException {
    Database database = TestDatabases.h2();
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(3));
    try (SendRig rig = new SendRig(ledger, clock)) {
      LaneWorker worker = rig.worker();
      List<Rendered> mails = SendRig.chunk(worker);
      worker.cannotRender(mails.get(0).claim(), "too long");
      worker.send(mails.subList(1, mails.size()));
      DeliveryCounts counts = Ledgers.counts(database, SendRig.CAMPAIGN);
      assertThat(counts.of(DeliveryState.FAILED)).isEqualTo(1);
      assertThat(counts.of(DeliveryState.SENT)).isEqualTo(2);
    }
  }

  @Test
  void theLastWorkersEndWhenFewerAreWantedNow() throws InterruptedException {
    Database database = TestDatabases.h2();
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(3));
    try (SendRig rig = new SendRig(ledger, clock)) {
      rig.limits = workers(1);
      assertThat(rig.worker(1).next()).isEmpty();
      assertThat(rig.worker(0).next()).isPresent();
    }
  }

  @Test
  void aWorkerThatIsNoLongerWantedLeavesTheRestOfItsChunkToOthers() throws InterruptedException {
    Clock slow = new SlowClock();
    Database database = TestDatabases.h2();
    Ledger ledger = Ledgers.prepared(database, slow, SendRig.CAMPAIGN, people(20));
    try (SendRig rig = new SendRig(ledger, slow)) {
      LaneWorker second = rig.worker(1);
      List<Rendered> mails = SendRig.chunk(second);
      rig.limits = workers(1);
      second.send(mails);
      assertThat(rig.inbox.size()).as("mails the server got").isBetween(1, 19);
      assertThat(ledger.isAnyLaneHeld(SendRig.CAMPAIGN)).isFalse();
      assertThat(second.next()).isEmpty();
      rig.sendAll(rig.worker(0));
      assertThat(rig.inbox.size()).as("mails the server got").isEqualTo(20);
      assertThat(Ledgers.counts(database, SendRig.CAMPAIGN).of(DeliveryState.SENT)).isEqualTo(20);
    }
  }

  @Test
  void aRunEndsWhenForSomeTimeThereHaveBeenMoreWorkersForIt() throws InterruptedException {
    SettableClock settable = new SettableClock(Instant.parse("2026-03-01T08:00:00Z"));
    Ledger ledger = Ledgers.prepared(TestDatabases.h2(), settable, SendRig.CAMPAIGN, people(60));
    try (SendRig rig = new SendRig(ledger, settable)) {
      rig.limits = workers(2);
      rig.run().workersBegin(2);
      LaneWorker first = rig.worker(0);
      sendChunk(first);
      rig.limits = workers(1);
      assertThat(rig.worker(1).next()).as("not wanted").isEmpty();
      rig.limits = workers(2);
      sendChunk(first);
      settable.forward(SendRun.LASTING);
      assertThat(first.next()).as("in another run, with two").isEmpty();
      rig.run().workersBegin(2);
      sendChunk(first);
      assertThat(rig.inbox.size()).isEqualTo(60);
    }
  }

  private static void sendChunk(LaneWorker worker) throws InterruptedException {
    List<Rendered> mails = SendRig.chunk(worker);
    assertThat(mails).hasSize(20);
    worker.send(mails);
  }

  private static SendLimits workers(int workers) {
    return new SendLimits(
        Duration.ZERO,
        RetrySchedule.STANDARD,
        false,
        workers,
        WindowTerms.ANY_TIME,
        SendRig.ALIKE,
        SendPolicy.NONE);
  }

  @Test
  void aPolicyThatIsChangedOnTheWayHoldsForTheNextMail() throws InterruptedException {
    Database database = TestDatabases.h2();
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, List.of("drop@x.example"));
    try (SendRig rig = new SendRig(ledger, clock)) {
      LaneWorker worker = rig.worker();
      List<Rendered> mails = SendRig.chunk(worker);
      rig.limits =
          new SendLimits(
              Duration.ZERO,
              RetrySchedule.STANDARD,
              true,
              8,
              WindowTerms.ANY_TIME,
              SendRig.ALIKE,
              SendPolicy.NONE);
      worker.send(mails);
      assertThat(Ledgers.counts(database, SendRig.CAMPAIGN).of(DeliveryState.DEFERRED))
          .isEqualTo(1);
    }
  }

  /** Every look at it takes its time. */
  private static final class SlowClock extends Clock {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T08:00:00Z"));

    @Override
    public Instant instant() {
      clock.forward(Duration.ofMillis(50));
      return clock.instant();
    }

    @Override
    public ZoneId getZone() {
      return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void tellsHowFarItIsWhileItSends() throws InterruptedException {
    Clock slow = new SlowClock();
    Ledger ledger = Ledgers.prepared(TestDatabases.h2(), slow, SendRig.CAMPAIGN, people(20));
    List<Integer> told = new ArrayList<>();
    try (SendRig rig = new SendRig(ledger, slow)) {
      LaneWorker worker = rig.worker();
      worker.followedBy(told::add);
      List<Rendered> mails = SendRig.chunk(worker);
      assertThat(told).as("before the claim").containsExactly(0);
      worker.send(mails);
    }
    assertThat(told).as("while it sends").hasSizeGreaterThan(2).isSorted();
  }

  private static List<String> people(int n) {
    return new ArrayList<>(
        IntStream.range(0, n).mapToObj(i -> "p" + i + "@people.example").toList());
  }
}
