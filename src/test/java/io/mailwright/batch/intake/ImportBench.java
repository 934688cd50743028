package io.mailwright.batch.intake;

import io.mailwright.audience.imports.ImportRepository;
import io.mailwright.audience.imports.ImportStores;
import io.mailwright.audience.imports.ListImport;
import io.mailwright.audience.imports.NewImport;
import io.mailwright.audience.imports.OnError;
import io.mailwright.audience.imports.StagingRepository;
import io.mailwright.audience.imports.StoredRejection;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.SeContainer;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobExecution;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.jberet.runtime.StepExecutionImpl;
import org.jboss.weld.environment.se.WeldContainer;

/** Runs the import job in Java SE on a real database. */
final class ImportBench implements AutoCloseable {
  private static Database current;
  private static FaultyStaging store;

  private final WeldContainer container;
  private final JobOperator operator = BatchRuntime.getJobOperator();
  private final Database database;
  private final ImportRepository imports;
  private final FaultyStaging staging;

  ImportBench(Database database) {
    this.database = database;
    this.imports = ImportStores.imports(database);
    this.staging = new FaultyStaging(ImportStores.staging(database));
    current = database;
    store = staging;
    this.container =
        SeContainer.of(
            Stores.class,
            ImportReader.class,
            ImportProcessor.class,
            ImportWriter.class,
            ImportRejects.class,
            ImportApply.class);
  }

  /** Gives the artifacts the stores of the test that runs. */
  @Singleton
  static class Stores {
    @Produces
    ImportRepository imports() {
      return ImportStores.imports(current);
    }

    @Produces
    StagingRepository staging() {
      return store;
    }
  }

  FaultyStaging staging() {
    return staging;
  }

  void newList(long id) {
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO contact_list (id, version, name, created_at) VALUES (?, 0, ?, ?)")) {
            insert.setLong(1, id);
            insert.setString(2, "list " + id);
            insert.setObject(3, OffsetDateTime.parse("2026-11-01T00:00:00Z"));
            insert.executeUpdate();
          }
        });
  }

  long newImport(long listId, Path file, OnError onError) {
    return newImport(listId, file, onError, Optional.empty());
  }

  long newImport(long listId, Path file, OnError onError, Optional<Charset> charset) {
    return imports.create(
        new NewImport(listId, onError, "CSV", "people", file.toString(), "ann"), charset);
  }

  /** Starts the job; small chunks, so that a few rows are many of them. */
  long start(long importId) {
    return start(importId, 100_000);
  }

  long start(long importId, int skipLimit) {
    Properties parameters = new Properties();
    parameters.setProperty("skipLimit", Integer.toString(skipLimit));
    parameters.setProperty("importId", Long.toString(importId));
    parameters.setProperty("itemCount", "10");
    parameters.setProperty("slice", "15");
    return operator.start("import-recipients", parameters);
  }

  long restart(long execution) {
    return operator.restart(execution, new Properties());
  }

  void stop(long execution) {
    operator.stop(execution);
  }

  BatchStatus end(long execution) {
    JobExecution running = operator.getJobExecution(execution);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> running.getEndTime() != null);
    return running.getBatchStatus();
  }

  /** What the batch repository would keep of the exception that ended the only step. */
  String failure(long execution) {
    StepExecutionImpl step = (StepExecutionImpl) operator.getStepExecutions(execution).get(0);
    return step.getException().toString();
  }

  ListImport find(long importId) {
    return imports.find(importId).orElseThrow();
  }

  List<StoredRejection> rejects(long importId) {
    return imports.rejects(importId, 0, 10_000);
  }

  /** The contacts of a list by key, without ids and times. */
  List<String> contacts(long listId) {
    return strings(
        """
        SELECT email_key || ' ' || email || ' ' || COALESCE(name, '-') || ' ' ||
               COALESCE(locale, '-') || ' ' || COALESCE(timezone, '-') || ' ' ||
               COALESCE(attributes, '-')
        FROM contact WHERE list_id = ? ORDER BY email_key
        """,
        listId);
  }

  /** Lines of rows that still wait. */
  List<String> waiting(long importId) {
    return strings("SELECT line FROM import_row WHERE import_id = ? ORDER BY line", importId);
  }

  private List<String> strings(String sql, long id) {
    return database.query(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, id);
            List<String> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.add(row.getString(1));
              }
            }
            return found;
          }
        });
  }

  @Override
  public void close() {
    container.close();
  }
}
