package io.mailwright.runtime.database;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables to the version this build expects. Flyway owns every table, JBeret's too. */
public final class Schema {
  private static final Logger LOG = Logger.getLogger(Schema.class.getName());

  private Schema() {}

  /**
   * Applies the migrations that the database lacks; does nothing when it is up to date. Flyway's
   * own lock makes two nodes that start together safe.
   *
   * @param database the database to bring up to date
   * @throws MailwrightException {@link ErrorCode#DATABASE_TABLES_UNUSABLE} if a migration fails, an
   *     applied one was edited, or the tables are not ours
   */
  public static void migrate(Database database) {
    try {
      flyway(database).migrate();
    } catch (FlywayException e) {
      MailwrightException refusal =
          new MailwrightException(
              ErrorCode.DATABASE_TABLES_UNUSABLE, MigrationFailure.detail(e), e);
      // Told here with all its causes: the server that deploys us keeps but the message.
      LOG.log(Level.SEVERE, "the tables cannot be brought up to date", refusal);
      throw refusal;
    }
  }

  private static Flyway flyway(Database database) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(database.dataSource())
        .locations("classpath:db/migration")
        .placeholders(
            Map.of(
                "bytes", database.dialect().pick("BLOB", "BYTEA"),
                "text", database.dialect().pick("CLOB", "TEXT"),
                "attributes", database.dialect().pick("VARCHAR(1048576)", "TEXT"),
                "embedded", database.dialect().pick("", "-- "),
                "identities", database.dialect().pick("5000", "1"),
                "stored", database.dialect().pick("", "STORED"),
                "whereDue", database.dialect().pick("", "WHERE due_at IS NOT NULL")))
        .cleanDisabled(true)
        .load();
  }
}
