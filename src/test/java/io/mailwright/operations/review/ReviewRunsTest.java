package io.mailwright.operations.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.lease.TestLeases;
import io.mailwright.delivery.send.LiveRuns;
import io.mailwright.feedback.review.Reviewing;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.operations.node.RunLeases;
import io.mailwright.testing.TestDatabases;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReviewRunsTest {
  private static final class FirstFails extends Reviewing {
    private final List<Long> read = new ArrayList<>();

    @Override
    public List<Long> looking() {
      return List.of(1L, 2L);
    }

    @Override
    public boolean goOn(long reviewId) {
      if (reviewId == 1) {
        throw new IllegalStateException("always");
      }
      read.add(reviewId);
      return false;
    }
  }

  @Test
  void oneThatAlwaysFailsKeepsNoOtherFromBeingRead() {
    RunLeases leases =
        new RunLeases(
            TestLeases.on(TestDatabases.h2(), Clock.systemUTC()),
            new LiveRuns(),
            new NodeIdentity("here", 1),
            new Settings(name -> Optional.empty()),
            Clock.systemUTC());
    FirstFails reviewing = new FirstFails();

    new ReviewRuns(reviewing, leases).goOn();

    assertThat(reviewing.read).containsExactly(2L);
    assertThat(leases.isIdle()).isTrue();
  }
}
