package io.mailwright.audience.imports;

import io.mailwright.audience.erased.ErasedPeople;
import io.mailwright.feedback.link.TestKeys;
import io.mailwright.kernel.db.Database;
import java.time.Clock;

/** The real stores on a database of a test. */
public final class ImportStores {
  private ImportStores() {}

  public static ImportRepository imports(Database database) {
    return new JdbcImportRepository(database, Clock.systemUTC());
  }

  public static StagingRepository staging(Database database) {
    return new JdbcStagingRepository(
        database, Clock.systemUTC(), new ErasedPeople(database, TestKeys.of(1)));
  }
}
