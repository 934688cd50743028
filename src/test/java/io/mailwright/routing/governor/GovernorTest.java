package io.mailwright.routing.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.routing.quota.QuotaLabels;
import io.mailwright.routing.quota.Subjects;
import io.mailwright.routing.route.Pace;
import io.mailwright.routing.share.FairShares;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GovernorTest {
  private static final Instant NOW = Instant.parse("2026-12-01T14:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Ask ASK =
      new Ask(
          new Subjects(1, 2, "news@example.com", "bounces@example.com", "gmail", 7),
          new QuotaLabels("Relay", "Relay", "Gmail", "Autumn"));

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final List<String> log = new ArrayList<>();

  private Gate gate(String name, Optional<Hold> answer) {
    return ask -> {
      log.add("take " + name);
      return GateAnswer.of(answer, () -> log.add("give back " + name));
    };
  }

  private static Hold hold(HoldScope scope) {
    return new Hold(scope, NOW.plusSeconds(60), "a budget is used");
  }

  @Test
  void allAgreeOrNothingIsTaken() {
    Governor governor =
        new Governor(
            List.of(
                gate("a", Optional.empty()),
                gate("b", Optional.empty()),
                gate("c", Optional.of(hold(HoldScope.SITE))),
                gate("d", Optional.empty())),
            Pace.alone(clock),
            new FairShares(clock));
    assertThat(governor.ask(ASK, Pace.Intervals.NONE, PATIENCE))
        .isEqualTo(new Leave.Held(hold(HoldScope.SITE)));
    assertThat(log).containsExactly("take a", "take b", "take c", "give back a", "give back b");
  }

  @Test
  void anIntervalBeyondThePatienceGivesTheRestBackAndSaysWhoseItIs() {
    Governor governor =
        new Governor(
            List.of(gate("a", Optional.empty())), Pace.alone(clock), new FairShares(clock));
    Pace.Intervals servers = new Pace.Intervals(Duration.ofSeconds(5), Duration.ofSeconds(1));
    assertThat(governor.ask(ASK, servers, PATIENCE))
        .isInstanceOfSatisfying(
            Leave.Granted.class, granted -> assertThat(granted.from()).isEqualTo(NOW));
    assertThat(governor.ask(ASK, servers, PATIENCE))
        .isInstanceOfSatisfying(
            Leave.Held.class,
            held -> {
              assertThat(held.hold().scope()).isEqualTo(HoldScope.ROUTE);
              assertThat(held.hold().until()).isEqualTo(NOW.plusSeconds(5).minusMillis(500));
              assertThat(held.hold().why())
                  .isEqualTo(
                      "server Relay sends a mail every 5 s; the next goes at "
                          + NOW.plusSeconds(5));
            });
    assertThat(log).as("what is known asks nothing else").containsExactly("take a");
    Pace.Intervals campaigns = new Pace.Intervals(Duration.ofSeconds(1), Duration.ofSeconds(9));
    assertThat(governor.ask(ASK, campaigns, PATIENCE))
        .isInstanceOfSatisfying(
            Leave.Held.class,
            held -> assertThat(held.hold().scope()).isEqualTo(HoldScope.CAMPAIGN));
  }
}
