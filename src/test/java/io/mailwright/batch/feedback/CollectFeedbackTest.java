package io.mailwright.batch.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.feedback.acting.FeedbackIntake;
import io.mailwright.feedback.evidence.Arrival;
import io.mailwright.feedback.evidence.Evidence;
import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.feedback.evidence.EvidenceState;
import io.mailwright.feedback.evidence.RawMail;
import io.mailwright.feedback.mailbox.CollectBench;
import io.mailwright.feedback.mailbox.MailboxProtocol;
import io.mailwright.feedback.mailbox.MailboxRuns;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.routing.TlsMode;
import io.mailwright.testing.SeContainer;
import io.mailwright.testing.TestDatabases;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobExecution;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The job itself, run by JBeret in Java SE. */
class CollectFeedbackTest {
  private static CollectBench.Parts parts;
  private static Faulty intake;

  private CollectBench bench;
  private WeldContainer container;
  private JobOperator operator;

  @BeforeEach
  void start() {
    bench = new CollectBench(TestDatabases.h2());
    bench.add(bench.draft(MailboxProtocol.POP3, TlsMode.NONE, Optional.empty()));
    container =
        SeContainer.of(
            Stores.class, FeedbackReader.class, FeedbackProcessor.class, FeedbackWriter.class);
    operator = BatchRuntime.getJobOperator();
  }

  @AfterEach
  void stop() {
    container.close();
    bench.close();
  }

  /** Gives the artifacts the parts of the test that runs. */
  @Singleton
  static class Stores {
    @Produces
    MailboxRuns runs() {
      return parts.runs();
    }

    @Produces
    FeedbackIntake intake() {
      return intake;
    }
  }

  /** Cannot read some mails, and ends the process in the middle of acting on one. */
  static class Faulty extends FeedbackIntake {
    private boolean kills;

    Faulty(CollectBench.Parts parts, boolean kills) {
      super(
          ReplyClassifier.standard(),
          parts.origins(),
          parts.actions(),
          parts.evidence(),
          parts.links(),
          parts.unsubscribes(),
          parts.clock());
      this.kills = kills;
    }

    @Override
    public Reading read(Arrival arrival, RawMail raw) {
      if (subject(raw).contains("poison")) {
        throw new IllegalStateException("cannot be read");
      }
      return super.read(arrival, raw);
    }

    @Override
    public Told act(long id, Arrival arrival, Reading reading) {
      if (kills && reading.mail().headers().first("Subject").orElse("").contains("15")) {
        kills = false;
        throw new Killed();
      }
      return super.act(id, arrival, reading);
    }
  }

  /** Stands for the end of the process: nothing handles it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private BatchStatus end(long execution) {
    JobExecution running = operator.getJobExecution(execution);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> running.getEndTime() != null);
    return running.getBatchStatus();
  }

  private List<Evidence> stored() {
    return parts
        .evidence()
        .page(
            PageRequest.first(1000),
            new EvidenceRepository.Filter(Optional.empty(), Optional.empty(), Optional.empty()))
        .items();
  }

  private void deliver(int mails) {
    for (int i = 0; i < mails; i++) {
      bench.deliver(
          "From: a@example.net\nMessage-ID: <%d@a>\nSubject: Hi %d\n\nHello\n".formatted(i, i));
    }
  }

  @Test
  void putsWhatCannotBeHandledAsideAndGoesOn() throws Exception {
    bench.with(
        p -> {
          parts = p;
          intake = new Faulty(p, false);
          deliver(12);
          bench.deliver("Subject: poison\n\nHello\n");
          bench.deliver("Subject: behind it\n\nHello\n");
          assertThat(end(operator.start("collect-feedback", new Properties())))
              .isEqualTo(BatchStatus.COMPLETED);
          return null;
        });
    assertThat(bench.inBox()).isZero();
    Evidence poison =
        stored().stream().filter(mail -> mail.subject().equals("poison")).findFirst().orElseThrow();
    assertThat(poison.state()).isEqualTo(EvidenceState.QUARANTINED);
    assertThat(poison.reason().orElseThrow()).contains("cannot be read");
    assertThat(
            new String(
                parts.evidence().raw(poison.id()).orElseThrow().open().readAllBytes(),
                StandardCharsets.UTF_8))
        .contains("Subject: poison");
    assertThat(stored())
        .filteredOn(mail -> mail.id() != poison.id())
        .hasSize(13)
        .allSatisfy(mail -> assertThat(mail.state()).isEqualTo(EvidenceState.DONE));

    bench.with(
        p -> {
          p.intake().again(poison, false);
          return null;
        });
    assertThat(parts.evidence().find(poison.id()).orElseThrow().state())
        .isEqualTo(EvidenceState.DONE);
  }

  /** Of which a whole chunk would not fit into memory. */
  @Test
  void handlesANoticeOfVeryManyRecipients() {
    String groups =
        IntStream.range(0, 1_500)
            .mapToObj("Final-Recipient: rfc822; a%d@example.net\nAction: failed\n\n"::formatted)
            .collect(Collectors.joining());
    bench.with(
        p -> {
          parts = p;
          intake = new Faulty(p, false);
          bench.deliver(
              "Subject: very many\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\n"
                  + groups);
          assertThat(end(operator.start("collect-feedback", new Properties())))
              .isEqualTo(BatchStatus.COMPLETED);
          return null;
        });
    assertThat(bench.inBox()).isZero();
    assertThat(stored())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.state()).isEqualTo(EvidenceState.DONE);
              assertThat(parts.evidence().findings(mail.id(), 5_000)).hasSize(1_500);
            });
  }

  @Test
  void goesOnAfterARestartWhereItWasKilledInTheWriter() {
    bench.with(
        p -> {
          parts = p;
          intake = new Faulty(p, true);
          deliver(25);
          long execution = operator.start("collect-feedback", new Properties());
          assertThat(end(execution)).isEqualTo(BatchStatus.FAILED);
          assertThat(stored()).hasSize(20);
          assertThat(bench.inBox()).as("the first chunk is deleted").isEqualTo(15);
          bench.clock().forward(Duration.ofMinutes(2));
          assertThat(end(operator.restart(execution, new Properties())))
              .isEqualTo(BatchStatus.COMPLETED);
          return null;
        });
    assertThat(stored())
        .hasSize(25)
        .allSatisfy(mail -> assertThat(mail.state()).isEqualTo(EvidenceState.DONE));
    assertThat(bench.inBox()).isZero();
  }
}
