package io.mailwright.audience.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.db.Database;
import io.mailwright.testing.TestDatabases;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;

class ContactChangeTest {
  @Test
  void aFirstImportIsPlannedToFindContactsByTheirAddress() {
    Database h2 = TestDatabases.h2();
    String plan =
        h2.query(
            connection -> {
              try (PreparedStatement explain =
                  connection.prepareStatement("EXPLAIN " + ContactChange.MERGE_H2)) {
                for (int i = 1; i <= explain.getParameterMetaData().getParameterCount(); i++) {
                  explain.setObject(i, null);
                }
                try (ResultSet row = explain.executeQuery()) {
                  row.next();
                  return row.getString(1);
                }
              }
            });
    assertThat(plan).contains("IX_CONTACT_KEY: EMAIL_KEY = R.EMAIL_KEY");
  }
}
