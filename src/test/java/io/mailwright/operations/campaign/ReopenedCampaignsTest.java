package io.mailwright.operations.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.db.Database;
import io.mailwright.testing.TestRows;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReopenedCampaignsTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final int SENT = 2;
  private static final int PENDING = 0;

  @ParameterizedTest
  @MethodSource(BOTH)
  void aFinishedCampaignWithMailsToSendAgainGoesOnAndNoOtherDoes(Database database) {
    TestRows.insertTemplateAndPool(database);
    campaign(database, 1, "COMPLETED", PENDING);
    campaign(database, 2, "COMPLETED", SENT);
    campaign(database, 3, "PAUSED", PENDING);
    campaign(database, 4, "CANCELLED", PENDING);
    ReopenedCampaigns reopened = new ReopenedCampaigns(database);
    assertThat(reopened.reopen()).isEqualTo(1);
    assertThat(reopened.reopen()).isZero();
    assertThat(state(database, 1)).isEqualTo("WAITING");
    assertThat(state(database, 2)).isEqualTo("COMPLETED");
    assertThat(state(database, 3)).isEqualTo("PAUSED");
    assertThat(state(database, 4)).isEqualTo("CANCELLED");
  }

  private static void campaign(Database database, long id, String state, int withRowsIn) {
    database.change(
        connection -> {
          try (Statement insert = connection.createStatement()) {
            insert.execute(
                """
                INSERT INTO campaign (id, version, name, state, template_id, from_address, pool_id,
                    retry_attempts, retry_first_millis, retry_age_millis, on_ambiguous, workers, weight, created_at)
                VALUES (%d, 1, 'c%d', '%s', 11, 'a@example.com', 12, 3, 1000, 1000, 'HOLD', 1, 1, CURRENT_TIMESTAMP)
                """
                    .formatted(id, id, state));
            insert.execute(
                "INSERT INTO lane_count (campaign_id, lane, state, n) VALUES (%d, 0, %d, 5)"
                    .formatted(id, withRowsIn));
          }
        });
  }

  private static String state(Database database, long id) {
    return database.query(
        connection -> {
          try (Statement select = connection.createStatement();
              ResultSet row = select.executeQuery("SELECT state FROM campaign WHERE id = " + id)) {
            row.next();
            return row.getString(1);
          }
        });
  }
}
