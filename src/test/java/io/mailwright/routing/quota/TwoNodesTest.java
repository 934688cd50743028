package io.mailwright.routing.quota;

import static io.mailwright.routing.quota.QuotaRig.rolling;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.campaign.RateUnit;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.TestDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Workers of two nodes that want leave at the same moment. */
class TwoNodesTest {
  private static final int WORKERS_A_NODE = 4;

  static Stream<Arguments> quotas() {
    return TestDatabases.both()
        .flatMap(
            database ->
                Stream.of(
                    Arguments.of(database, 40, RateUnit.MINUTE, Duration.ofSeconds(4)),
                    Arguments.of(database, 1000, RateUnit.SECOND, Duration.ofMillis(20)),
                    Arguments.of(database, 10_000, RateUnit.HOUR, Duration.ofMinutes(3))));
  }

  @ParameterizedTest
  @MethodSource("quotas")
  void neverGetMoreThanTheQuota(Database database, int limit, RateUnit per, Duration tick)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2 * WORKERS_A_NODE);
    try (QuotaRig rig = new QuotaRig(database, "2026-12-01T14:20:00Z")) {
      rig.site(rolling(limit, per));
      Quotas[] nodes = {rig.node(), rig.node()};
      int windows = 3;
      long ticks = per.length().multipliedBy(windows).dividedBy(tick);
      for (long i = 0; i < ticks; i++) {
        List<Future<Integer>> workers = new ArrayList<>();
        for (int worker = 0; worker < 2 * WORKERS_A_NODE; worker++) {
          Quotas node = nodes[worker % 2];
          workers.add(threads.submit(() -> rig.send(node, limit)));
        }
        for (Future<Integer> worker : workers) {
          worker.get();
        }
        rig.clock.forward(tick);
      }
      rig.grants.assertNeverOver(limit, per.length());
      assertThat(rig.grants.count()).isGreaterThanOrEqualTo(limit * windows * 98 / 100);
    } finally {
      threads.shutdownNow();
    }
  }
}
