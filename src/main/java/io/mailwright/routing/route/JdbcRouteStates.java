package io.mailwright.routing.route;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.text.Cut;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
class JdbcRouteStates implements RouteStates {
  private static final int LONGEST_REPLY = 1000;

  private static final String SELECT =
      """
      SELECT route_id, health, trouble, since, until_at, why, troubles, changes FROM route_state
      """;

  private static final String CHANGE =
      """
      UPDATE route_state SET health = ?, trouble = ?, since = ?, until_at = ?, why = ?, troubles = ?, changes = ?
      WHERE route_id = ? AND changes = ?
      """;

  private static final String ADD =
      """
      INSERT INTO route_state (health, trouble, since, until_at, why, troubles, changes, route_id,
                               sent, deferred, failed, refused)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0)
      """;

  private static final String COUNT =
      """
      UPDATE route_state SET sent = sent + ?, deferred = deferred + ?, failed = failed + ?, refused = refused + ?,
             last_sent_at = COALESCE(?, last_sent_at), last_reply = COALESCE(?, last_reply),
             last_reply_at = COALESCE(?, last_reply_at)
      WHERE route_id = ?
      """;

  private Database database;
  private Clock clock;

  JdbcRouteStates() {}

  @Inject
  JdbcRouteStates(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public List<RouteCondition> ailing() {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(SELECT + "WHERE health <> 'HEALTHY' ORDER BY route_id")) {
            return conditions(select);
          }
        });
  }

  @Override
  public Optional<RouteCondition> find(long routeId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(SELECT + "WHERE route_id = ?")) {
            select.setLong(1, routeId);
            return conditions(select).stream().findFirst();
          }
        });
  }

  private static List<RouteCondition> conditions(PreparedStatement select) throws SQLException {
    List<RouteCondition> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.add(
            new RouteCondition(
                row.getLong("route_id"),
                HealthState.valueOf(row.getString("health")),
                Optional.ofNullable(row.getString("trouble")).map(TroubleKind::valueOf),
                row.getTimestamp("since").toInstant(),
                Optional.ofNullable(row.getTimestamp("until_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("why")),
                row.getInt("troubles"),
                row.getLong("changes")));
      }
    }
    return found;
  }

  @Override
  public boolean change(RouteCondition seen, RouteCondition next) {
    RouteCondition numbered = next.afterChanges(seen.changes() + 1);
    boolean isChanged =
        database.query(
            connection -> {
              try (PreparedStatement update = connection.prepareStatement(CHANGE)) {
                fill(update, numbered);
                update.setLong(9, seen.changes());
                return update.executeUpdate() == 1;
              }
            });
    return isChanged || (seen.changes() == 0 && isAdded(numbered));
  }

  /** In a transaction of its own: where another was faster, PostgreSQL gives the whole one up. */
  private boolean isAdded(RouteCondition condition) {
    try {
      database.change(
          connection -> {
            try (PreparedStatement insert = connection.prepareStatement(ADD)) {
              fill(insert, condition);
              insert.executeUpdate();
            }
          });
      return true;
    } catch (DatabaseException e) {
      if (e.isConstraintViolation()) {
        return false;
      }
      throw e;
    }
  }

  private static void fill(PreparedStatement statement, RouteCondition c) throws SQLException {
    statement.setString(1, c.state().name());
    statement.setString(2, c.trouble().map(Enum::name).orElse(null));
    statement.setTimestamp(3, Timestamp.from(c.since()));
    setTime(statement, 4, c.until());
    statement.setString(5, c.why().orElse(null));
    statement.setInt(6, c.troubles());
    statement.setLong(7, c.changes());
    statement.setLong(8, c.routeId());
  }

  @Override
  public void count(Collection<Counted> counted) {
    Instant now = clock.instant();
    // In the order of ids, so that two nodes never wait for each other.
    List<Counted> ordered =
        counted.stream().sorted(Comparator.comparingLong(Counted::routeId)).toList();
    for (Counted route : ordered) {
      if (find(route.routeId()).isEmpty()) {
        // Who is beaten to it finds the row then.
        isAdded(RouteCondition.healthy(route.routeId(), now));
      }
    }
    database.change(connection -> add(connection, ordered, now));
  }

  private static void add(Connection connection, List<Counted> counted, Instant now)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(COUNT)) {
      for (Counted route : counted) {
        update.setLong(1, route.sent());
        update.setLong(2, route.deferred());
        update.setLong(3, route.failed());
        update.setLong(4, route.refused());
        setTime(update, 5, route.sent() > 0 ? Optional.of(now) : Optional.empty());
        update.setString(6, route.lastReply().map(r -> Cut.to(r, LONGEST_REPLY)).orElse(null));
        setTime(update, 7, route.lastReply().map(r -> now));
        update.setLong(8, route.routeId());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  private static void setTime(PreparedStatement statement, int at, Optional<Instant> time)
      throws SQLException {
    if (time.isPresent()) {
      statement.setTimestamp(at, Timestamp.from(time.get()));
    } else {
      statement.setNull(at, Types.TIMESTAMP_WITH_TIMEZONE);
    }
  }
}
