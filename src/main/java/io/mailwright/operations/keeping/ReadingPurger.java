package io.mailwright.operations.keeping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;

/** Who opened and clicked mails of campaigns that are over; how many did stays. */
@ApplicationScoped
class ReadingPurger extends BesideDeliveries {
  ReadingPurger() {
    this(null);
  }

  @Inject
  ReadingPurger(Clock clock) {
    super(KeptKind.READING, "engagement", clock);
  }
}
