package io.mailwright.operations.campaign;

import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When waiting campaigns go on. */
@ApplicationScoped
class ResumeTimes {
  /** Every node knows of a change of a route's health by then. */
  static final Duration NODES_KNOW = Duration.ofSeconds(3);

  private Database database;
  private Clock clock;

  ResumeTimes() {}

  @Inject
  ResumeTimes(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  void set(long campaignId, Instant at) {
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement("UPDATE campaign SET resume_at = ? WHERE id = ?")) {
            update.setTimestamp(1, Timestamp.from(at));
            update.setLong(2, campaignId);
            update.executeUpdate();
          }
        });
  }

  /** A waiting campaign goes on at this time, if it does not go on before. */
  void hasten(long campaignId, Instant at) {
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE campaign SET resume_at = ? WHERE id = ? AND state = 'WAITING' AND resume_at > ?")) {
            update.setTimestamp(1, Timestamp.from(at));
            update.setLong(2, campaignId);
            update.setTimestamp(3, Timestamp.from(at));
            update.executeUpdate();
          }
        });
  }

  Optional<Instant> of(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT resume_at FROM campaign WHERE id = ? AND state = 'WAITING'")) {
            select.setLong(1, campaignId);
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant)
                  : Optional.empty();
            }
          }
        });
  }

  /** When a recurring campaign fires next, if that was noted. */
  Optional<Instant> nextFiring(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT resume_at FROM campaign WHERE id = ?")) {
            select.setLong(1, campaignId);
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant)
                  : Optional.empty();
            }
          }
        });
  }

  /**
   * Takes one firing of a recurring campaign and notes the next; of several nodes one wins.
   *
   * @return whether this call took it
   */
  boolean takeFiring(long campaignId, Instant dueAt, Instant next) {
    return database.query(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE campaign SET resume_at = ? WHERE id = ? AND state = 'SCHEDULED' AND resume_at = ?")) {
            update.setTimestamp(1, Timestamp.from(next));
            update.setLong(2, campaignId);
            update.setTimestamp(3, Timestamp.from(dueAt));
            return update.executeUpdate() == 1;
          }
        });
  }

  /** Lets waiting campaigns that may send over a server go on as soon as all nodes know why. */
  void notAfter(long serverId) {
    Timestamp soon = Timestamp.from(clock.instant().plus(NODES_KNOW));
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  UPDATE campaign SET resume_at = ? WHERE state = 'WAITING' AND resume_at > ?
                    AND pool_id IN (SELECT pool_id FROM pool_server WHERE server_id = ?)
                  """)) {
            update.setTimestamp(1, soon);
            update.setTimestamp(2, soon);
            update.setLong(3, serverId);
            update.executeUpdate();
          }
        });
  }

  /** Campaigns on their way, if only to be resumed, by a pool with the server. */
  List<Long> sendingOver(long serverId) {
    return ids(
        """
        SELECT id FROM campaign WHERE state IN ('RUNNING', 'WAITING', 'PAUSED', 'INTERRUPTED', 'FAILED')
          AND pool_id IN (SELECT pool_id FROM pool_server WHERE server_id = ?) ORDER BY id
        """,
        select -> select.setLong(1, serverId));
  }

  /** Campaigns whose time has come. */
  List<Long> due() {
    return ids(
        "SELECT id FROM campaign WHERE state = 'WAITING' AND (resume_at IS NULL OR resume_at <= ?) ORDER BY id",
        select -> select.setTimestamp(1, Timestamp.from(clock.instant())));
  }

  private interface Bind {
    void to(PreparedStatement select) throws SQLException;
  }

  private List<Long> ids(String sql, Bind values) {
    return database.query(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            values.to(select);
            List<Long> ids = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                ids.add(row.getLong(1));
              }
            }
            return ids;
          }
        });
  }
}
