package io.mailwright.delivery.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KillSwitchTest {
  private final KillSwitch killSwitch = new KillSwitch();
  private final AtomicInteger cuts = new AtomicInteger();

  private void hold() {
    killSwitch.holds(cuts::incrementAndGet);
  }

  @Test
  void cutsBeforeTheDotAndLetsNoDotFollow() {
    hold();
    killSwitch.pull();
    assertThat(cuts).hasValue(1);
    assertThat(killSwitch.beginDot()).isFalse();
  }

  @Test
  void waitsForTheAnswerToADotAndCutsThen() {
    hold();
    assertThat(killSwitch.beginDot()).isTrue();
    killSwitch.pull();
    assertThat(cuts).hasValue(0);
    assertThat(killSwitch.isPulled()).isTrue();
    killSwitch.answered();
    assertThat(cuts).hasValue(1);
    assertThat(killSwitch.beginDot()).isFalse();
  }

  @Test
  void cutsWhatIsHeldOnlyAfterwards() {
    killSwitch.pull();
    hold();
    assertThat(cuts).hasValue(1);
  }

  @Test
  void cutsNothingThatWasLetGo() {
    hold();
    killSwitch.letGo();
    killSwitch.pull();
    assertThat(cuts).hasValue(0);
  }

  /** A dot whose answer the worker does not wait for any more: it failed meanwhile. */
  @Test
  void anUnansweredDotOfAConnectionThatIsGoneHoldsUpNoOther() {
    hold();
    assertThat(killSwitch.beginDot()).isTrue();
    killSwitch.letGo();
    hold();
    assertThat(killSwitch.beginDot()).isTrue();
    killSwitch.answered();
    killSwitch.pull();
    assertThat(cuts).hasValue(1);
  }
}
