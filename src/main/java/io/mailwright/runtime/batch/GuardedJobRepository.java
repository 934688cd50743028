package io.mailwright.runtime.batch;

import io.mailwright.operations.execution.ExecutionGuard;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobExecution;
import jakarta.batch.runtime.JobInstance;
import jakarta.batch.runtime.StepExecution;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jberet.job.model.Job;
import org.jberet.repository.ApplicationAndJobName;
import org.jberet.repository.JobExecutionSelector;
import org.jberet.repository.JobRepository;
import org.jberet.runtime.AbstractStepExecution;
import org.jberet.runtime.JobExecutionImpl;
import org.jberet.runtime.JobInstanceImpl;
import org.jberet.runtime.PartitionExecutionImpl;
import org.jberet.runtime.StepExecutionImpl;

/**
 * JBeret's repository behind our lease: what an execution writes is refused once its lease is gone,
 * and the end of an execution is told to the guard after it is stored, when the last of its threads
 * has ended. A sending step's writes wait for a database that is away, apart from the chunk's
 * transaction: its checkpoint is a hint only, and a rollback would end workers that have lost
 * nothing.
 */
final class GuardedJobRepository implements JobRepository {
  private final JobRepository store;
  private final ExecutionGuard guard;
  private final PatientWrites writes;

  GuardedJobRepository(JobRepository store, ExecutionGuard guard, PatientWrites writes) {
    this.store = store;
    this.guard = guard;
    this.writes = writes;
  }

  @Override
  public void updateJobExecution(
      JobExecutionImpl execution, boolean fullUpdate, boolean saveJobParameters) {
    writes.outsideOfChunks(
        () -> {
          guard.checkWrite(execution.getExecutionId());
          store.updateJobExecution(execution, fullUpdate, saveJobParameters);
        });
    if (fullUpdate && isEnd(execution.getBatchStatus())) {
      guard.ended(execution.getExecutionId());
    }
  }

  private static boolean isEnd(BatchStatus status) {
    return switch (status) {
      case COMPLETED, FAILED, STOPPED, ABANDONED -> true;
      case STARTING, STARTED, STOPPING -> false;
    };
  }

  @Override
  public void addStepExecution(JobExecutionImpl execution, StepExecutionImpl step) {
    writes.outsideOfChunks(
        () -> {
          guard.checkWrite(execution.getExecutionId());
          store.addStepExecution(execution, step);
        });
  }

  @Override
  public void savePersistentData(JobExecution execution, AbstractStepExecution step) {
    writes.of(
        step,
        () -> {
          guard.checkWrite(execution.getExecutionId());
          store.savePersistentData(execution, step);
        });
  }

  @Override
  public int savePersistentDataIfNotStopping(JobExecution execution, AbstractStepExecution step) {
    int[] saved = new int[1];
    writes.of(
        step,
        () -> {
          guard.checkWrite(execution.getExecutionId());
          saved[0] = store.savePersistentDataIfNotStopping(execution, step);
        });
    return saved[0];
  }

  @Override
  public void addJob(ApplicationAndJobName name, Job job) {
    store.addJob(name, job);
  }

  @Override
  public void removeJob(String jobId) {
    store.removeJob(jobId);
  }

  @Override
  public Job getJob(ApplicationAndJobName name) {
    return store.getJob(name);
  }

  @Override
  public Set<String> getJobNames() {
    return store.getJobNames();
  }

  @Override
  public boolean jobExists(String jobName) {
    return store.jobExists(jobName);
  }

  @Override
  public JobInstanceImpl createJobInstance(
      Job job, String applicationName, ClassLoader classLoader) {
    return store.createJobInstance(job, applicationName, classLoader);
  }

  @Override
  public void removeJobInstance(long instanceId) {
    store.removeJobInstance(instanceId);
  }

  @Override
  public JobInstance getJobInstance(long instanceId) {
    return store.getJobInstance(instanceId);
  }

  @Override
  public List<JobInstance> getJobInstances(String jobName) {
    return store.getJobInstances(jobName);
  }

  @Override
  public int getJobInstanceCount(String jobName) {
    return store.getJobInstanceCount(jobName);
  }

  @Override
  public JobExecutionImpl createJobExecution(JobInstanceImpl instance, Properties parameters) {
    return store.createJobExecution(instance, parameters);
  }

  @Override
  public JobExecution getJobExecution(long executionId) {
    return store.getJobExecution(executionId);
  }

  @Override
  public List<JobExecution> getJobExecutions(JobInstance instance) {
    return store.getJobExecutions(instance);
  }

  @Override
  public List<Long> getJobExecutionsByJob(String jobName) {
    return store.getJobExecutionsByJob(jobName);
  }

  @Override
  public List<Long> getJobExecutionsByJob(String jobName, Integer limit) {
    return store.getJobExecutionsByJob(jobName, limit);
  }

  @Override
  public void stopJobExecution(JobExecutionImpl execution) {
    store.stopJobExecution(execution);
  }

  @Override
  public List<Long> getRunningExecutions(String jobName) {
    return store.getRunningExecutions(jobName);
  }

  @Override
  public void removeJobExecutions(JobExecutionSelector selector) {
    store.removeJobExecutions(selector);
  }

  @Override
  public List<StepExecution> getStepExecutions(long executionId, ClassLoader classLoader) {
    return store.getStepExecutions(executionId, classLoader);
  }

  @Override
  public StepExecutionImpl createStepExecution(String stepName) {
    return store.createStepExecution(stepName);
  }

  @Override
  public void updateStepExecution(StepExecution step) {
    writes.outsideOfChunks(() -> store.updateStepExecution(step));
  }

  @Override
  public StepExecutionImpl findOriginalStepExecutionForRestart(
      String stepName, JobExecutionImpl restarted, ClassLoader classLoader) {
    return store.findOriginalStepExecutionForRestart(stepName, restarted, classLoader);
  }

  @Override
  public int countStepStartTimes(String stepName, long instanceId) {
    return store.countStepStartTimes(stepName, instanceId);
  }

  @Override
  public void addPartitionExecution(StepExecutionImpl step, PartitionExecutionImpl partition) {
    store.addPartitionExecution(step, partition);
  }

  @Override
  public List<PartitionExecutionImpl> getPartitionExecutions(
      long stepId, StepExecutionImpl step, boolean onlyUnfinished, ClassLoader classLoader) {
    return store.getPartitionExecutions(stepId, step, onlyUnfinished, classLoader);
  }
}
