package io.mailwright.operations.node;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.kernel.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.UUID;

/** Names this start: the node by a file in the data folder, the incarnation by the database. */
@ApplicationScoped
public class NodeStart {
  private static final String FILE = "node.id";

  @Produces
  @Singleton
  NodeIdentity identity(Database database, Settings settings, Clock clock) {
    String name = nameOf(settings.dataFolder());
    return database.query(
        connection -> {
          long incarnation = nextIncarnation(connection, database);
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO node_incarnation (id, node, started_at, seen_at) VALUES (?, ?, ?, ?)")) {
            Timestamp now = Timestamp.from(clock.instant());
            insert.setLong(1, incarnation);
            insert.setString(2, name);
            insert.setTimestamp(3, now);
            insert.setTimestamp(4, now);
            insert.executeUpdate();
          }
          return new NodeIdentity(name, incarnation);
        });
  }

  private static long nextIncarnation(Connection connection, Database database)
      throws SQLException {
    String sql =
        database
            .dialect()
            .pick("SELECT NEXT VALUE FOR incarnation_seq", "SELECT nextval('incarnation_seq')");
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String nameOf(Path dataDir) {
    Path file = dataDir.resolve(FILE);
    try {
      if (Files.notExists(file)) {
        Files.createDirectories(dataDir);
        Files.writeString(file, "node-" + UUID.randomUUID().toString().substring(0, 8));
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the node's name cannot be kept in " + file, e);
    }
  }
}
