package io.mailwright.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mailwright.kernel.db.Database;
import io.mailwright.operations.notice.NoticeRepository;
import jakarta.annotation.Resource;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.io.File;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The real WAR inside Payara Micro: what only the container decides. */
@ExtendWith(ArquillianExtension.class)
class InContainerIT {
  @Inject private JobOperator operator;
  @Inject private Database database;
  @Inject private NoticeRepository notices;
  @Resource private UserTransaction transaction;

  @Deployment
  static WebArchive application() {
    WebArchive war = ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/ROOT.war"));
    // It would ask Arquillian's runner to log in.
    war.delete("/WEB-INF/classes/io/mailwright/console/ConsoleGate.class");
    return war;
  }

  @Test
  void theOneJobOperatorIsJBerets() {
    assertTrue(BatchRuntime.getJobOperator().getClass().getName().startsWith("org.jberet."));
    assertEquals(Set.of(), operator.getJobNames());
  }

  @Test
  void aShortTransactionOutlivesTheRollbackOfTheChunkAroundIt() throws Exception {
    transaction.begin();
    notices.say("info", "test", Optional.empty(), Optional.empty(), "s", "b", "in-container");
    transaction.rollback();
    boolean again =
        notices.say("info", "test", Optional.empty(), Optional.empty(), "s", "b", "in-container");
    assertEquals(false, again, "the first was kept");
  }

  @Test
  void aJobRunsWithArtifactsFromCdiAndItsHistoryIsStored() {
    Properties parameters = new Properties();
    parameters.setProperty("importId", "999999");
    long execution = operator.start("import-recipients", parameters);
    long end = System.nanoTime() + 60_000_000_000L;
    while (operator.getJobExecution(execution).getBatchStatus() != BatchStatus.FAILED
        && System.nanoTime() < end) {
      LockSupport.parkNanos(100_000_000);
    }
    assertEquals(
        BatchStatus.FAILED,
        operator.getJobExecution(execution).getBatchStatus(),
        "there is no such import");
    long stored =
        database.query(
            connection -> {
              try (var rows =
                  connection
                      .createStatement()
                      .executeQuery(
                          "SELECT COUNT(*) FROM STEP_EXECUTION WHERE JOBEXECUTIONID = "
                              + execution)) {
                rows.next();
                return rows.getLong(1);
              }
            });
    assertTrue(stored >= 1, "the step is in the repository");
  }
}
