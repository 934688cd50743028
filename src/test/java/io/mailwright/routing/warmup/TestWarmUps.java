package io.mailwright.routing.warmup;

import io.mailwright.kernel.db.Database;
import java.sql.PreparedStatement;
import java.time.Clock;

/** Warm-ups for tests of other packages. */
public final class TestWarmUps {
  private TestWarmUps() {}

  /** A node's warm-ups, by the clock. */
  public static WarmUp of(Database database, Clock clock) {
    return new WarmUp(new WarmUpStore(database), clock);
  }

  /** Keeps a plan for a site of a route. */
  public static void add(Database database, long id, long routeId, String site, WarmUpSteps steps) {
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  INSERT INTO warm_up (id, version, route_id, site, steps, small_steps,
                    limit_deferred, limit_failed, limit_complaints, held, created_at)
                  VALUES (?, 1, ?, ?, ?, ?, 500, 200, 10, FALSE, CURRENT_TIMESTAMP)
                  """)) {
            insert.setLong(1, id);
            insert.setLong(2, routeId);
            insert.setString(3, site);
            insert.setString(4, steps.text());
            insert.setString(5, steps.text());
            insert.executeUpdate();
          }
        });
  }
}
