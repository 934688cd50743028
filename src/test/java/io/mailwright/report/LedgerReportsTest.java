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
    CampaignReport report = report(database);
    assertThat(report.bySite())
        .containsExactly(
            new CampaignReport.Line("gmail", "gmail", 5, 0, 1, 0),
            new CampaignReport.Line("own.example", "own.example", 0, 4, 0, 0));
    assertThat(report.byServer()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void countsReasonsTogetherThatDifferInAddressesAndNumbers(Database database) {
    for (int i = 0; i < 30; i++) {
      String address = "p" + i + "@mail.example";
      failed(
          database, address, "550", "5.1.1", "<P" + i + "@Mail.example>: unknown, id 8F3A91C" + i);
      failed(database, "q" + address, "451", null, "q" + address + ": come again in " + i + " s");
    }
    failed(database, "z@mail.example", "550", "5.7.1", "listed");
    assertThat(report(database).topErrors())
        .containsExactly(
            new CampaignReport.Reason("failed", "451 …: come again in … s", 30),
            new CampaignReport.Reason("failed", "550 5.1.1 <…>: unknown, id …", 30),
            new CampaignReport.Reason("failed", "550 5.7.1 listed", 1));
  }

  private static CampaignReport report(Database database) {
    DeliveryQuery deliveries =
        (DeliveryQuery)
            Proxy.newProxyInstance(
                DeliveryQuery.class.getClassLoader(),
                new Class<?>[] {DeliveryQuery.class},
                (proxy, method, arguments) -> new DeliveryCounts(Map.of()));
    return new LedgerReports(database, deliveries, SITES).of(7);
  }

  private static void failed(
      Database database, String address, String code, String status, String text) {
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO delivery (campaign_id, contact_id, email_key, lane, state, attempts,"
                      + " reply_code, enhanced_status, reply_text) VALUES (7, 1, ?, 0, 4, 1, ?, ?, ?)")) {
            insert.setString(1, address);
            insert.setInt(2, Integer.parseInt(code));
            insert.setString(3, status);
            insert.setString(4, text);
            insert.executeUpdate();
          }
        });
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
