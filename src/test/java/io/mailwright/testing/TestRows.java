package io.mailwright.testing;

import io.mailwright.kernel.db.Database;
import java.sql.Statement;

/** Rows that other rows point to, for tests that are not about them. */
public final class TestRows {
  /** A template's id. */
  public static final long TEMPLATE = 11;

  /** A pool's id; it has no servers. */
  public static final long POOL = 12;

  private TestRows() {}

  /** Inserts {@link #TEMPLATE} without versions and {@link #POOL}. */
  public static void insertTemplateAndPool(Database database) {
    database.change(
        connection -> {
          try (Statement insert = connection.createStatement()) {
            insert.execute(
                "INSERT INTO template (id, version, name, current_no, created_at)"
                    + " VALUES (11, 1, 'Template', 1, CURRENT_TIMESTAMP)");
            insert.execute(
                "INSERT INTO pool (id, version, name, created_at)"
                    + " VALUES (12, 1, 'Pool', CURRENT_TIMESTAMP)");
          }
        });
  }
}
