package io.mailwright.operations.schedule;

import io.mailwright.kernel.db.Database;
import jakarta.persistence.EntityManager;
import java.time.Clock;

/** Schedules for tests of other packages. */
public final class TestSchedules {
  private TestSchedules() {}

  /** The product's own repository, on a test database. */
  public static ScheduleRepository of(EntityManager entities, Database database, Clock clock) {
    return new JpaScheduleRepository(entities, database, clock);
  }
}
