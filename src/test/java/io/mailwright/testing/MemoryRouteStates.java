package io.mailwright.testing;

import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.routing.route.HealthState;
import io.mailwright.routing.route.RouteCondition;
import io.mailwright.routing.route.RouteStates;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The health of routes for tests that need no database. */
public final class MemoryRouteStates implements RouteStates {
  private final Map<Long, RouteCondition> conditions = new TreeMap<>();
  private final List<Counted> counted = new ArrayList<>();

  /** Whether every call fails, as those of a database that is away. */
  public volatile boolean isAway;

  private void reach() {
    if (isAway) {
      throw new DatabaseException(new SQLException("away", "08006"));
    }
  }

  @Override
  public synchronized List<RouteCondition> ailing() {
    reach();
    return conditions.values().stream().filter(c -> c.state() != HealthState.HEALTHY).toList();
  }

  @Override
  public synchronized Optional<RouteCondition> find(long routeId) {
    reach();
    return Optional.ofNullable(conditions.get(routeId));
  }

  @Override
  public synchronized boolean change(RouteCondition seen, RouteCondition next) {
    reach();
    long changes = find(seen.routeId()).map(RouteCondition::changes).orElse(0L);
    if (changes != seen.changes()) {
      return false;
    }
    conditions.put(next.routeId(), next.afterChanges(changes + 1));
    return true;
  }

  @Override
  public synchronized void count(Collection<Counted> more) {
    reach();
    counted.addAll(more);
  }

  /** What was counted, in order. */
  public synchronized List<Counted> counted() {
    return List.copyOf(counted);
  }
}
