package io.mailwright.delivery.lease;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.node.NodeIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

@ApplicationScoped
class JdbcLeaseRepository implements LeaseRepository {
  private Database database;
  private Clock clock;

  JdbcLeaseRepository() {}

  @Inject
  JdbcLeaseRepository(@LeaseDatabase Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Optional<Lease> take(String name, String owner, Duration length, Duration grace) {
    ensureExists(name);
    Instant now = now();
    Instant until = now.plus(length);
    return database.query(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  UPDATE lease SET owner = ?, fence = fence + 1, until_at = ?
                  WHERE name = ? AND (owner IS NULL OR until_at < ?)
                  """)) {
            update.setString(1, owner);
            update.setTimestamp(2, Timestamp.from(until));
            update.setString(3, name);
            update.setTimestamp(4, Timestamp.from(now.minus(grace)));
            if (update.executeUpdate() == 0) {
              return Optional.empty();
            }
          }
          return Optional.of(new Lease(name, owner, fenceOf(connection, name), until));
        });
  }

  private void ensureExists(String name) {
    try {
      database.change(
          connection -> {
            try (PreparedStatement insert =
                connection.prepareStatement(
                    """
                    INSERT INTO lease (name, owner, fence, until_at)
                    SELECT ?, NULL, 0, ? WHERE NOT EXISTS (SELECT 1 FROM lease WHERE name = ?)
                    """)) {
              insert.setString(1, name);
              insert.setTimestamp(2, Timestamp.from(Instant.EPOCH));
              insert.setString(3, name);
              insert.executeUpdate();
            }
          });
    } catch (DatabaseException e) {
      if (!e.isConstraintViolation()) {
        throw e;
      }
      // Another node made the row in the same moment: it exists, which is all that was wanted.
    }
  }

  private static long fenceOf(Connection connection, String name) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT fence FROM lease WHERE name = ?")) {
      select.setString(1, name);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  @Override
  public Optional<Lease> renew(Lease lease, Duration length) {
    Instant until = now().plus(length);
    int updated =
        database.query(
            connection -> {
              try (PreparedStatement update =
                  connection.prepareStatement(
                      "UPDATE lease SET until_at = ? WHERE name = ? AND owner = ? AND fence = ?")) {
                update.setTimestamp(1, Timestamp.from(until));
                update.setString(2, lease.name());
                update.setString(3, lease.owner());
                update.setLong(4, lease.fence());
                return update.executeUpdate();
              }
            });
    return updated == 1
        ? Optional.of(new Lease(lease.name(), lease.owner(), lease.fence(), until))
        : Optional.empty();
  }

  @Override
  public void release(Lease lease) {
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE lease SET owner = NULL WHERE name = ? AND owner = ? AND fence = ?")) {
            update.setString(1, lease.name());
            update.setString(2, lease.owner());
            update.setLong(3, lease.fence());
            update.executeUpdate();
          }
        });
  }

  @Override
  public void releaseEarlierOf(NodeIdentity node) {
    String anyOwner = node.ownersOfAll();
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE lease SET owner = NULL WHERE SUBSTRING(owner, 1, ?) = ? AND owner <> ?")) {
            update.setInt(1, anyOwner.length());
            update.setString(2, anyOwner);
            update.setString(3, node.owner());
            update.executeUpdate();
          }
        });
  }

  @Override
  public boolean isHeld(String name) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT 1 FROM lease WHERE name = ? AND owner IS NOT NULL AND until_at >= ?")) {
            select.setString(1, name);
            select.setTimestamp(2, Timestamp.from(now()));
            try (ResultSet row = select.executeQuery()) {
              return row.next();
            }
          }
        });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
