package io.mailwright.batch.keeping;

import io.mailwright.feedback.keeping.OldData;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;

/**
 * Gives slices of what is old of one kind until nothing is left. The checkpoint says where to go on
 * after a stop or a crash.
 */
@Named("purgeReader")
@Dependent
public class PurgeReader extends AbstractItemReader {
  @Inject
  @BatchProperty(name = "kind")
  String kind;

  @Inject OldData oldData;
  @Inject JobContext job;

  private OldData.Walk walk;

  @Override
  public void open(Serializable checkpoint) {
    String position = checkpoint == null ? OldData.START : checkpoint.toString();
    walk = oldData.walk(kind, job.getExecutionId(), position);
  }

  /** The way through the data, from which the writer takes the next slice; null at its end. */
  @Override
  public Object readItem() {
    return walk.isAtEnd() ? null : walk;
  }

  @Override
  public Serializable checkpointInfo() {
    return walk.position();
  }
}
