package io.mailwright.runtime.batch;

import jakarta.transaction.TransactionManager;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jberet.repository.JobRepository;
import org.jberet.spi.ArtifactFactory;
import org.jberet.spi.BatchEnvironment;
import org.jberet.spi.JobExecutor;
import org.jberet.spi.JobTask;
import org.jberet.spi.JobXmlResolver;
import org.jberet.tools.MetaInfBatchJobsJobXmlResolver;

/**
 * What JBeret asks of its surroundings, answered by Payara: threads, transactions, artifacts, the
 * repository.
 */
final class PayaraBatchEnvironment implements BatchEnvironment {
  static final String APPLICATION_NAME = "mailwright";

  private final ClassLoader classLoader = PayaraBatchEnvironment.class.getClassLoader();
  private final ArtifactFactory artifacts = new CdiArtifacts();
  private final JobXmlResolver definitions = new MetaInfBatchJobsJobXmlResolver();
  private final TransactionManager transactions;
  private final JobRepository repository;
  private final JobExecutor threads;

  /**
   * @param threads container threads, unbounded; the pool size bounds them
   * @param poolSize all sending workers and a reserve: a job takes two permits and a partition none
   *     of the reserve
   */
  PayaraBatchEnvironment(
      Executor threads, int poolSize, TransactionManager transactions, JobRepository repository) {
    this.transactions = transactions;
    this.repository = repository;
    this.threads =
        new JobExecutor(threads) {
          @Override
          protected int getMaximumPoolSize() {
            return poolSize;
          }
        };
  }

  @Override
  public ClassLoader getClassLoader() {
    return classLoader;
  }

  @Override
  public ArtifactFactory getArtifactFactory() {
    return artifacts;
  }

  @Override
  public void submitTask(JobTask task) {
    threads.execute(task);
  }

  @Override
  public TransactionManager getTransactionManager() {
    return transactions;
  }

  @Override
  public JobRepository getJobRepository() {
    return repository;
  }

  @Override
  public JobXmlResolver getJobXmlResolver() {
    return definitions;
  }

  @Override
  public Properties getBatchConfigurationProperties() {
    return new Properties();
  }

  @Override
  public String getApplicationName() {
    return APPLICATION_NAME;
  }
}
