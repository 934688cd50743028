package io.mailwright.operations.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.kernel.db.Database;
import io.mailwright.operations.execution.ExecutionHistory;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestRows;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerProgressQueryTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant START = Instant.parse("2026-11-01T09:00:00Z");

  private final SettableClock clock = new SettableClock(START);

  @ParameterizedTest
  @MethodSource(BOTH)
  void theAverageIsOfTheTimeAtWorkAndDoesNotFallWhileItWaits(Database database) {
    campaign(database, "WAITING");
    execution(database, 1, "COMPLETED", START, START.plusSeconds(50));
    execution(database, 2, "COMPLETED", START.plusSeconds(1000), START.plusSeconds(1050));
    CampaignProgressQuery progress = progress(database, 200);
    clock.forward(Duration.ofSeconds(1100));
    assertThat(progress.of(7).averagePerSecond()).isEqualTo(2.0);
    clock.forward(Duration.ofHours(9));
    assertThat(progress.of(7).averagePerSecond()).isEqualTo(2.0);

    execution(database, 3, "STARTED", clock.instant(), null);
    clock.forward(Duration.ofSeconds(100));
    assertThat(progress.of(7).averagePerSecond()).isEqualTo(1.0);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void itRunsAsLongAsItsLeaseIsHeldWhateverItsStateIs(Database database) {
    campaign(database, "PAUSED");
    CampaignProgressQuery progress = progress(database, 1);
    assertThat(progress.of(7).isRunning()).isFalse();
    lease(database, "'node'", START.plusSeconds(20));
    assertThat(progress.of(7).isRunning()).isTrue();
    clock.forward(Duration.ofSeconds(21));
    assertThat(progress.of(7).isRunning()).isFalse();
    lease(database, "NULL", START.plusSeconds(60));
    assertThat(progress.of(7).isRunning()).isFalse();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void namesTheCampaignsWithMailsInDoubt(Database database) {
    change(
        database,
        "INSERT INTO lane_count (campaign_id, lane, state, n) VALUES (7, 0, 6, 2), (7, 1, 6, 1),"
            + " (8, 0, 6, 0), (9, 0, 6, 1), (10, 0, 2, 5)");
    assertThat(progress(database, 0).inDoubt(10)).containsExactly(9L, 7L);
    assertThat(progress(database, 0).inDoubt(1)).containsExactly(9L);
  }

  private CampaignProgressQuery progress(Database database, long sent) {
    Map<Long, DeliveryCounts> counts =
        Map.of(7L, new DeliveryCounts(Map.of(DeliveryState.SENT, sent)));
    DeliveryQuery deliveries =
        (DeliveryQuery)
            Proxy.newProxyInstance(
                DeliveryQuery.class.getClassLoader(),
                new Class<?>[] {DeliveryQuery.class},
                (proxy, method, arguments) -> counts);
    return new LedgerProgressQuery(
        database,
        deliveries,
        new ExecutionHistory(database, clock),
        (campaignId, campaign, recent, average) -> Optional.empty(),
        clock);
  }

  private static void campaign(Database database, String state) {
    TestRows.insertTemplateAndPool(database);
    change(
        database,
        """
        INSERT INTO campaign (id, version, name, state, template_id, from_address, pool_id,
            retry_attempts, retry_first_millis, retry_age_millis, on_ambiguous, workers, weight, created_at)
        VALUES (7, 1, 'c', '%s', 11, 'a@example.com', 12, 3, 1000, 1000, 'HOLD', 1, 1, CURRENT_TIMESTAMP)
        """
            .formatted(state));
  }

  private static void execution(
      Database database, long id, String status, Instant from, Instant to) {
    change(
        database,
        "INSERT INTO JOB_INSTANCE (JOBINSTANCEID, JOBNAME, APPLICATIONNAME) VALUES (%d, 'send-campaign', 'm')"
            .formatted(id));
    change(
        database,
        """
        INSERT INTO job_run (execution_id, instance_id, job, campaign_id, node, incarnation, fence, started_by, stop_requested, created_at)
        VALUES (%d, %d, 'send-campaign', 7, 'n', 1, 1, 'x', FALSE, CURRENT_TIMESTAMP)
        """
            .formatted(id, id));
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO JOB_EXECUTION (JOBEXECUTIONID, JOBINSTANCEID, CREATETIME, STARTTIME, ENDTIME, BATCHSTATUS)"
                      + " VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, id);
            insert.setLong(2, id);
            insert.setTimestamp(3, Timestamp.from(from));
            insert.setTimestamp(4, Timestamp.from(from));
            insert.setTimestamp(5, to == null ? null : Timestamp.from(to));
            insert.setString(6, status);
            insert.executeUpdate();
          }
        });
  }

  private static void lease(Database database, String owner, Instant until) {
    change(database, "DELETE FROM lease WHERE name = 'campaign:7'");
    change(
        database,
        "INSERT INTO lease (name, owner, fence, until_at) VALUES ('campaign:7', %s, 1, TIMESTAMP WITH TIME ZONE '%s')"
            .formatted(owner, until.toString().replace('T', ' ').replace("Z", "+00:00")));
  }

  private static void change(Database database, String sql) {
    database.change(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
          }
        });
  }
}
