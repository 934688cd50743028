package io.mailwright.operations.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.kernel.db.Database;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AudienceQueryTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";

  private static void contacts(Database database) {
    database.change(
        connection -> {
          try (Statement insert = connection.createStatement()) {
            insert.execute(
                """
                INSERT INTO contact_list (id, version, name, created_at)
                VALUES (1, 1, 'One', CURRENT_TIMESTAMP), (2, 1, 'Two', CURRENT_TIMESTAMP)
                """);
            insert.execute(
                """
                INSERT INTO suppression (id, version, email_key, list_id, reason, source, created_at)
                VALUES (1, 1, 'p10@a.example', 0, 'UNSUBSCRIBED', 'test', CURRENT_TIMESTAMP)
                """);
          }
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  INSERT INTO contact (id, list_id, email, email_key, name, timezone, created_at, updated_at)
                  VALUES (?, ?, ?, ?, 'P', ?, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)
                  """)) {
            for (int i = 1; i <= 100; i++) {
              String key = "p" + i + (i % 4 == 0 ? "@b.example" : "@a.example");
              add(insert, i, 1, key, i % 2 == 0 ? "Asia/Shanghai" : null);
              if (i <= 10) {
                add(insert, 100 + i, 2, key, i % 2 == 0 ? "Asia/Shanghai" : null);
              }
            }
            insert.executeBatch();
          }
        });
  }

  private static void add(PreparedStatement insert, long id, long list, String key, String zone)
      throws java.sql.SQLException {
    insert.setLong(1, id);
    insert.setLong(2, list);
    insert.setString(3, key);
    insert.setString(4, key);
    insert.setString(5, zone);
    insert.addBatch();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void countsEachAddressOnceByDomainAndZone(Database database) {
    contacts(database);
    AudienceQuery query = new AudienceQuery(database);
    for (List<Long> lists : List.of(List.of(1L), List.of(1L, 2L))) {
      Audience audience = query.ofLists(lists, true);
      assertThat(audience.addresses()).isEqualTo(99);
      assertThat(audience.suppressed()).isEqualTo(1);
      assertThat(audience.loads())
          .containsExactlyInAnyOrder(
              new Audience.DomainLoad("a.example", "", 50),
              new Audience.DomainLoad("a.example", "Asia/Shanghai", 24),
              new Audience.DomainLoad("b.example", "Asia/Shanghai", 25));
    }
    assertThat(query.ofLists(List.of(1L), false).loads())
        .containsExactly(
            new Audience.DomainLoad("a.example", "", 74),
            new Audience.DomainLoad("b.example", "", 25));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void samplesEvenlyAndLeavesOutWhoIsSuppressed(Database database) {
    contacts(database);
    AudienceQuery query = new AudienceQuery(database);
    assertThat(query.sampleIds(List.of(1L), 1, 1000)).hasSize(99).doesNotContain(10L);
    List<Long> tenth = query.sampleIds(List.of(1L), 10, 8);
    assertThat(tenth).containsExactly(20L, 30L, 40L, 50L, 60L, 70L, 80L, 90L);
    assertThat(query.sample(tenth)).extracting(SampledContact::id).isEqualTo(tenth);
    assertThat(query.sample(List.of(100L, 987_654L)))
        .extracting(contact -> contact.values().email())
        .containsExactly("p100@b.example");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void countsWhatACampaignThatHasStartedHasStillToSend(Database database) {
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      addresses.add("p" + i + (i % 3 == 0 ? "@b.example" : "@a.example"));
    }
    Ledgers.prepared(database, Clock.systemUTC(), 5, addresses);
    AudienceQuery query = new AudienceQuery(database);
    assertThat(query.ofLedger(5, false).loads())
        .containsExactly(
            new Audience.DomainLoad("a.example", "", 20),
            new Audience.DomainLoad("b.example", "", 10));
    database.change(
        connection -> {
          try (Statement update = connection.createStatement()) {
            update.execute(
                """
                UPDATE contact SET timezone = 'Asia/Shanghai' WHERE email_key LIKE '%@b.example'
                """);
            // Sent, deferred, failed: only the deferred one goes again.
            update.execute("UPDATE delivery SET state = 2 WHERE email_key = 'p1@a.example'");
            update.execute("UPDATE delivery SET state = 3 WHERE email_key = 'p2@a.example'");
            update.execute("UPDATE delivery SET state = 4 WHERE email_key = 'p3@b.example'");
          }
        });
    Audience left = query.ofLedger(5, true);
    assertThat(left.addresses()).isEqualTo(28);
    assertThat(left.suppressed()).isZero();
    assertThat(left.loads())
        .containsExactly(
            new Audience.DomainLoad("a.example", "", 19),
            new Audience.DomainLoad("b.example", "Asia/Shanghai", 9));
    assertThat(query.ofLedger(6, true).addresses()).isZero();
  }
}
