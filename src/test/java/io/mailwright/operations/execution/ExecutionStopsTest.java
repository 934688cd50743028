package io.mailwright.operations.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.lease.TestLeases;
import io.mailwright.delivery.send.LiveRuns;
import io.mailwright.delivery.send.RunControl;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.operations.node.RunLeases;
import io.mailwright.testing.TestDatabases;
import io.mailwright.testing.TestEntities;
import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.operations.JobExecutionNotRunningException;
import jakarta.batch.operations.JobOperator;
import java.lang.reflect.Proxy;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stop reaches the batch runtime and the workers, here and elsewhere. */
class ExecutionStopsTest {
  private static final NodeIdentity HERE = new NodeIdentity("here", 2);
  private static final JobRun RUN =
      new JobRun(31, 30, "send-campaign", Optional.of(5L), Optional.empty(), "here", 2, 1, "ann");

  private final List<String> told = new ArrayList<>();
  private RuntimeException answer;
  private RunLeases leases;
  private JobRunRepository runs;
  private ExecutionStops stops;

  @BeforeEach
  void start() {
    Database database = TestDatabases.h2();
    leases =
        new RunLeases(
            TestLeases.on(database, TestEntities.CLOCK),
            new LiveRuns(),
            HERE,
            new Settings(name -> Optional.empty()),
            TestEntities.CLOCK);
    runs = new JobRunRepository(database, TestEntities.CLOCK);
    runs.add(RUN);
    started(database);
    JobOperator operator =
        (JobOperator)
            Proxy.newProxyInstance(
                JobOperator.class.getClassLoader(),
                new Class<?>[] {JobOperator.class},
                (proxy, method, arguments) -> {
                  told.add(
                      method.getName() + (control().mayGoOn() ? " while workers work" : " after"));
                  if (answer != null) {
                    throw answer;
                  }
                  return null;
                });
    stops = new ExecutionStops(runs, leases, operator, HERE);
  }

  @Test
  void tellsTheBatchRuntimeBeforeTheWorkersEndOrItWouldCountAsComplete() {
    take();
    stops.stop(RUN);
    assertThat(told).containsExactly("stop while workers work");
    assertThat(control().mayGoOn()).isFalse();
  }

  @Test
  void oneThatEndsMeanwhileHasStopped() {
    take();
    answer = new JobExecutionNotRunningException("it ended");
    stops.stop(RUN);
    assertThat(told).hasSize(1);
    assertThat(control().mayGoOn()).isFalse();
  }

  @Test
  void stopsTheWorkersThoughTheBatchRuntimeFails() {
    take();
    answer = new BatchRuntimeException("no database");
    assertThatThrownBy(() -> stops.stop(RUN)).isSameAs(answer);
    assertThat(control().mayGoOn()).isFalse();
  }

  @Test
  void asksTheNodeWhereItRuns() {
    stops.stop(RUN);
    assertThat(told).isEmpty();
    assertThat(runs.stopRequests(2)).containsExactly(31L);

    take();
    stops.obey();
    assertThat(told).containsExactly("stop while workers work");
    assertThat(control().mayGoOn()).isFalse();
  }

  /** As the batch repository keeps it. */
  private static void started(Database database) {
    database.change(
        connection -> {
          try (Statement run = connection.createStatement()) {
            run.execute(
                "INSERT INTO JOB_INSTANCE (JOBINSTANCEID, JOBNAME) VALUES (30, 'send-campaign')");
            run.execute(
                "INSERT INTO JOB_EXECUTION (JOBEXECUTIONID, JOBINSTANCEID, BATCHSTATUS) VALUES (31, 30, 'STARTED')");
          }
        });
  }

  private void take() {
    leases.take(Lease.ofCampaign(5), 5);
  }

  private RunControl control() {
    return leases.find(Lease.ofCampaign(5)).orElseThrow();
  }
}
