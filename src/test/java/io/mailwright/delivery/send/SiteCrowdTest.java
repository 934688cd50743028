package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SiteCrowdTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-12-01T14:00:00Z"));
  private final SiteCrowd crowd = new SiteCrowd(clock);
  private final Hold met = new Hold(HoldScope.SITE_ON_ROUTE, clock.instant(), "gmail takes few");

  @Test
  void whoWouldHaveToWaitLeavesUnlessItIsTheOnlyOne() {
    crowd.enter("gmail");
    assertThat(crowd.isTooMany("gmail", met)).as("alone").isFalse();
    crowd.enter("gmail");
    crowd.enter("gmail");
    assertThat(crowd.isTooMany("gmail", met)).isTrue();
    crowd.leave("gmail");
    assertThat(crowd.hasRoom("gmail")).as("two are enough").isFalse();
    assertThat(crowd.holdUntilThereIsRoom("gmail").why())
        .isEqualTo("others send to its site, as many as it can employ: gmail takes few");
    assertThat(crowd.hasRoom("qq")).as("another site").isTrue();
  }

  @Test
  void oneMoreMayTryFromTimeToTime() {
    crowd.enter("gmail");
    crowd.enter("gmail");
    assertThat(crowd.isTooMany("gmail", met)).isTrue();
    crowd.leave("gmail");
    assertThat(crowd.hasRoom("gmail")).isFalse();
    clock.forward(Duration.ofSeconds(5));
    assertThat(crowd.hasRoom("gmail")).isTrue();
    crowd.enter("gmail");
    assertThat(crowd.hasRoom("gmail")).as("only one").isFalse();
  }
}
