package io.mailwright.batch.keeping;

import io.mailwright.feedback.keeping.OldData;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Deletes a slice, in a transaction of its own. After it it rests as long as that took, so that a
 * campaign that runs has the database for itself at least half of the time.
 */
@Named("purgeWriter")
@Dependent
public class PurgeWriter extends AbstractItemWriter {
  private static final long MOST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  @Override
  public void writeItems(List<Object> items) throws InterruptedException {
    for (Object item : items) {
      long before = System.nanoTime();
      ((OldData.Walk) item).next();
      TimeUnit.NANOSECONDS.sleep(Math.min(System.nanoTime() - before, MOST_REST_NANOS));
    }
  }
}
