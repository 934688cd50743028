package io.mailwright.routing.rate;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.Dialect;
import io.mailwright.kernel.text.Cut;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

@Dependent
class JdbcSiteRateRepository implements SiteRateRepository {
  private static final int LONGEST_REPLY = 1200;

  private static final String STORE_H2 =
      """
      MERGE INTO site_rate
        (site, route_id, limit_per_second, connections, paused_until, pause_asked, last_reply,
         used_at)
      KEY (site, route_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String STORE_POSTGRESQL =
      """
      INSERT INTO site_rate
        (site, route_id, limit_per_second, connections, paused_until, pause_asked, last_reply,
         used_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (site, route_id) DO UPDATE SET
        limit_per_second = EXCLUDED.limit_per_second, connections = EXCLUDED.connections,
        paused_until = EXCLUDED.paused_until, pause_asked = EXCLUDED.pause_asked,
        last_reply = EXCLUDED.last_reply, used_at = EXCLUDED.used_at
      """;

  private final Database database;

  @Inject
  JdbcSiteRateRepository(Database database) {
    this.database = database;
  }

  @Override
  public void store(Collection<LearnedRate> rates) {
    String sql = database.dialect() == Dialect.H2 ? STORE_H2 : STORE_POSTGRESQL;
    database.change(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (LearnedRate rate : rates) {
              fill(statement, rate);
              statement.addBatch();
            }
            statement.executeBatch();
          }
        });
  }

  private static void fill(PreparedStatement statement, LearnedRate rate) throws SQLException {
    statement.setString(1, rate.site());
    statement.setLong(2, rate.routeId());
    if (rate.perSecond().isPresent()) {
      statement.setDouble(3, rate.perSecond().getAsDouble());
    } else {
      statement.setNull(3, Types.DOUBLE);
    }
    if (rate.connections().isPresent()) {
      statement.setInt(4, rate.connections().getAsInt());
    } else {
      statement.setNull(4, Types.INTEGER);
    }
    statement.setTimestamp(5, rate.pausedUntil().map(Timestamp::from).orElse(null));
    statement.setBoolean(6, rate.isPauseAsked());
    statement.setString(7, rate.lastReply().map(r -> Cut.to(r, LONGEST_REPLY)).orElse(null));
    statement.setTimestamp(8, Timestamp.from(rate.usedAt()));
  }

  @Override
  public List<LearnedRate> usedSince(Instant time) {
    return database.query(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  """
                  SELECT site, route_id, limit_per_second, connections, paused_until, pause_asked,
                         last_reply, used_at
                  FROM site_rate WHERE used_at >= ?
                  ORDER BY site, route_id
                  """)) {
            statement.setTimestamp(1, Timestamp.from(time));
            try (ResultSet row = statement.executeQuery()) {
              List<LearnedRate> found = new ArrayList<>();
              while (row.next()) {
                found.add(read(row));
              }
              return found;
            }
          }
        });
  }

  private static LearnedRate read(ResultSet row) throws SQLException {
    double perSecond = row.getDouble(3);
    OptionalDouble limit = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(perSecond);
    int most = row.getInt(4);
    OptionalInt connections = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(most);
    return new LearnedRate(
        row.getString(1),
        row.getLong(2),
        limit,
        connections,
        Optional.ofNullable(row.getTimestamp(5)).map(Timestamp::toInstant),
        row.getBoolean(6),
        Optional.ofNullable(row.getString(7)),
        row.getTimestamp(8).toInstant());
  }

  @Override
  public void forgetUnusedSince(Instant time) {
    database.change(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement("DELETE FROM site_rate WHERE used_at < ?")) {
            statement.setTimestamp(1, Timestamp.from(time));
            statement.executeUpdate();
          }
        });
  }
}
