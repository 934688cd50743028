package io.mailwright.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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

  private static void sql(Database database, String statement) {
    database.change(
        connection -> {
          try (Statement run = connection.createStatement()) {
            run.execute(statement);
          }
        });
  }

  private static String refusal(Database database) {
    List<Throwable> logged = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            logged.add(entry.getThrown());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger(Schema.class.getName());
    log.addHandler(handler);
    MailwrightException refused;
    try {
      refused = catchThrowableOfType(MailwrightException.class, () -> Schema.migrate(database));
    } finally {
      log.removeHandler(handler);
    }
    assertThat(logged).as("what the launcher looks for").containsExactly(refused);
    assertThat(refused.code()).isEqualTo(ErrorCode.DATABASE_TABLES_UNUSABLE);
    assertThat(refused.getMessage()).doesNotContain("\n").hasSizeLessThan(380);
    return refused.getMessage();
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void saysInALineWhyATableCannotBeMade(Database database) {
    sql(database, "DELETE FROM \"flyway_schema_history\" WHERE \"installed_rank\" > 1");
    assertThat(refusal(database)).contains("cannot be brought up to date (", "already exists");
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void saysInALineThatAnotherBuildMadeTheTables(Database database) {
    sql(database, "UPDATE \"flyway_schema_history\" SET \"checksum\" = 1 WHERE \"version\" = '2'");
    assertThat(refusal(database)).contains("made by another build", "version 2");
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void leavesTheTablesOfOthersAlone(Database database) {
    sql(database, "DROP TABLE \"flyway_schema_history\"");
    assertThat(refusal(database)).contains("tables of something else", "Nothing was changed");
  }
}
