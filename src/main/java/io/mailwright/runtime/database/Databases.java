package io.mailwright.runtime.database;

import io.mailwright.delivery.lease.LeaseDatabase;
import io.mailwright.kernel.db.Database;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** The application's databases by use; the first to ask for one migrates the schema. */
@ApplicationScoped
public class Databases {
  @Resource(lookup = "java:app/jdbc/ledger")
  private DataSource ledger;

  @Resource(lookup = "java:app/jdbc/lease")
  private DataSource lease;

  @Produces
  @Singleton
  Database migrated() {
    Database database = Database.on(ledger);
    Schema.migrate(database);
    return database;
  }

  @Produces
  @Singleton
  @LeaseDatabase
  Database leases(Database migrated) {
    return new Database(lease, migrated.dialect());
  }
}
