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
  private final Hold met = holdFor(Duration.ofMillis(300));

  private Hold holdFor(Duration time) {
    return new Hold(HoldScope.SITE_ON_ROUTE, clock.instant().plus(time), "gmail takes few");
  }

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
    clock.forward(Duration.ofSeconds(1));
    assertThat(crowd.hasRoom("gmail")).as("since that one found work").isTrue();
  }

  /** Two who wait a quarter of their time each are not too many: one could not do it alone. */
  @Test
  void nobodyLeavesWhoseWorkTheOthersCannotDo() {
    crowd.enter("gmail");
    crowd.enter("gmail");
    for (int i = 0; i < 1_000; i++) {
      assertThat(crowd.isTooMany("gmail", holdFor(Duration.ofMillis(10)))).isFalse();
      clock.forward(Duration.ofMillis(20));
    }
    crowd.enter("gmail");
    int mails = 0;
    while (!crowd.isTooMany("gmail", holdFor(Duration.ofMillis(25)))) {
      clock.forward(Duration.ofMillis(20));
      mails++;
    }
    assertThat(mails).as("mails until one of three is too many").isBetween(10, 600);
  }
}
