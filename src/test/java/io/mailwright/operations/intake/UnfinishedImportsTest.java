package io.mailwright.operations.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailwright.audience.imports.ImportRepository;
import io.mailwright.audience.imports.ImportState;
import io.mailwright.audience.imports.ImportStores;
import io.mailwright.audience.imports.ListImport;
import io.mailwright.audience.imports.NewImport;
import io.mailwright.audience.imports.OnError;
import io.mailwright.audience.imports.StagingRepository;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.lease.LeaseRepository;
import io.mailwright.delivery.send.LiveRuns;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.operations.campaign.CampaignControl;
import io.mailwright.operations.execution.ExecutionEnded;
import io.mailwright.operations.execution.ExecutionHistory;
import io.mailwright.operations.execution.ExecutionStops;
import io.mailwright.operations.execution.Executions;
import io.mailwright.operations.execution.JobRun;
import io.mailwright.operations.execution.JobRunRepository;
import io.mailwright.operations.execution.JobStarter;
import io.mailwright.operations.execution.RunGuard;
import io.mailwright.operations.node.RunLeases;
import io.mailwright.operations.notice.NoticeRepository;
import io.mailwright.operations.recovery.AutoRestart;
import io.mailwright.operations.recovery.CrashRecovery;
import io.mailwright.testing.SeContainer;
import io.mailwright.testing.TestDatabases;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import says once nothing works on it any more. */
class UnfinishedImportsTest {
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
  private static final NodeIdentity NODE = new NodeIdentity("here", 2);

  private static Database database;
  private static Path folder;

  private WeldContainer container;
  private ImportRepository imports;
  private StagingRepository staging;
  private ImportJobs jobs;

  @BeforeEach
  void start(@TempDir Path data) {
    folder = data;
    database = TestDatabases.h2();
    imports = ImportStores.imports(database);
    staging = ImportStores.staging(database);
    sql("INSERT INTO contact_list (id, version, name, created_at) VALUES (1, 0, 'L', NOW())");
    container =
        SeContainer.of(
            Parts.class,
            ImportJobs.class,
            ImportOutcomes.class,
            LeftImports.class,
            Uploads.class,
            CrashRecovery.class,
            AutoRestart.class,
            JobRunRepository.class,
            ExecutionHistory.class,
            ExecutionStops.class,
            RunGuard.class,
            RunLeases.class,
            LiveRuns.class,
            JobStarter.class,
            FreeLeases.class);
    jobs = container.select(ImportJobs.class).get();
  }

  @AfterEach
  void stop() {
    container.close();
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
      return Clock.fixed(NOW, ZoneOffset.UTC);
    }

    @Produces
    Settings settings() {
      return new Settings(
          name ->
              name.equals("MAILWRIGHT_DATA_DIR")
                  ? Optional.of(folder.toString())
                  : Optional.empty());
    }

    @Produces
    NodeIdentity node() {
      return NODE;
    }

    @Produces
    ImportRepository imports() {
      return ImportStores.imports(database);
    }

    @Produces
    StagingRepository staging() {
      return ImportStores.staging(database);
    }

    @Produces
    JobOperator operator() {
      return BatchRuntime.getJobOperator();
    }

    @Produces
    CampaignRepository campaigns() {
      return null;
    }

    @Produces
    CampaignControl control() {
      return null;
    }

    @Produces
    Executions executions() {
      return null;
    }

