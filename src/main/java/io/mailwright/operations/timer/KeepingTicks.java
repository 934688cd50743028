package io.mailwright.operations.timer;

import io.mailwright.operations.keeping.NightlyPurge;
import io.mailwright.operations.person.Erasing;
import io.mailwright.report.projection.Projector;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Counts what is kept for reports, and deletes what is kept no longer. */
@ApplicationScoped
class KeepingTicks implements Ticking {
  @Inject private Projector reports;
  @Inject private NightlyPurge purge;
  @Inject private Erasing erasing;

  @Override
  public List<Tick> ticks() {
    return List.of(
        new Tick(10, reports::catchUp, "counting for reports"),
        new Tick(60, purge::startIfDue, "starting the nightly purge"),
        new Tick(5, erasing::goOn, "erasing people who asked for it"));
  }
}
