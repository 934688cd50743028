package io.mailwright.batch.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.feedback.keeping.OldData;
import io.mailwright.testing.SeContainer;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobExecution;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The job itself, run by JBeret in Java SE. */
class PurgeJobTest {
  private static final int SLICES = 4;
  private static Slices data;

  private WeldContainer container;
  private JobOperator operator;

  @BeforeEach
  void start() {
    data = new Slices();
    container = SeContainer.of(Stores.class, PurgeReader.class, PurgeWriter.class);
    operator = BatchRuntime.getJobOperator();
  }

  @AfterEach
  void stop() {
    container.close();
  }

  /** Gives the artifacts the data of the test that runs. */
  @Singleton
  static class Stores {
    @Produces
    OldData oldData() {
      return data;
    }
  }

  /** Some slices of each kind, by number. */
  private static final class Slices implements OldData {
    private final Map<String, List<Integer>> deleted = new LinkedHashMap<>();
    private final List<String> begun = new ArrayList<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private String failsAt = "";
    private String waitsAt = "";

    @Override
    public Walk walk(String kind, long executionId, String position) {
      begun.add(kind + "@" + position);
      return new Walk() {
        private int at = position.equals(START) ? 0 : Integer.parseInt(position);
        private boolean isAtEnd;

        @Override
        public OptionalLong next() {
          meet(kind + at);
          if (at == SLICES) {
            isAtEnd = true;
            return OptionalLong.empty();
          }
          deleted.computeIfAbsent(kind, k -> new ArrayList<>()).add(at);
          at++;
          return OptionalLong.of(10);
        }

        @Override
        public boolean isAtEnd() {
          return isAtEnd;
        }

        @Override
        public String position() {
          return Integer.toString(at);
        }
      };
    }

    private void meet(String place) {
      if (place.equals(failsAt)) {
        failsAt = "";
        throw new IllegalStateException("the database is away");
      }
      if (place.equals(waitsAt)) {
        held.countDown();
        try {
          mayGoOn.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private BatchStatus end(long execution) {
    JobExecution running = operator.getJobExecution(execution);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> running.getEndTime() != null);
    return running.getBatchStatus();
  }

  @Test
  void goesThroughAllKindsSliceBySlice() {
    long execution = operator.start("purge", new Properties());
    assertThat(end(execution)).isEqualTo(BatchStatus.COMPLETED);
    assertThat(data.deleted.keySet())
        .containsExactly(
            "ATTEMPTS",
            "READING",
            "DELIVERIES",
            "EVENTS",
            "RETURNED_MAILS",
            "IMPORTS",
            "NOTICES",
            "JOBS",
            "SANDBOX");
    assertThat(data.deleted.values()).allMatch(List.of(0, 1, 2, 3)::equals);
  }

  @Test
  void aRestartGoesOnAtTheCheckpointOfTheStepThatFailed() {
    data.failsAt = "DELIVERIES2";
    long execution = operator.start("purge", new Properties());
    assertThat(end(execution)).isEqualTo(BatchStatus.FAILED);
    assertThat(data.deleted).doesNotContainKey("EVENTS");
    data.begun.clear();
    assertThat(end(operator.restart(execution, new Properties()))).isEqualTo(BatchStatus.COMPLETED);
    assertThat(data.begun).startsWith("DELIVERIES@2", "EVENTS@").hasSize(7);
    assertThat(data.deleted.values()).allMatch(List.of(0, 1, 2, 3)::equals);
  }

  @Test
  void aStopIsHeededAfterOneSliceMoreAtMost() throws Exception {
    data.waitsAt = "READING1";
    long execution = operator.start("purge", new Properties());
    data.held.await();
    operator.stop(execution);
    data.mayGoOn.countDown();
    assertThat(end(execution)).isEqualTo(BatchStatus.STOPPED);
    int deleted = data.deleted.get("READING").size();
    assertThat(deleted).isBetween(2, 3);
    data.begun.clear();
    assertThat(end(operator.restart(execution, new Properties()))).isEqualTo(BatchStatus.COMPLETED);
    assertThat(data.begun).startsWith("READING@" + deleted);
    assertThat(data.deleted.values()).allMatch(List.of(0, 1, 2, 3)::equals);
  }
}
