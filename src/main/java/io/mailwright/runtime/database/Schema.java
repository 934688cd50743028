package io.mailwright.runtime.database;

import io.mailwright.kernel.db.Database;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** Brings the tables to the version this build expects. Flyway owns every table, JBeret's too. */
public final class Schema {
  private Schema() {}

  /**
   * Applies the migrations that the database lacks; does nothing when it is up to date. Flyway's
   * own lock makes two nodes that start together safe.
   *
   * @param database the database to bring up to date
   * @throws org.flywaydb.core.api.FlywayException if a migration fails or an applied one was edited
   */
  public static void migrate(Database database) {
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(database.dataSource())
        .locations("classpath:db/migration")
        .placeholders(
            Map.of(
                "bytes", database.dialect().pick("BLOB", "BYTEA"),
                "text", database.dialect().pick("CLOB", "TEXT"),
                "attributes", database.dialect().pick("VARCHAR(1048576)", "TEXT"),
                "whereDue", database.dialect().pick("", "WHERE due_at IS NOT NULL")))
        .cleanDisabled(true)
        .load()
        .migrate();
  }
}
