package io.mailwright.routing.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.db.Database;
import io.mailwright.routing.governor.TestAsks;
import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SiteRateKeeperTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
  private static final Duration QUICK = Duration.ofMillis(100);

  private final SettableClock clock = new SettableClock(START);

  private static Throttle slower(Optional<Duration> hint) {
    return new Throttle(ThrottleKind.RATE, hint, "450 4.2.1 慢一点");
  }

  private static void throttle(SiteRates rates, SettableClock clock, Optional<Duration> hint) {
    for (int i = 0; i < 500; i++) {
      rates.accepted("gmail", 3, QUICK);
      clock.forward(Duration.ofMillis(10));
    }
    rates.throttled("gmail", 3, slower(hint), QUICK);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void storesWhatIsReadAgain(Database database) {
    SiteRateRepository repository = new JdbcSiteRateRepository(database);
    LearnedRate all =
        new LearnedRate(
            "gmail",
            3,
            OptionalDouble.of(41.5),
            OptionalInt.of(4),
            Optional.of(START.plusSeconds(60)),
            true,
            Optional.of("421 慢一点"),
            START);
    LearnedRate nothing =
        new LearnedRate(
            "gmail",
            4,
            OptionalDouble.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            START.minusSeconds(10));
    repository.store(List.of(all, nothing));
    assertThat(repository.usedSince(START.minusSeconds(10))).containsExactly(all, nothing);
    LearnedRate changed =
        new LearnedRate(
            "gmail",
            3,
            OptionalDouble.of(20),
            OptionalInt.empty(),
            Optional.empty(),
            false,
            Optional.of("x".repeat(3000)),
            START.plusSeconds(1));
    repository.store(List.of(changed));
    assertThat(repository.usedSince(START))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.perSecond()).isEqualTo(OptionalDouble.of(20));
              assertThat(r.connections()).isEmpty();
              assertThat(r.lastReply().orElseThrow()).hasSize(1200);
            });
    repository.forgetUnusedSince(START);
    assertThat(repository.usedSince(Instant.EPOCH)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void knowsAfterARestartWhatItKnewBefore(Database database) {
    SiteRateRepository repository = new JdbcSiteRateRepository(database);
    SiteRates before = new SiteRates(clock);
    throttle(before, clock, Optional.of(Duration.ofMinutes(5)));
    new SiteRateKeeper(before, repository, clock).keep();
    clock.forward(Duration.ofMinutes(1));

    SiteRates after = new SiteRates(clock);
    new SiteRateKeeper(after, repository, clock).recall();
    assertThat(after.take(TestAsks.to("gmail", 3)).orElseThrow())
        .satisfies(
            hold -> {
              assertThat(hold.until()).isEqualTo(START.plusSeconds(5 + 300));
              assertThat(hold.why()).contains("gmail asked route r3", "慢一点");
            });
    clock.forward(Duration.ofMinutes(5));
    assertThat(after.take(TestAsks.to("gmail", 3))).isEmpty();
    assertThat(after.allowance("gmail", 3).perSecond().orElseThrow()).isBetween(80.0, 101.0);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void forgetsAfterADay(Database database) {
    SiteRateRepository repository = new JdbcSiteRateRepository(database);
    SiteRates before = new SiteRates(clock);
    throttle(before, clock, Optional.empty());
    new SiteRateKeeper(before, repository, clock).keep();
    clock.forward(Duration.ofHours(25));

    SiteRates after = new SiteRates(clock);
    SiteRateKeeper keeper = new SiteRateKeeper(after, repository, clock);
    keeper.recall();
    assertThat(after.allowance("gmail", 3)).isEqualTo(SiteAllowance.FREE);
    keeper.keep();
    assertThat(repository.usedSince(Instant.EPOCH)).isEmpty();
  }

  @Test
  void storesOnlyWhatChanged() {
    List<LearnedRate> written = new ArrayList<>();
    SiteRateRepository repository =
        new SiteRateRepository() {
          @Override
          public void store(Collection<LearnedRate> rates) {
            written.addAll(rates);
          }

          @Override
          public List<LearnedRate> usedSince(Instant time) {
            return List.of();
          }

          @Override
          public void forgetUnusedSince(Instant time) {
            written.removeIf(rate -> rate.usedAt().isBefore(time));
          }
        };
    SiteRates rates = new SiteRates(clock);
    SiteRateKeeper keeper = new SiteRateKeeper(rates, repository, clock);
    rates.accepted("outlook", 3, QUICK);
    keeper.keep();
    assertThat(written).as("free sites").isEmpty();
    throttle(rates, clock, Optional.empty());
    keeper.keep();
    clock.forward(Duration.ofSeconds(5));
    keeper.keep();
    assertThat(written).hasSize(1);
    clock.forward(Duration.ofHours(2));
    rates.accepted("gmail", 3, QUICK);
    keeper.keep();
    assertThat(written).as("it was used, so it is not old").hasSize(2);
  }
}
