package io.mailwright.runtime.launcher;

import io.mailwright.kernel.error.ErrorCode;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Says before the server starts what is wrong with the database. */
final class DatabaseCheck {
  private static final int OLDEST_POSTGRES = 130_000;
  private static final String LOGIN_SECONDS = "10";

  // Kept, or its level would be forgotten.
  private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

  private DatabaseCheck() {}

  /**
   * An H2 file must not be open in another process, and must not be damaged as far as a look at it
   * tells; the rest shows when the server opens it.
   *
   * @throws StartFailure if it is, or cannot be written
   */
  static void h2File(Path file) throws StartFailure {
    if (!Files.exists(file)) {
      return;
    }
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw inUse(file);
      }
      if (DamagedDatabase.isIn(channel)) {
        throw DamagedDatabase.of(file);
      }
    } catch (OverlappingFileLockException heldHere) {
      throw inUse(file);
    } catch (IOException e) {
      throw new StartFailure(
          ErrorCode.DATABASE_UNAVAILABLE,
          "The database file %s cannot be opened for writing (%s). Nothing was changed. Check its"
                  .formatted(file, Reasons.of(e))
              + " owner and rights.");
    }
  }

  private static StartFailure inUse(Path file) {
    return new StartFailure(
        ErrorCode.DATABASE_FILE_IN_USE,
        "The database file %s is open in another program. Close that one; use PostgreSQL if more"
                .formatted(file)
            + " than one process must reach the database.");
  }

  /**
   * A PostgreSQL server must be reachable, let us in, be recent, and allow our connections; the
   * database must be in UTF-8 and have room for our tables.
   *
   * @param driver PostgreSQL's
   * @param pools how many connections this node may open
   * @throws StartFailure if one of these is not so
   */
  static void postgres(DatabaseTarget target, Driver driver, ConnectionPools pools)
      throws StartFailure {
    Properties login = new Properties();
    login.setProperty("user", target.user());
    login.setProperty("password", target.password());
    login.setProperty("loginTimeout", LOGIN_SECONDS);
    DRIVER_LOG.setLevel(Level.OFF); // It is all said in one line.
    try (Connection connection = connected(driver, target, login);
        Statement statement = connection.createStatement()) {
      int version = number(statement, "SHOW server_version_num");
      if (version < OLDEST_POSTGRES) {
        throw new StartFailure(
            ErrorCode.DATABASE_TOO_OLD,
            "%s is PostgreSQL %d; 13 or newer is needed. Nothing was changed."
                .formatted(target.place(), version / 10_000));
      }
      int allowed =
          number(statement, "SHOW max_connections")
              - number(statement, "SHOW superuser_reserved_connections");
      if (allowed < pools.total()) {
        throw new StartFailure(
            ErrorCode.DATABASE_TOO_SMALL,
            "%s allows %d connections, and this node may need %d. Raise max_connections there, or"
                    .formatted(target.place(), allowed, pools.total())
                + " lower MAILWRIGHT_WORKERS: each worker needs two, and 16 more are for the rest.");
      }
      refuseUnlessUtf8(statement, target);
      PostgresSchema.check(statement, target);
    } catch (SQLException e) {
      throw refusal(target, e);
    }
  }

  private static Connection connected(Driver driver, DatabaseTarget target, Properties login)
      throws SQLException, StartFailure {
    if (!driver.acceptsURL(target.url())) {
      // Not repeated: what cannot be taken apart may hold a password.
      throw new StartFailure(
          ErrorCode.SETTING_UNUSABLE,
          "MAILWRIGHT_DB_URL cannot be used as it stands. It must look like"
              + " jdbc:postgresql://host:5432/database.");
    }
    return driver.connect(target.url(), login);
  }

  // In another encoding some people's names cannot be stored, and that shows only in use.
  private static void refuseUnlessUtf8(Statement statement, DatabaseTarget target)
      throws SQLException, StartFailure {
    try (ResultSet result = statement.executeQuery("SHOW server_encoding")) {
      result.next();
      String encoding = result.getString(1);
      if (!encoding.equals("UTF8")) {
        throw new StartFailure(
            ErrorCode.DATABASE_NOT_UTF8,
            "%s is in %s, which cannot hold every name. Nothing was changed. Give us a database in"
                    .formatted(target.place(), encoding)
                + " UTF-8: CREATE DATABASE mailwright ENCODING 'UTF8' TEMPLATE template0.");
      }
    }
  }

  private static int number(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return Integer.parseInt(result.getString(1));
    }
  }

  private static StartFailure refusal(DatabaseTarget target, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.startsWith("28")) {
      return new StartFailure(
          ErrorCode.DATABASE_REFUSES,
          "%s does not let user %s in. Check MAILWRIGHT_DB_USER, MAILWRIGHT_DB_PASSWORD and the"
                  .formatted(target.place(), target.user())
              + " server's pg_hba.conf.");
    }
    if (state.equals("3D000")) {
      return new StartFailure(
          ErrorCode.DATABASE_REFUSES,
          "There is no such database: %s. Create it, or correct MAILWRIGHT_DB_URL."
              .formatted(target.place()));
    }
    return new StartFailure(
        ErrorCode.DATABASE_UNAVAILABLE,
        "%s cannot be reached (%s). Nothing was changed. Check MAILWRIGHT_DB_URL, and that"
                .formatted(target.place(), reason(e))
            + " PostgreSQL runs there and accepts connections.");
  }

  // The driver's words are often general; the cause below them says it.
  private static String reason(SQLException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof UnknownHostException) {
      return "its host name is unknown";
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
