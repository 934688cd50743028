package io.mailwright.audience.suppression;

import io.mailwright.audience.erased.ErasedPeople;
import io.mailwright.feedback.link.TestKeys;
import io.mailwright.kernel.db.Database;
import jakarta.persistence.EntityManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The product's own store, for tests of other packages. */
public final class TestSuppressions {
  private TestSuppressions() {}

  /** In the open transaction of these entities. */
  public static SuppressionRepository of(EntityManager entities, Database database, Clock clock) {
    return new JpaSuppressionRepository(
        entities, database, clock, new ErasedPeople(database, TestKeys.of(1)));
  }

  /** All: address, list, reason, source. */
  public static List<String> told(Database database) {
    return database.query(
        connection -> {
          List<String> told = new ArrayList<>();
          try (Statement select = connection.createStatement();
              ResultSet row =
                  select.executeQuery(
                      "SELECT email_key, list_id, reason, source FROM suppression ORDER BY 1, 2")) {
            while (row.next()) {
              told.add(
                  row.getString(1)
                      + " "
                      + row.getLong(2)
                      + " "
                      + row.getString(3)
                      + " "
                      + row.getString(4));
            }
          }
          return told;
        });
  }
}