    @Produces
    NoticeRepository notices() {
      return null;
    }
  }

  /** Nobody else holds any. */
  @Singleton
  static class FreeLeases implements LeaseRepository {
    @Override
    public Optional<Lease> take(String name, String owner, Duration length, Duration grace) {
      return Optional.of(new Lease(name, owner, 7, NOW.plus(length)));
    }

    @Override
    public Optional<Lease> renew(Lease lease, Duration length) {
      return Optional.of(lease);
    }

    @Override
    public void release(Lease lease) {}

    @Override
    public void releaseEarlierOf(NodeIdentity node) {}

    @Override
    public boolean isHeld(String name) {
      return false;
    }
  }

  private static void sql(String statement) {
    database.change(
        connection -> {
          try (Statement run = connection.createStatement()) {
            run.execute(statement);
          }
        });
  }

  /** An import that reads a file. */
  private long reading() throws IOException {
    Path file = Files.writeString(Files.createTempFile(folder, "a", ".upload"), "email\n");
    long id =
        imports.create(new NewImport(1, OnError.SKIP, "CSV", "a.csv", file.toString(), "ann"));
    staging.begin(id);
    return id;
  }

  /** An execution of an earlier start of this node, as the batch repository keeps it. */
  private JobRun run(long executionId, long importId, String batchStatus) {
    sql(
        "INSERT INTO JOB_INSTANCE (JOBINSTANCEID, JOBNAME) VALUES (%d, 'import-recipients')"
            .formatted(executionId));
    sql(
        ("INSERT INTO JOB_EXECUTION (JOBEXECUTIONID, JOBINSTANCEID, BATCHSTATUS)"
                + " VALUES (%d, %d, '%s')")
            .formatted(executionId, executionId, batchStatus));
    JobRun run =
        new JobRun(
            executionId,
            executionId,
            ListImports.JOB,
            Optional.empty(),
            Optional.of(importId),
            NODE.name(),
            NODE.incarnation() - 1,
            1,
            "ann");
    container.select(JobRunRepository.class).get().add(run);
    return run;
  }

  /** What the batch repository keeps of the exception that ended the execution's step. */
  private static void kept(long executionId, String exception) {
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO STEP_EXECUTION (JOBEXECUTIONID, STEPNAME, EXECUTIONEXCEPTION)"
                      + " VALUES (?, 'stage', ?)")) {
            insert.setLong(1, executionId);
            insert.setString(2, exception + "\n\tat x.Y.z(Y.java:1)");
            insert.executeUpdate();
          }
        });
  }

  private void end(JobRun run) {
    container
        .getBeanManager()
        .getEvent()
        .select(ExecutionEnded.class)
        .fire(new ExecutionEnded(run));
  }

  private ListImport find(long importId) {
    return imports.find(importId).orElseThrow();
  }

  private Path file(long importId) {
    return Path.of(find(importId).request().uploadPath());
  }

  private ErrorCode refusal(long importId) {
    return catchThrowableOfType(
            MailwrightException.class,
            () -> jobs.start(ListImports.JOB, Map.of("importId", Long.toString(importId)), "ann"))
        .code();
  }

  @Test
  void oneThatACrashLeftIsInterruptedAndNamesTheExecutionToRestart() throws IOException {
    long importId = reading();
    run(31, importId, "STARTED");

    container.select(CrashRecovery.class).get().recoverOwn();

    assertThat(find(importId).state()).isEqualTo(ImportState.INTERRUPTED);
    assertThat(find(importId).message().orElseThrow())
        .contains("The list is as it was", "restart execution 31");
    assertThat(find(importId).endedAt()).isEmpty();
    assertThat(file(importId)).exists();
  }

  @Test
  void oneThatACrashLeftBeforeItsExecutionWasStoredIsInterruptedAndCanBeStarted()
      throws IOException {
    long importId = reading();

    container.select(LeftImports.class).get().settle();

    assertThat(find(importId).state()).isEqualTo(ImportState.INTERRUPTED);
    assertThat(find(importId).message().orElseThrow())
        .contains("start the job import-recipients for import " + importId);
    assertThat(file(importId)).exists();
  }

  @Test
  void oneWhoseEndACrashKeptFromBeingToldIsToldAtTheNextStart() throws IOException {
    long crashed = reading();
    run(38, crashed, "FAILED");
    sql("UPDATE JOB_EXECUTION SET EXITSTATUS = 'INTERRUPTED' WHERE JOBEXECUTIONID = 38");
    long stopped = reading();
    run(39, stopped, "STOPPED");

    container.select(LeftImports.class).get().settle();

    assertThat(find(crashed).state()).isEqualTo(ImportState.INTERRUPTED);
    assertThat(find(crashed).message().orElseThrow())
        .contains("The server ended after", "restart execution 38");
    assertThat(find(stopped).message().orElseThrow())
        .contains("Stopped after", "restart execution 39");
  }

  @Test
  void oneThatRunsOrWhoseFileIsOnAnotherNodeIsLeftAlone() throws IOException {
    long running = reading();
    run(40, running, "STARTED");
    long elsewhere = reading();
    Files.delete(file(elsewhere));

    container.select(LeftImports.class).get().settle();

    assertThat(find(running).state()).isEqualTo(ImportState.READING);
    assertThat(find(elsewhere).state()).isEqualTo(ImportState.READING);
  }

  @Test
  void oneThatWasStoppedIsInterruptedToo() throws IOException {
    long importId = reading();
    JobRun stopped = run(32, importId, "STOPPED");

    end(stopped);

    assertThat(find(importId).state()).isEqualTo(ImportState.INTERRUPTED);
    assertThat(find(importId).message().orElseThrow())
        .contains("Stopped after", "restart execution 32");
  }

  @Test
  void saysWhyAStepFailedInOurWordsWhateverTheBatchRuntimeKeptThemIn() throws IOException {
    long damaged = reading();
    JobRun failed = run(36, damaged, "FAILED");
    kept(36, "MW-1113 The Excel file is damaged. Save it again.");
    end(failed);
    assertThat(find(damaged).state()).isEqualTo(ImportState.FAILED);
    assertThat(find(damaged).message())
        .contains("MW-1113 The Excel file is damaged. Save it again.");

    long other = reading();
    JobRun failedToo = run(37, other, "FAILED");
    kept(37, "jakarta.batch.operations.BatchRuntimeException: The disk is full.");
    end(failedToo);
    assertThat(find(other).message())
        .contains(
            "Failed after 0 rows: The disk is full. The list is as it was; restart execution 37, or"
                + " send the file again.");
  }

  @Test
  void oneThatIsAbandonedHasEndedAndCannotBeStartedAgain() throws IOException {
    long importId = reading();
    JobRun failed = run(33, importId, "FAILED");

    jobs.abandoned(failed, "ann");

    assertThat(find(importId).state()).isEqualTo(ImportState.ABANDONED);
    assertThat(find(importId).message().orElseThrow())
        .contains("Abandoned with execution 33", "send the file again");
    assertThat(find(importId).endedAt()).isPresent();
    assertThat(file(importId)).doesNotExist();
    assertThat(refusal(importId)).isEqualTo(ErrorCode.NOT_RESTARTABLE);
  }

  @Test
  void anEarlierExecutionIsAbandonedAloneWhenALaterOneMayReadTheFile() throws IOException {
    long importId = reading();
    JobRun failed = run(34, importId, "FAILED");
    run(35, importId, "STARTED");

    jobs.abandoned(failed, "ann");

    assertThat(find(importId).state()).isEqualTo(ImportState.READING);
    assertThat(file(importId)).exists();
  }

  @Test
  void oneWhoseFileIsGoneIsNotStarted() throws IOException {
    long importId = reading();
    Files.delete(file(importId));

    assertThat(refusal(importId)).isEqualTo(ErrorCode.IMPORT_UNREADABLE);
  }
}
