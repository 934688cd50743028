package io.mailwright.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.FixedSites;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerReportsTest {
  private static final FixedSites SITES =
      new FixedSites(Map.of("gmail.com", "gmail", "googlemail.com", "gmail"));

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void putsTheDomainsOfASiteTogether(Database database) {
    rows(database, "gmail.com", 2, 3);
    rows(database, "googlemail.com", 2, 2);
    rows(database, "googlemail.com", 4, 1);
    rows(database, "own.example", 3, 4);
    DeliveryQuery deliveries =
        (DeliveryQuery)
            Proxy.newProxyInstance(
                DeliveryQuery.class.getClassLoader(),
                new Class<?>[] {DeliveryQuery.class},
                (proxy, method, arguments) -> new DeliveryCounts(Map.of()));
    CampaignReport report = new LedgerReports(database, deliveries, SITES).of(7);
    assertThat(report.bySite())
        .containsExactly(
            new CampaignReport.Line("gmail", "gmail", 5, 0, 1, 0),
            new CampaignReport.Line("own.example", "own.example", 0, 4, 0, 0));
    assertThat(report.byServer()).isEmpty();
  }

  private static void rows(Database database, String domain, int state, int n) {
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO delivery (campaign_id, contact_id, email_key, lane, state, attempts)"
                      + " VALUES (7, 1, ?, 0, ?, 0)")) {
            for (int i = 0; i < n; i++) {
              insert.setString(1, "p" + state + i + "@" + domain);
              insert.setInt(2, state);
              insert.addBatch();
            }
            insert.executeBatch();
          }
        });
  }
}
