package io.mailwright.operations.keeping;

import io.mailwright.kernel.db.Database;
import java.sql.PreparedStatement;
import java.util.Map;

/** How long data is kept, for tests. */
final class TestRetention {
  private TestRetention() {}

  /** Only these kinds go, after so many days. */
  static RetentionRules only(Map<KeptKind, Integer> days) {
    return new RetentionRules(days);
  }

  /** Stores them, without the persistence unit. */
  static void store(Database database, RetentionRules rules) {
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement("UPDATE retention SET rules = ? WHERE id = 1")) {
            update.setString(1, rules.stored());
            update.executeUpdate();
          }
        });
  }
}
