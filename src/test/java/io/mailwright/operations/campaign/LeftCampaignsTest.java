package io.mailwright.operations.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.audience.contact.ContactRepository;
import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.campaign.TestCampaigns;
import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.lease.LeaseRepository;
import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.delivery.ledger.Snapshot;
import io.mailwright.delivery.send.LiveRuns;
import io.mailwright.delivery.send.SendRuns;
import io.mailwright.delivery.send.TrialSender;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.operations.execution.ExecutionHistory;
import io.mailwright.operations.execution.ExecutionStops;
import io.mailwright.operations.execution.Executions;
import io.mailwright.operations.execution.JobRun;
import io.mailwright.operations.execution.JobRunRepository;
import io.mailwright.operations.execution.JobStarter;
import io.mailwright.operations.execution.RunGuard;
import io.mailwright.operations.node.RunLeases;
import io.mailwright.operations.notice.Notice;
import io.mailwright.operations.notice.NoticeRepository;
import io.mailwright.operations.notice.TestNotices;
import io.mailwright.operations.recovery.AutoRestart;
import io.mailwright.operations.recovery.CrashRecovery;
import io.mailwright.operations.schedule.ScheduleRepository;
import io.mailwright.routing.brake.CampaignBrakes;
import io.mailwright.routing.brake.CanaryPhase;
import io.mailwright.routing.brake.TestBrakes;
import io.mailwright.testing.SeContainer;
import io.mailwright.testing.TestDatabases;
import io.mailwright.testing.TestEntities;
import io.mailwright.testing.TestRows;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.JobInstance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A campaign never says for ever that it is at work, wherever between two writes a crash came. */
class LeftCampaignsTest {
  private static final NodeIdentity NODE = new NodeIdentity("here", 2);
  private static final long ID = 5;

  private static Database database;
  private static TestEntities entities;
  private static String recovery;

  private WeldContainer container;
  private LeftCampaigns left;
  private CampaignRepository campaigns;

  @BeforeEach
  void start() {
    database = TestDatabases.h2();
    entities = new TestEntities(database);
    recovery = "manual";
    TestRows.insertTemplateAndPool(database);
    container =
        SeContainer.of(
            Parts.class,
            CampaignActions.class,
            CampaignRuns.class,
            CampaignOutcome.class,
            LeftCampaigns.class,
            ResumeTimes.class,
            Complete.class,
            CrashRecovery.class,
            AutoRestart.class,
            JobRunRepository.class,
            ExecutionHistory.class,
            ExecutionStops.class,
            RunGuard.class,
            RunLeases.class,
            LiveRuns.class,
            JobStarter.class,
            Operator.class,
            Leases.class);
    left = container.select(LeftCampaigns.class).get();
    campaigns = container.select(CampaignRepository.class).get();
  }

  @AfterEach
  void stop() {
    container.close();
    entities.close();
  }

  @Test
  void oneThatACrashLeftBeforeItsFirstExecutionIsInterruptedAndCanBeResumed() {
    campaign("PREPARING", true);

    left.settle();

    assertThat(state()).isEqualTo(CampaignState.INTERRUPTED);
    assertThat(campaigns.get(ID).why())
        .contains("the server ended before it began; nothing was sent: resume it");
    control().resume(ID, "ann");
    assertThat(operator().started).containsExactly("send-campaign");
    assertThat(state()).isEqualTo(CampaignState.PREPARING);
  }

  @Test
  void oneThatCouldNotBeStartedCanBeResumed() {
    campaign("INTERRUPTED", true);
    control().resume(ID, "ann");
    assertThat(operator().started).containsExactly("send-campaign");
  }

  @Test
  void goesOnByItselfWhereThatIsWanted() {
    recovery = "auto";
    campaign("PREPARING", true);
    left.settle();
    container.select(AutoRestart.class).get().goOn();
    assertThat(operator().started).containsExactly("send-campaign");
  }

  @Test
  void anExecutionThatACrashKeptFromBeingNotedIsNotedAndCanBeRestarted() {
    campaign("PREPARING", true);
    execution(31, "STARTED", null, false);

    container.select(CrashRecovery.class).get().recoverOwn();

    JobRun noted = runs().lastOfCampaign(ID).orElseThrow();
    assertThat(noted.executionId()).isEqualTo(31);
    assertThat(noted.job()).isEqualTo("send-campaign");
    assertThat(state()).isEqualTo(CampaignState.INTERRUPTED);
    assertThat(notices()).singleElement().satisfies(n -> assertThat(n.executionId()).contains(31L));
    control().resume(ID, "ann");
    assertThat(operator().restarted).containsExactly(31L);
  }

