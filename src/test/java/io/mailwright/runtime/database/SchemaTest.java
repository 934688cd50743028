package io.mailwright.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.db.Database;
import java.sql.ResultSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {
  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void migratesTwiceWithoutAChange(Database database) {
    Schema.migrate(database);
    long migrations =
        database.query(
            connection -> {
              try (ResultSet rows =
                  connection
                      .createStatement()
                      .executeQuery("SELECT COUNT(*) FROM \"flyway_schema_history\"")) {
                rows.next();
                return rows.getLong(1);
              }
            });
    assertThat(migrations).isGreaterThanOrEqualTo(3);
  }
}
