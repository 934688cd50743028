package io.mailwright.routing.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.routing.share.Standing;
import org.junit.jupiter.api.Test;

class WorkerSeatsTest {
  private final WorkerSeats seats = new WorkerSeats(32);

  @Test
  void whoComesGetsItsShareAndTheOtherGivesUpAsMuch() {
    assertThat(seats.take(1, new Standing(100, false), 32)).isEqualTo(32);
    assertThat(seats.take(2, new Standing(100, false), 32)).isEqualTo(16);
    assertThat(seats.entitled(1)).isEqualTo(16);
    assertThat(seats.take(3, new Standing(100, false), 4)).isEqualTo(4);
    assertThat(seats.entitled(1)).isEqualTo(14);
    assertThat(seats.entitled(2)).isEqualTo(14);
    seats.giveBack(2L);
    seats.giveBack(2L);
    assertThat(seats.entitled(1)).isEqualTo(28);
    assertThat(seats.entitled(77)).as("one that took none").isEqualTo(32);
  }
}