  @Test
  void anExecutionThatIsJustBeingStartedIsLeftAlone() {
    campaign("PREPARING", true);
    execution(31, "STARTED", null, false);
    leases().held.add(Lease.ofCampaign(ID));

    container.select(CrashRecovery.class).get().recoverOthers();
    left.settle();

    assertThat(runs().lastOfCampaign(ID)).isEmpty();
    assertThat(state()).isEqualTo(CampaignState.PREPARING);
  }

  @Test
  void oneWhoseExecutionWasMarkedAndThatWasNotToldIsInterrupted() {
    campaign("RUNNING", true);
    execution(31, "FAILED", "INTERRUPTED", true);
    left.settle();
    assertThat(state()).isEqualTo(CampaignState.INTERRUPTED);
    assertThat(notices()).hasSize(1);
  }

  @Test
  void oneWhoseExecutionEndedAndThatWasNotToldTakesItsEnd() {
    campaign("RUNNING", true);
    execution(31, "COMPLETED", "WAITING", true);
    left.settle();
    assertThat(state()).isEqualTo(CampaignState.WAITING);

    sql("UPDATE campaign SET state = 'RUNNING'");
    execution(32, "COMPLETED", "COMPLETED", true);
    left.settle();
    assertThat(state()).isEqualTo(CampaignState.COMPLETED);

    sql("UPDATE campaign SET state = 'RUNNING'");
    execution(33, "STOPPED", "STOPPED", true);
    left.settle();
    assertThat(state()).isEqualTo(CampaignState.INTERRUPTED);

    sql("UPDATE campaign SET state = 'RUNNING'");
    execution(34, "FAILED", "FAILED", true);
    left.settle();
    assertThat(state()).isEqualTo(CampaignState.FAILED);
  }

  @Test
  void oneThatRunsIsLeftAlone() {
    campaign("RUNNING", true);
    execution(31, "STARTED", null, true);
    left.settle();
    assertThat(state()).isEqualTo(CampaignState.RUNNING);
  }

  @Test
  void oneThatRunsHereKeepsItsLeaseThoughTheDatabaseWasAwayTooLongToRenewIt() {
    campaign("RUNNING", true);
    execution(31, "STARTED", null, true);
    container.select(RunLeases.class).get().take(Lease.ofCampaign(ID), ID);
    leases().held.clear();
    leases().taken.clear();

    left.settleUnchanged();
    left.settleUnchanged();

    assertThat(leases().taken).as("taken over from the run").isEmpty();
    assertThat(state()).isEqualTo(CampaignState.RUNNING);
  }

  @Test
  void oneThatWasMovedJustNowIsLeftUntilTheNextLook() {
    campaign("PREPARING", true);
    left.settleUnchanged();
    assertThat(state()).isEqualTo(CampaignState.PREPARING);
    sql("UPDATE campaign SET version = version + 1");
    left.settleUnchanged();
    assertThat(state()).isEqualTo(CampaignState.PREPARING);
    left.settleUnchanged();
    assertThat(state()).isEqualTo(CampaignState.INTERRUPTED);
  }

  @Test
  void aCancelledOneHasNoOpenRecipients() {
    Ledger ledger =
        Ledgers.prepared(database, TestEntities.CLOCK, ID, List.of("a@x.example", "b@x.example"));
    campaign("CANCELLED", true);
    assertThat(ledger.countsAgree(ID)).isTrue();

    left.settle();

    assertThat(Ledgers.counts(database, ID).of(DeliveryState.CANCELLED)).isEqualTo(2);
    assertThat(ledger.countsAgree(ID)).isTrue();
  }

  @Test
  void oneWhoseAudienceIsTakenInPartIsPreparedToItsEndBeforeItSends() {
    Ledgers.prepared(database, TestEntities.CLOCK, ID, List.of("a@x.example"));
    sql("UPDATE snapshot_progress SET done = FALSE");
    campaign("PAUSED", true);
    execution(31, "ABANDONED", "", true);

    control().resume(ID, "ann");

    assertThat(operator().started).containsExactly("send-campaign");
    assertThat(state()).isEqualTo(CampaignState.PREPARING);
  }

  @Test
  void aRunThatCannotBeNotedIsStoppedAndGivesItsLeaseBack() {
    campaign("DRAFT", false);
    operator().afterStart = () -> sql("ALTER TABLE job_run RENAME TO job_run_gone");
    assertThatThrownBy(() -> control().start(ID, "ann")).isNotNull();
    sql("ALTER TABLE job_run_gone RENAME TO job_run");
    assertThat(state()).isEqualTo(CampaignState.INTERRUPTED);
    assertThat(container.select(LiveRuns.class).get().get(ID).mayGoOn()).isFalse();

    sql("UPDATE JOB_EXECUTION SET BATCHSTATUS = 'STOPPED'");
    container.select(RunGuard.class).get().ended(100);

    assertThat(leases().held).isEmpty();
    assertThat(container.select(RunLeases.class).get().isIdle()).isTrue();
  }

