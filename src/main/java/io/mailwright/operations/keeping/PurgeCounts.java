package io.mailwright.operations.keeping;

import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/** What executions of the job {@code purge} have deleted. */
@ApplicationScoped
public class PurgeCounts {
  private Database database;

  PurgeCounts() {}

  @Inject
  PurgeCounts(Database database) {
    this.database = database;
  }

  /** Rows by kind; a kind that is missing had nothing to delete, or its turn has not come. */
  public Map<KeptKind, Long> of(long executionId) {
    return database.query(
        connection -> {
          Map<KeptKind, Long> counts = new EnumMap<>(KeptKind.class);
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT kind, n FROM purge_count WHERE execution_id = ?")) {
            select.setLong(1, executionId);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                counts.put(KeptKind.valueOf(row.getString(1)), row.getLong(2));
              }
            }
          }
          return counts;
        });
  }

  /** In the transaction that deletes. */
  static void add(Connection connection, long executionId, KeptKind kind, long rows)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE purge_count SET n = n + ? WHERE execution_id = ? AND kind = ?")) {
      bind(update, executionId, kind, rows);
      if (update.executeUpdate() == 1) {
        return;
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO purge_count (n, execution_id, kind) VALUES (?, ?, ?)")) {
      bind(insert, executionId, kind, rows);
      insert.executeUpdate();
    }
  }

  private static void bind(PreparedStatement change, long executionId, KeptKind kind, long rows)
      throws SQLException {
    change.setLong(1, rows);
    change.setLong(2, executionId);
    change.setString(3, kind.name());
  }
}
