package io.mailwright.operations.keeping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;

/** The log of tries of campaigns that are over. */
@ApplicationScoped
class AttemptPurger extends BesideDeliveries {
  AttemptPurger() {
    this(null);
  }

  @Inject
  AttemptPurger(Clock clock) {
    super(KeptKind.ATTEMPTS, "attempt", clock);
  }
}
