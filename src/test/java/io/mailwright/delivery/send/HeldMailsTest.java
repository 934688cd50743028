package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.kernel.db.Database;
import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.governor.Gate;
import io.mailwright.routing.governor.GateAnswer;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a limit keeps back, what goes on meanwhile, and what the ledger says of it. */
class HeldMailsTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant NOW = Instant.parse("2026-12-01T14:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofMinutes(20));

  private final SettableClock clock = new SettableClock(NOW);

  /** Keeps mails back until a moment, and counts what was taken and not given back. */
  private final class Limit implements Gate {
    private final AtomicInteger used = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final Predicate<Ask> held;
    private final HoldScope scope;

    Limit(HoldScope scope, Predicate<Ask> held) {
      this.scope = scope;
      this.held = held;
    }

    @Override
    public GateAnswer take(Ask ask) {
      asked.incrementAndGet();
      if (held.test(ask) && clock.instant().isBefore(LATER)) {
        return new GateAnswer.Held(new Hold(scope, LATER, "budget of " + ask.site() + " is used"));
      }
      used.incrementAndGet();
      return GateAnswer.Passed.of(used::decrementAndGet);
    }
  }

  private static List<String> people(int many, String domain) {
    return new ArrayList<>(IntStream.range(0, many).mapToObj(i -> "p" + i + "@" + domain).toList());
  }

  private static DeliveryCounts counts(Database database) {
    return Ledgers.counts(database, SendRig.CAMPAIGN);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aSiteThatIsHeldKeepsNoOtherBack(Database database) throws InterruptedException {
    List<String> addresses = people(120, "stopped.example");
    addresses.addAll(people(40, "open.example"));
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, addresses);
    Limit limit = new Limit(HoldScope.SITE, ask -> ask.site().equals("stopped.example"));
    try (SendRig rig = SendRig.limited(ledger, clock, List.of(limit))) {
      rig.sendAll(rig.worker());
      assertThat(counts(database).of(DeliveryState.SENT)).isEqualTo(40);
      assertThat(counts(database).of(DeliveryState.PENDING)).isEqualTo(120);
      assertThat(limit.used).as("permits used").hasValue(40);
      assertThat(Ledgers.reasons(database, SendRig.CAMPAIGN, DeliveryState.PENDING))
          .as("of those that were met; the others wait in a lane that says so")
          .contains("budget of stopped.example is used");
      clock.forward(Duration.ofMinutes(21));
      rig.sendAll(rig.worker());
      assertThat(counts(database).of(DeliveryState.SENT)).isEqualTo(160);
      assertThat(limit.used).hasValue(160);
      assertThat(ledger.countsAgree(SendRig.CAMPAIGN)).isTrue();
    }
  }

  /** A window's permit would else be used in the next one, whose own are used, too. */
  @ParameterizedTest
  @MethodSource(BOTH)
  void aPermitThatIsOverBeforeItsMailBeginsIsTakenAnew(Database database)
      throws InterruptedException {
    Ledger ledger =
        Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(30, "people.example"));
    AtomicInteger given = new AtomicInteger();
    AtomicInteger givenBack = new AtomicInteger();
    Gate permit =
        ask -> {
          given.incrementAndGet();
          return GateAnswer.Passed.of(
              givenBack::incrementAndGet, clock.instant().plus(Duration.ofMillis(10)));
        };
    AtomicInteger questions = new AtomicInteger();
    Gate slow =
        ask -> {
          if (questions.getAndIncrement() % 3 == 0) {
            clock.forward(Duration.ofMillis(50));
          }
          return GateAnswer.FREE;
        };
    try (SendRig rig = SendRig.limited(ledger, clock, List.of(permit, slow))) {
      rig.sendAll(rig.worker());
      assertThat(counts(database).of(DeliveryState.SENT)).isEqualTo(30);
      assertThat(given.get() - givenBack.get()).as("permits used").isEqualTo(30);
      assertThat(givenBack.get()).as("permits that were over").isEqualTo((questions.get() + 2) / 3);
    }
  }

  /** Its permit counts no more, and the next one comes later than a server waits. */
  @ParameterizedTest
  @MethodSource(BOTH)
  void aMailThatIsNotDueSoonIsGivenUpBeforeItsDotAndSentLater(Database database)
      throws InterruptedException {
    Ledger ledger =
        Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(30, "people.example"));
    AtomicInteger given = new AtomicInteger();
    AtomicInteger givenBack = new AtomicInteger();
    AtomicInteger ready = new AtomicInteger();
    AtomicInteger givenUp = new AtomicInteger();
    Gate permit =
        ask -> {
          given.incrementAndGet();
          AtomicInteger looks = new AtomicInteger();
          return new GateAnswer.Passed(
              givenBack::incrementAndGet,
              Instant.MAX,
              () -> {
                // The third look is behind the dot, which nothing holds back any more.
                boolean isOnItsWay = looks.incrementAndGet() > 2;
                return Duration.ofSeconds(!isOnItsWay && isGivenUp(ready, givenUp) ? 10 : 0);
              });
        };
    try (SendRig rig = SendRig.limited(ledger, clock, List.of(permit))) {
      rig.sendAll(rig.worker());
      assertThat(counts(database).of(DeliveryState.SENT)).isEqualTo(30);
      assertThat(rig.inbox.size()).as("each once").isEqualTo(30);
      assertThat(givenBack.get()).isEqualTo(givenUp.get()).isGreaterThan(5);
      assertThat(given.get() - givenBack.get()).as("permits used").isEqualTo(30);
    }
  }

  /** Some before the journal knows of their dot, and some after. */
  private static boolean isGivenUp(AtomicInteger ready, AtomicInteger givenUp) {
    int number = ready.incrementAndGet();
    boolean is = number % 5 == 0 || number % 8 == 0;
    givenUp.addAndGet(is ? 1 : 0);
    return is;
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void oneWorkerMeetsTheHoldAndTheOthersLeaveItsLanesAlone(Database database)
      throws InterruptedException {
    Ledger ledger =
        Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(800, "big.example"), 8);
    Limit limit = new Limit(HoldScope.SITE, ask -> true);
    try (SendRig rig = SendRig.limited(ledger, clock, List.of(limit))) {
      rig.sendAll(rig.worker());
      assertThat(limit.asked).as("asked").hasValue(1);
      assertThat(ledger.nextReady(SendRig.CAMPAIGN)).contains(LATER);
      assertThat(counts(database).of(DeliveryState.PENDING)).isEqualTo(800);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aRecipientThatIsHeldLeavesItsPlaceToTheNext(Database database) throws InterruptedException {
    Ledger ledger =
        Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(30, "people.example"));
    AtomicInteger turn = new AtomicInteger();
    Limit limit = new Limit(HoldScope.RECIPIENT, ask -> turn.getAndIncrement() % 3 == 0);
    try (SendRig rig = SendRig.limited(ledger, clock, List.of(limit))) {
      rig.sendAll(rig.worker());
      assertThat(counts(database).of(DeliveryState.SENT)).isEqualTo(20);
      assertThat(counts(database).of(DeliveryState.PENDING)).isEqualTo(10);
      assertThat(rig.inbox.size()).isEqualTo(20);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whatOneRouteMayNotTakeGoesByAnother(Database database) throws Exception {
    Ledger ledger =
        Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(40, "people.example"));
    Limit limit = new Limit(HoldScope.SITE_ON_ROUTE, ask -> ask.routeId() == 1);
    try (SendRig rig = SendRig.limited(ledger, clock, List.of(limit), 2)) {
      rig.sendAll(rig.worker());
      assertThat(counts(database).of(DeliveryState.SENT)).isEqualTo(40);
      assertThat(limit.used).hasValue(40);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void waitsForTheRouteThatIsFreeFirstAndNotForAnothersDay(Database database) throws Exception {
    Ledger ledger =
        Ledgers.prepared(database, clock, SendRig.CAMPAIGN, people(40, "people.example"));
    Instant soon = NOW.plusSeconds(60);
    Gate gate =
        ask -> {
          Instant until = ask.routeId() == 1 ? LATER : soon;
          return clock.instant().isBefore(until)
              ? new GateAnswer.Held(new Hold(HoldScope.SITE_ON_ROUTE, until, "used up"))
              : GateAnswer.Passed.of(() -> {});
        };
    try (SendRig rig = SendRig.limited(ledger, clock, List.of(gate), 2)) {
      rig.sendAll(rig.worker());
      assertThat(ledger.nextReady(SendRig.CAMPAIGN)).contains(soon);
      clock.forward(Duration.ofSeconds(61));
      rig.sendAll(rig.worker());
      assertThat(counts(database).of(DeliveryState.SENT)).isEqualTo(40);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aRouteThatIsUsedUpHoldsNoSiteThatAnotherRouteTakes(Database database) throws Exception {
    List<String> addresses = people(60, "stopped.example");
    addresses.addAll(people(40, "open.example"));
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, addresses);
    Gate gate =
        ask -> {
          boolean isStopped = ask.site().equals("stopped.example");
          return ask.routeId() == 1 || isStopped
              ? new GateAnswer.Held(
                  new Hold(
                      ask.routeId() == 1 ? HoldScope.ROUTE : HoldScope.SITE_ON_ROUTE,
                      LATER,
                      "used up"))
              : GateAnswer.Passed.of(() -> {});
        };
    try (SendRig rig = SendRig.limited(ledger, clock, List.of(gate), 2)) {
      rig.sendAll(rig.worker());
      assertThat(counts(database).of(DeliveryState.SENT)).isEqualTo(40);
      assertThat(counts(database).of(DeliveryState.PENDING)).isEqualTo(60);
    }
  }
}