  @Test
  void whoGoesOnByItselfDoesNotSkipTheLookAtTheCanary() {
    withCanary("WAITING", CanaryPhase.WAITING);
    control().goOn(ID, "timer");
    assertThat(state()).isEqualTo(CampaignState.RUNNING);
    assertThat(canary()).isEqualTo(CanaryPhase.WAITING);
  }

  @Test
  void aPersonLetsTheOthersGoThatWaitForTheCanary() {
    withCanary("WAITING", CanaryPhase.WAITING);
    control().resume(ID, "ann");
    assertThat(canary()).isEqualTo(CanaryPhase.PASSED);
  }

  @Test
  void aPersonLetsTheOthersGoThatTheCanaryStopped() {
    withCanary("PAUSED", CanaryPhase.REFUSED);
    control().resume(ID, "ann");
    assertThat(canary()).isEqualTo(CanaryPhase.PASSED);
  }

  @Test
  void whatACrashInterruptedIsNotLetGoPastItsCanary() {
    withCanary("INTERRUPTED", CanaryPhase.REFUSED);
    control().resume(ID, "ann");
    assertThat(state()).isEqualTo(CampaignState.RUNNING);
    assertThat(canary()).isEqualTo(CanaryPhase.REFUSED);
  }

  @Test
  void aPersonLetsTheOthersGoOfOneThatWaitsWithinItsRun() {
    withCanary("RUNNING", CanaryPhase.WAITING);
    control().resume(ID, "ann");
    assertThat(state()).isEqualTo(CampaignState.RUNNING);
    assertThat(canary()).isEqualTo(CanaryPhase.PASSED);
    assertThatThrownBy(() -> control().resume(ID, "ann")).hasMessageContaining("cannot be resumed");
  }

  private void withCanary(String state, CanaryPhase phase) {
    Ledgers.prepared(database, TestEntities.CLOCK, ID, List.of("a@x.example"));
    campaign(state, true);
    execution(31, "COMPLETED", "WAITING", true);
    sql(
        "INSERT INTO campaign_canary (campaign_id, phase, complaints) VALUES (%d, '%s', 0)"
            .formatted(ID, phase));
  }

  private CanaryPhase canary() {
    return TestBrakes.on(database, TestEntities.CLOCK).canary(ID).orElseThrow().phase();
  }

  private CampaignControl control() {
    return container.select(CampaignControl.class).get();
  }

  private JobRunRepository runs() {
    return container.select(JobRunRepository.class).get();
  }

  private Operator operator() {
    return container.select(Operator.class).get();
  }

  private Leases leases() {
    return container.select(Leases.class).get();
  }

  private CampaignState state() {
    return campaigns.stateOf(ID).orElseThrow();
  }

  private static List<Notice> notices() {
    return TestNotices.of(database, TestEntities.CLOCK).latest(10, true);
  }

  private static void sql(String statement) {
    database.change(
        connection -> {
          try (Statement run = connection.createStatement()) {
            run.execute(statement);
          }
        });
  }

  private static void campaign(String state, boolean hasStarted) {
    sql(
        """
        INSERT INTO campaign (id, version, name, state, template_id, from_address, pool_id, retry_attempts,
            retry_first_millis, retry_age_millis, on_ambiguous, workers, weight, created_at, started_at)
        VALUES (%d, 1, 'c', '%s', 11, 'a@example.com', 12, 3, 1000, 1000, 'HOLD', 1, 1, CURRENT_TIMESTAMP, %s)
        """
            .formatted(ID, state, hasStarted ? "CURRENT_TIMESTAMP" : "NULL"));
  }

  /** An execution of an earlier start of this node, as the batch repository keeps it. */
  private void execution(long id, String batchStatus, String exitStatus, boolean isNoted) {
    stored(id, batchStatus, exitStatus);
    if (isNoted) {
      runs()
          .add(
              new JobRun(
                  id,
                  id,
                  "send-campaign",
                  Optional.of(ID),
                  Optional.empty(),
                  NODE.name(),
                  1,
                  1,
                  "ann"));
    }
  }

  private static void stored(long id, String batchStatus, String exitStatus) {
    sql(
        "INSERT INTO JOB_INSTANCE (JOBINSTANCEID, JOBNAME) VALUES (%d, 'send-campaign')"
            .formatted(id));
    sql(
        "INSERT INTO JOB_EXECUTION (JOBEXECUTIONID, JOBINSTANCEID, BATCHSTATUS, EXITSTATUS, JOBPARAMETERS) VALUES (%d, %d, '%s', %s, 'campaignId = %d')"
            .formatted(
                id, id, batchStatus, exitStatus == null ? "NULL" : "'" + exitStatus + "'", ID));
  }

