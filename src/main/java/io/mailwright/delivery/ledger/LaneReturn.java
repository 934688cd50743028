package io.mailwright.delivery.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A lane that its worker gives back; it is ready again when its next row is due.
 *
 * @param notBefore when it is ready at the earliest
 * @param why what holds it until then
 */
public record LaneReturn(LaneHold hold, Optional<Instant> notBefore, Optional<String> why) {
  /** Ready as soon as a row is due. */
  public static LaneReturn of(LaneHold hold) {
    return new LaneReturn(hold, Optional.empty(), Optional.empty());
  }
}
