package io.mailwright.routing.route;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.PagedSelect;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

@ApplicationScoped
class JdbcRouteDirectory implements RouteDirectory {
  private static final String SELECT =
      """
      SELECT x.id, x.server_id, v.name AS server_name, x.address, x.weight, x.rotate_after, x.in_use, v.created_at,
             r.health, r.trouble, r.since, r.until_at, r.why, r.troubles, r.changes,
             r.sent, r.deferred, r.failed, r.refused, r.last_sent_at, r.last_reply, r.last_reply_at
      FROM (
        SELECT m.id, m.id AS server_id, CAST(NULL AS VARCHAR(45)) AS address, 1 AS weight,
               CAST(NULL AS INTEGER) AS rotate_after,
               NOT EXISTS (SELECT 1 FROM server_source u WHERE u.server_id = m.id AND u.in_use) AS in_use
        FROM mail_server m
        UNION ALL
        SELECT s.id, s.server_id, s.address, s.weight, s.rotate_after, s.in_use FROM server_source s
      ) x
      JOIN mail_server v ON v.id = x.server_id
      LEFT JOIN route_state r ON r.route_id = x.id
      """;

  private Database database;
  private RouteHealth health;

  JdbcRouteDirectory() {}

  @Inject
  JdbcRouteDirectory(Database database, RouteHealth health) {
    this.database = database;
    this.health = health;
  }

  @Override
  public Page<RouteView> page(PageRequest request) {
    return new PagedSelect(SELECT, "x.id")
        .where("(x.in_use OR r.route_id IS NOT NULL)")
        .read(database, request, this::views, RouteView::id);
  }

  @Override
  public Optional<RouteView> find(long routeId) {
    return database.query(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT + "WHERE x.id = ?")) {
            select.setLong(1, routeId);
            return views(select).stream().findFirst();
          }
        });
  }

  @Override
  public RouteView get(long routeId) {
    return find(routeId)
        .orElseThrow(
            () ->
                new MailwrightException(ErrorCode.NOT_FOUND, "There is no route " + routeId + "."));
  }

  private List<RouteView> views(PreparedStatement select) throws SQLException {
    List<RouteView> views = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        int rotateAfter = row.getInt("rotate_after");
        views.add(
            new RouteView(
                row.getLong("id"),
                row.getLong("server_id"),
                row.getString("server_name"),
                Optional.ofNullable(row.getString("address")),
                row.getInt("weight"),
                rotateAfter == 0 ? OptionalInt.empty() : OptionalInt.of(rotateAfter),
                row.getBoolean("in_use"),
                condition(row),
                row.getLong("sent"),
                row.getLong("deferred"),
                row.getLong("failed"),
                row.getLong("refused"),
                instant(row, "last_sent_at"),
                Optional.ofNullable(row.getString("last_reply")),
                instant(row, "last_reply_at")));
      }
    }
    return views;
  }

  /** What is stored; where that is nothing, what this node alone meets. */
  private RouteCondition condition(ResultSet row) throws SQLException {
    String state = row.getString("health");
    RouteCondition stored =
        new RouteCondition(
            row.getLong("id"),
            state == null ? HealthState.HEALTHY : HealthState.valueOf(state),
            Optional.ofNullable(row.getString("trouble")).map(TroubleKind::valueOf),
            instant(row, "since").orElse(row.getTimestamp("created_at").toInstant()),
            instant(row, "until_at"),
            Optional.ofNullable(row.getString("why")),
            row.getInt("troubles"),
            row.getLong("changes"));
    return stored.state() == HealthState.HEALTHY
        ? health.missingHere(stored.routeId()).orElse(stored)
        : stored;
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