  /** What the beans need; what these tests never reach is absent. */
  @Singleton
  static class Parts {
    @Produces
    Database database() {
      return database;
    }

    @Produces
    Clock clock() {
      return TestEntities.CLOCK;
    }

    @Produces
    Settings settings() {
      return new Settings(
          name -> name.equals("mailwright.recovery") ? Optional.of(recovery) : Optional.empty());
    }

    @Produces
    NodeIdentity node() {
      return NODE;
    }

    /** The product's own, with a transaction for each call as the server would give. */
    @Produces
    CampaignRepository campaigns() {
      return (CampaignRepository)
          Proxy.newProxyInstance(
              CampaignRepository.class.getClassLoader(),
              new Class<?>[] {CampaignRepository.class},
              (proxy, method, arguments) ->
                  entities.in(
                      e -> {
                        try {
                          return method.invoke(
                              TestCampaigns.of(e, database, TestEntities.CLOCK), arguments);
                        } catch (InvocationTargetException thrown) {
                          throw (RuntimeException) thrown.getCause();
                        } catch (IllegalAccessException thrown) {
                          throw new IllegalStateException(thrown);
                        }
                      }));
    }

    @Produces
    Ledger ledger() {
      return Ledgers.of(database, TestEntities.CLOCK);
    }

    @Produces
    Snapshot snapshot() {
      return Ledgers.snapshots(database, TestEntities.CLOCK);
    }

    @Produces
    NoticeRepository notices() {
      return TestNotices.of(database, TestEntities.CLOCK);
    }

    @Produces
    SendRuns sendRuns() {
      return new SendRuns(null, null, null, null, null, null, null, null, null, null, null, null);
    }

    @Produces
    JobOperator operator(Operator operator) {
      return operator.asJobOperator();
    }

    @Produces
    DeliveryQuery deliveries() {
      return null;
    }

    @Produces
    TrialSender trial() {
      return null;
    }

    @Produces
    ScheduleRepository schedules() {
      return null;
    }

    @Produces
    ContactRepository contacts() {
      return null;
    }

    @Produces
    Executions executions() {
      return null;
    }

    @Produces
    CampaignBrakes brakes(Clock clock) {
      return TestBrakes.on(database, clock);
    }

    @Produces
    EmbeddedLimit embedded() {
      return new EmbeddedLimit() {
        @Override
        void warn(long campaignId, String name, Collection<Long> listIds) {}
      };
    }
  }

  /** Every campaign is complete. */
  @Singleton
  static class Complete extends StartCheck {
    @Override
    void refuseIncomplete(Campaign campaign) {}
  }

  /** Stores an execution as JBeret does, and runs nothing. */
  @Singleton
  static class Operator {
    final List<String> started = new ArrayList<>();
    final List<Long> restarted = new ArrayList<>();
    Runnable afterStart = () -> {};
    private long next = 100;

    JobOperator asJobOperator() {
      return (JobOperator)
          Proxy.newProxyInstance(
              JobOperator.class.getClassLoader(),
              new Class<?>[] {JobOperator.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "start" -> start((String) arguments[0]);
                    case "restart" -> restart((Long) arguments[0]);
                    case "getJobInstance" -> instance((Long) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                  });
    }

    private long start(String job) {
      stored(next, "STARTED", null);
      started.add(job);
      afterStart.run();
      return next++;
    }

    private long restart(long executionId) {
      restarted.add(executionId);
      return start("again");
    }

    private static JobInstance instance(long id) {
      return new JobInstance() {
        @Override
        public long getInstanceId() {
          return id;
        }

        @Override
        public String getJobName() {
          return "send-campaign";
        }
      };
    }
  }

  /** Leases in memory. */
  @Singleton
  static class Leases implements LeaseRepository {
    final Set<String> held = new HashSet<>();
    final List<String> taken = new ArrayList<>();

    @Override
    public Optional<Lease> take(String name, String owner, Duration length, Duration grace) {
      taken.add(name);
      return held.add(name)
          ? Optional.of(new Lease(name, owner, 7, TestEntities.NOW.plus(length)))
          : Optional.empty();
    }

    @Override
    public Optional<Lease> renew(Lease lease, Duration length) {
      return Optional.of(lease);
    }

    @Override
    public void release(Lease lease) {
      held.remove(lease.name());
    }

    @Override
    public void releaseEarlierOf(NodeIdentity node) {}

    @Override
    public boolean isHeld(String name) {
      return held.contains(name);
    }
  }
}
