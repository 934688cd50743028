package io.mailwright.operations.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.campaign.CampaignRepository;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.testing.SettableClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DryRunsTest {
  private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
  private static final DryRunResult RESULT =
      new DryRunResult(
          5,
          1,
          0,
          new Prediction(
              NOW,
              Optional.of(NOW),
              5,
              0,
              0,
              0,
              0,
              Optional.empty(),
              true,
              List.of(),
              Map.of(),
              List.of(),
              0),
          new MailProblems(5, false, List.of()));

  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final SettableClock clock = new SettableClock(NOW);

  /** What a rehearsal does, in place of the real one. */
  private DryRuns runs(Function<RunningDryRun, DryRunResult> work) {
    CampaignRepository campaigns =
        (CampaignRepository)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {CampaignRepository.class},
                (proxy, method, args) -> {
                  if (args[0].equals(404L)) {
                    throw new MailwrightException(ErrorCode.NOT_FOUND, "No such campaign.");
                  }
                  return null;
                });
    return new DryRuns(
        campaigns,
        new Rehearsal() {
          @Override
          DryRunResult of(RunningDryRun run) {
            return work.apply(run);
          }
        },
        clock);
  }

  private void workAll() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  @Test
  void tellsHowFarItIsAndThenWhatItFound() {
    DryRuns runs =
        runs(
            run -> {
              run.begins(DryRun.Phase.MAILS, 10);
              assertThat(run.goesOn(DryRun.Phase.MAILS, 5, 10, Optional.empty())).isTrue();
              assertThat(run.now().percent()).isEqualTo(25);
              run.goesOn(DryRun.Phase.SENDING, 5, 10, Optional.of(NOW.plusSeconds(60)));
              assertThat(run.now().percent()).isEqualTo(70);
              assertThat(run.now().virtualTime()).contains(NOW.plusSeconds(60));
              clock.forward(Duration.ofSeconds(3));
              return RESULT;
            });
    assertThat(runs.find(7)).isEmpty();
    DryRun begun = runs.start(7, waiting::add);
    assertThat(begun.isRunning()).isTrue();
    assertThat(begun.percent()).isZero();
    // Who starts it again gets the one that goes on.
    assertThat(runs.start(7, waiting::add).id()).isEqualTo(begun.id());
    assertThat(waiting).hasSize(1);
    workAll();
    DryRun done = runs.find(7).orElseThrow();
    assertThat(done.state()).isEqualTo(DryRun.State.DONE);
    assertThat(done.percent()).isEqualTo(100);
    assertThat(done.result()).contains(RESULT);
    assertThat(done.endedAt()).contains(NOW.plusSeconds(3));
    assertThat(runs.start(7, waiting::add).id()).isNotEqualTo(begun.id());
  }

  @Test
  void onePersonCanStopIt() {
    DryRuns runs =
        runs(
            run -> {
              assertThat(run.goesOn(DryRun.Phase.SENDING, 1, 10, Optional.empty())).isFalse();
              return RESULT;
            });
    runs.start(7, waiting::add);
    runs.cancel(7);
    runs.cancel(8);
    workAll();
    DryRun stopped = runs.find(7).orElseThrow();
    assertThat(stopped.state()).isEqualTo(DryRun.State.CANCELLED);
    assertThat(stopped.result()).isEmpty();
  }

  @Test
  void saysWhyItFailed() {
    DryRuns refused =
        runs(
            run -> {
              throw new MailwrightException(ErrorCode.NOTHING_TO_SEND, "Nobody is left.");
            });
    refused.start(7, Runnable::run);
    assertThat(refused.find(7).orElseThrow().state()).isEqualTo(DryRun.State.FAILED);
    assertThat(refused.find(7).orElseThrow().why()).contains("Nobody is left.");
    DryRuns broken =
        runs(
            run -> {
              throw new IllegalStateException("broken");
            });
    broken.start(7, Runnable::run);
    assertThat(broken.find(7).orElseThrow().why().orElseThrow()).contains("broken");
  }

  @Test
  void keepsNoPlaceForOneThatEndedWithAnErrorOrFoundNoThread() {
    DryRuns runs =
        runs(
            run -> {
              throw new OutOfMemoryError("as if");
            });
    for (long campaign = 1; campaign <= 3; campaign++) {
      runs.start(campaign, waiting::add);
      assertThatThrownBy(this::workAll).isInstanceOf(OutOfMemoryError.class);
      assertThat(runs.find(campaign).orElseThrow().state()).isEqualTo(DryRun.State.FAILED);
      assertThat(runs.find(campaign).orElseThrow().why().orElseThrow()).contains("server's log");
    }
    for (long campaign = 4; campaign <= 6; campaign++) {
      DryRun refused =
          runs.start(
              campaign,
              work -> {
                throw new RejectedExecutionException("full");
              });
      assertThat(refused.why().orElseThrow()).contains("no thread");
    }
  }

  @Test
  void twoGoOnAtTheSameTimeAndFiftyAreKept() {
    DryRuns runs = runs(run -> RESULT);
    runs.start(1, waiting::add);
    runs.start(2, waiting::add);
    assertThatThrownBy(() -> runs.start(3, waiting::add))
        .isInstanceOf(MailwrightException.class)
        .hasMessageStartingWith("Two dry runs go on already.");
    workAll();
    for (long campaign = 3; campaign <= 60; campaign++) {
      runs.start(campaign, Runnable::run);
    }
    assertThat(runs.find(1)).isEmpty();
    assertThat(runs.find(60)).isPresent();
    assertThat(runs.find(12)).isPresent();
  }

  @Test
  void isOfNoCampaignThatDoesNotExist() {
    DryRuns runs = runs(run -> RESULT);
    assertThatThrownBy(() -> runs.start(404, waiting::add)).hasMessage("No such campaign.");
    assertThat(runs.find(404)).isEmpty();
  }
}
