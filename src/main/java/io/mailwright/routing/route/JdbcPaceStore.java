package io.mailwright.routing.route;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Moments as the database has them: the row of whoever has an interval is locked by who takes. */
@ApplicationScoped
class JdbcPaceStore implements PaceStore {
  /** No interval is longer than a day. */
  private static final long KEPT = 2 * 86_400_000_000L;

  private Database database;

  JdbcPaceStore() {}

  @Inject
  JdbcPaceStore(Database database) {
    this.database = database;
  }

  @Override
  public Block lease(Wish wish) {
    Database.Work<Block> work = connection -> lease(connection, wish);
    try {
      return database.queryTogether(work);
    } catch (DatabaseException e) {
      if (!e.isConstraintViolation()) {
        throw e;
      }
      // Another node made the row in the same moment; now it is there.
      return database.queryTogether(work);
    }
  }

  private static Block lease(Connection connection, Wish wish) throws SQLException {
    if (!lock(connection, wish.key())) {
      Block first = wish.after(NEVER);
      forgetOld(connection, wish.now() - KEPT);
      put(connection, "INSERT INTO mail_pace (latest, subject) VALUES (?, ?)", first, wish);
      return first;
    }
    long latest = latest(connection, wish.key());
    Block block = wish.after(latest);
    if (block.until() != latest) {
      put(connection, "UPDATE mail_pace SET latest = ? WHERE subject = ?", block, wish);
    }
    return block;
  }

  private static boolean lock(Connection connection, String key) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE mail_pace SET latest = latest WHERE subject = ?")) {
      update.setString(1, key);
      return update.executeUpdate() > 0;
    }
  }

  private static long latest(Connection connection, String key) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT latest FROM mail_pace WHERE subject = ?")) {
      select.setString(1, key);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void put(Connection connection, String sql, Block block, Wish wish)
      throws SQLException {
    try (PreparedStatement change = connection.prepareStatement(sql)) {
      change.setLong(1, block.until());
      change.setString(2, wish.key());
      change.executeUpdate();
    }
  }

  private static void forgetOld(Connection connection, long last) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM mail_pace WHERE latest < ?")) {
      delete.setLong(1, last);
      delete.executeUpdate();
    }
  }
}
