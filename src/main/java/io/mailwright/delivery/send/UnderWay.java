package io.mailwright.delivery.send;

import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.governor.Leave;
import java.time.Instant;

/** A mail that was handed to the session, with what it was permitted by, and when. */
record UnderWay(Rendered mail, Leave.Granted leave, Places.Place place, Instant since) {
  Ask ask() {
    return leave.ask();
  }
}
