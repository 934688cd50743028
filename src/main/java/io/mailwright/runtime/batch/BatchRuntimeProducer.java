package io.mailwright.runtime.batch;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.operations.execution.ExecutionGuard;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.batch.operations.JobOperator;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.transaction.TransactionManager;
import javax.sql.DataSource;
import org.jberet.operations.JobOperatorImpl;
import org.jberet.repository.JdbcRepository;
import org.jberet.spi.JobOperatorContext;

/**
 * The one {@code JobOperator} of the application: JBeret's, also for {@code
 * BatchRuntime.getJobOperator()}.
 */
@Alternative
@Priority(100)
@ApplicationScoped
public class BatchRuntimeProducer {
  /**
   * Jobs beside the sending workers: two threads each, so forty jobs of other kinds may run at
   * once.
   */
  private static final int RESERVE = 80;

  @Resource private ManagedExecutorService threads;

  @Resource(lookup = "java:appserver/TransactionManager")
  private TransactionManager transactions;

  @Resource(lookup = "java:app/jdbc/mailwright")
  private DataSource dataSource;

  @Produces
  @ApplicationScoped
  JobOperator operator(Database migrated, ExecutionGuard guard, Settings settings) {
    GuardedJobRepository repository =
        new GuardedJobRepository(
            new JdbcRepository(dataSource), guard, new PatientWrites(transactions));
    JobOperatorImpl operator =
        new JobOperatorImpl(
            new PayaraBatchEnvironment(
                threads, settings.workers() + RESERVE, transactions, repository));
    JobOperatorContext context = JobOperatorContext.create(operator);
    JobOperatorContext.setJobOperatorContextSelector(() -> context);
    return operator;
  }
}
