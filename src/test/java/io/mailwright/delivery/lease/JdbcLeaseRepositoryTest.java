package io.mailwright.delivery.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JdbcLeaseRepositoryTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Duration LENGTH = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));

  @ParameterizedTest
  @MethodSource(BOTH)
  void aNodeEndsWhatItsEarlierStartsHeldAndNothingElse(Database database) {
    LeaseRepository leases = new JdbcLeaseRepository(database, clock);
    NodeIdentity now = new NodeIdentity("node_1%", 12);
    hold(leases, "earlier", new NodeIdentity("node_1%", 1));
    hold(leases, "mine", now);
    hold(leases, "like mine", new NodeIdentity("node_1", 1));
    hold(leases, "longer", new NodeIdentity("node_1%2", 1));
    hold(leases, "as a pattern", new NodeIdentity("nodeX1x", 1));

    leases.releaseEarlierOf(now);

    assertThat(leases.isHeld("earlier")).isFalse();
    assertThat(leases.isHeld("mine")).isTrue();
    assertThat(leases.isHeld("like mine")).isTrue();
    assertThat(leases.isHeld("longer")).isTrue();
    assertThat(leases.isHeld("as a pattern")).isTrue();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void isTakenOverAfterTimeAndGraceUnderAnotherFence(Database database) {
    LeaseRepository leases = new JdbcLeaseRepository(database, clock);
    Lease first = leases.take("campaign:1", "a#1", LENGTH, GRACE).orElseThrow();
    clock.forward(LENGTH.plus(GRACE));
    assertThat(leases.take("campaign:1", "b#2", LENGTH, GRACE)).isEmpty();
    clock.forward(Duration.ofMillis(1));
    Lease second = leases.take("campaign:1", "b#2", LENGTH, GRACE).orElseThrow();
    assertThat(second.fence()).isGreaterThan(first.fence());
    assertThat(leases.renew(first, LENGTH)).isEmpty();
    leases.release(first);
    assertThat(leases.isHeld("campaign:1")).isTrue();
  }

  private static void hold(LeaseRepository leases, String name, NodeIdentity by) {
    assertThat(leases.take(name, by.owner(), LENGTH, GRACE)).isPresent();
  }
}
