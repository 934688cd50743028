package io.mailwright.delivery.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.db.Database;
import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lanes and rows that a limit keeps back, and what becomes of them when the limit changes. */
class HeldLanesTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final long CAMPAIGN = 7;
  private static final Instant NOW = Instant.parse("2026-12-01T14:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofHours(5));
  private static final String WHY = "Gmail budget of 40 a minute used until " + LATER;

  private final SettableClock clock = new SettableClock(NOW);

  private Ledger ledger(Database database) {
    return Ledgers.prepared(
        database,
        clock,
        CAMPAIGN,
        IntStream.range(0, 20).mapToObj(i -> "p" + i + "@people.example").toList());
  }

  private Optional<LaneChunk> claim(Ledger ledger, int rows) {
    return ledger.claimNext(CAMPAIGN, "w", 1, 1, (lane, open) -> new ClaimLimit(rows, 1 << 20));
  }

  private static LaneReturn held(LaneChunk chunk) {
    return new LaneReturn(chunk.lane(), Optional.of(LATER), Optional.of(WHY));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aLaneThatNothingIsWantedOfIsGivenBackWithWhatHoldsIt(Database database) {
    Ledger ledger = ledger(database);
    LaneChunk chunk =
        ledger.claimNext(CAMPAIGN, "w", 1, 1, (lane, open) -> ClaimLimit.NOTHING).orElseThrow();
    assertThat(chunk.claims()).isEmpty();
    ledger.settle(held(chunk), List.of());
    assertThat(claim(ledger, 5)).isEmpty();
    assertThat(ledger.nextReady(CAMPAIGN)).contains(LATER);
    assertThat(ledger.firstHold(CAMPAIGN)).contains(WHY);
    assertThat(Ledgers.counts(database, CAMPAIGN).of(DeliveryState.PENDING)).isEqualTo(20);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aChangedLimitMakesLanesAndRowsReadyThatItHeld(Database database) {
    Ledger ledger = ledger(database);
    LaneChunk chunk = claim(ledger, 5).orElseThrow();
    ledger.settle(
        held(chunk),
        chunk.claims().stream()
            .map(c -> Settlement.givenBack(c, Optional.of(LATER), Optional.of(WHY), NOW))
            .toList());
    assertThat(claim(ledger, 20)).isEmpty();
    assertThat(ledger.releaseHolds(CAMPAIGN)).isPositive();
    assertThat(claim(ledger, 20).orElseThrow().claims()).as("held and fresh ones").hasSize(20);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void rowsAloneThatWereHeldWakeTheirLane(Database database) {
    Ledger ledger = ledger(database);
    LaneChunk chunk = claim(ledger, 20).orElseThrow();
    ledger.settle(
        LaneReturn.of(chunk.lane()),
        chunk.claims().stream()
            .map(c -> Settlement.givenBack(c, Optional.of(LATER), Optional.of(WHY), NOW))
            .toList());
    assertThat(ledger.nextReady(CAMPAIGN)).contains(LATER);
    assertThat(ledger.firstHold(CAMPAIGN)).contains(WHY);
    assertThat(ledger.releaseHolds(CAMPAIGN)).isPositive();
    assertThat(claim(ledger, 20).orElseThrow().claims()).hasSize(20);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whatAServerPutOffKeepsItsTime(Database database) {
    Ledger ledger = ledger(database);
    putOff(ledger, LATER);
    assertThat(ledger.releaseHolds(CAMPAIGN)).isZero();
    assertThat(claim(ledger, 20)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whatALimitHoldsAfterAServerHadPutItOffIsReady(Database database) {
    Ledger ledger = ledger(database);
    putOff(ledger, NOW.plusSeconds(10));
    clock.forward(Duration.ofSeconds(11));
    LaneChunk again = claim(ledger, 20).orElseThrow();
    ledger.settle(
        LaneReturn.of(again.lane()),
        again.claims().stream()
            .map(c -> Settlement.givenBack(c, Optional.of(LATER), Optional.of(WHY), NOW))
            .toList());
    assertThat(ledger.firstHold(CAMPAIGN)).contains(WHY);
    assertThat(ledger.releaseHolds(CAMPAIGN)).isPositive();
    assertThat(claim(ledger, 20).orElseThrow().claims()).hasSize(20);
  }

  private void putOff(Ledger ledger, Instant until) {
    LaneChunk chunk = claim(ledger, 20).orElseThrow();
    ledger.settle(
        LaneReturn.of(chunk.lane()),
        chunk.claims().stream()
            .map(
                c ->
                    new Settlement(
                        c.key(),
                        DeliveryState.DEFERRED,
                        true,
                        Optional.of(until),
                        Optional.of("put off"),
                        Optional.empty(),
                        Optional.empty(),
                        NOW))
            .toList());
  }
}
