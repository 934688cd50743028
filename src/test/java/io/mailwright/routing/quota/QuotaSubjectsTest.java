package io.mailwright.routing.quota;

import static io.mailwright.routing.quota.QuotaRig.LABELS;
import static io.mailwright.routing.quota.QuotaRig.rolling;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.campaign.RateUnit;
import io.mailwright.kernel.db.Database;
import io.mailwright.routing.governor.HoldScope;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which quotas a mail is counted by, and what is said when one is used up. */
class QuotaSubjectsTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final String BEGIN = "2026-12-01T14:20:00Z";

  @ParameterizedTest
  @MethodSource(BOTH)
  void takesFromAllOrNone(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.quota(QuotaScope.SENDER, "example.com", rolling(3, RateUnit.MINUTE));
      rig.site(rolling(5, RateUnit.MINUTE));
      Quotas node = rig.node();
      assertThat(rig.send(node, 9)).isEqualTo(3);
      rig.clock.forward(Duration.ofSeconds(2));
      node.upkeep();
      Subjects another = new Subjects(3, 4, "a@other.example", "a@other.example", "gmail", 8);
      assertThat(rig.send(rig.node(), another, 9)).as("left of the site's").isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void countsASenderByAddressAndDomainInFromAndEnvelope(Database database) throws Exception {
    for (String subject :
        new String[] {"NEWS@example.COM", "example.com", "bounce@b.example.net", "b.example.net"}) {
      try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
        Quota quota = rig.quota(QuotaScope.SENDER, subject, rolling(1, RateUnit.DAY));
        Quotas node = rig.node();
        assertThat(rig.send(node, 9)).as(subject).isEqualTo(1);
        QuotaAnswer.Refused refused = rig.refusal(node);
        assertThat(refused.hold().scope()).isEqualTo(HoldScope.CAMPAIGN);
        assertThat(refused.hold().why())
            .startsWith("sender " + quota.subject() + " budget of 1 a day");
      }
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void limitsServersSourcesAndCampaigns(Database database) throws Exception {
    io.mailwright.testing.TestRows.insertTemplateAndPool(database);
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.sql(
          """
          INSERT INTO mail_server (id, version, name, host, port, tls, tls_required,
            max_connections, built_in, created_at)
          VALUES (3, 1, 'relay1', 'localhost', 25, 'NONE', FALSE, 1, FALSE, CURRENT_TIMESTAMP)
          """);
      rig.sql("UPDATE mail_server SET quotas = '6 MINUTE' WHERE id = 3");
      rig.quota(QuotaScope.SOURCE, "4", rolling(5, RateUnit.MINUTE));
      Quotas node = rig.node();
      assertThat(rig.send(node, 9)).isEqualTo(5);
      assertThat(rig.refusal(node).hold().why())
          .isEqualTo("route r2 budget of 5 a minute used until 2026-12-01T14:21:01Z");
      Subjects elsewhere = new Subjects(3, 9, "a@x.example", "a@x.example", "qq", 7);
      assertThat(rig.send(node, elsewhere, 9)).isEqualTo(1);
      assertThat(((QuotaAnswer.Refused) node.take(elsewhere, LABELS)).hold())
          .satisfies(
              hold -> {
                assertThat(hold.scope()).isEqualTo(HoldScope.ROUTE);
                assertThat(hold.until()).isEqualTo(Instant.parse("2026-12-01T14:21:00.600Z"));
                assertThat(hold.why()).startsWith("server relay1 budget of 6 a minute used until");
              });
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void forgetsWhatNoLongerCounts(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.site(rolling(100, RateUnit.SECOND));
      Quotas node = rig.node();
      rig.run(Duration.ofSeconds(20), Duration.ofMillis(10), 2, node);
      assertThat(rows(database)).isBetween(45L, 60L);
      rig.clock.forward(Duration.ofDays(3));
      node.upkeep();
      assertThat(rows(database)).isZero();
    }
  }

  private static long rows(Database database) {
    return database.query(
        connection -> {
          try (var select = connection.prepareStatement("SELECT COUNT(*) FROM quota_use");
              var row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }
}
