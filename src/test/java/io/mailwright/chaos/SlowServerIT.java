package io.mailwright.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.Scenario;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * A mail server that takes its time, and many workers that wait for it, in 256 MB; then a stop in
 * the middle of it.
 */
class SlowServerIT {
  private static final int RECIPIENTS = 8_000;
  private static final int WORKERS = 32;

  /** Rows that one worker claims at a time. */
  private static final int CHUNK = 100;

  /** A mail's characters, twice as HTML and text; all claims at a time would be 300 MB of it. */
  private static final int CHARACTERS = 24_000;

  private static final int LOOKS = Trial.FULL ? 10 : 4;

  /** Mails may take an eighth of the heap, 32 MB, and one more a worker. */
  private static final long MOST_GROWTH = 40 << 20;

  @Test
  void holdsNoMoreThanItsClaimsAndLeavesNothingInDoubtWhenItIsStopped() throws Exception {
    try (Trial trial =
        new Trial(
            Trial.newFolder(),
            Map.of(),
            RECIPIENTS,
            "-Xmx256m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1")) {
      trial.answering(
          (recipient, line) -> {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            trial.accepted().mail(recipient, line);
          });
      long campaign = trial.largeCampaign(WORKERS, CHARACTERS);
      trial.begin(campaign);
      trial.awaitMails(WORKERS * 4);
      long first = liveHeap(trial.server().process());
      long most = first;
      int mostClaimed = 0;
      for (int look = 1; look <= LOOKS; look++) {
        trial.awaitMails(WORKERS * 4 + look * WORKERS * 20);
        mostClaimed = Math.max(mostClaimed, Scenario.count(trial.state(campaign), "claimed"));
        most = Math.max(most, liveHeap(trial.server().process()));
      }
      System.out.printf(
          "slow server, %d workers in a heap of 256 MB: at most %d claims, live heap %d MB at first, %d MB at most%n",
          WORKERS, mostClaimed, first >> 20, most >> 20);
      assertThat(mostClaimed).as("claims").isBetween(1, WORKERS * CHUNK);
      assertThat(most - first).as("growth of the live heap in octets").isLessThan(MOST_GROWTH);

      trial.answering(
          (recipient, line) -> {
            trial.accepted().note(recipient);
            LockSupport.parkNanos(Duration.ofSeconds(6).toNanos());
            line.say("250 2.0.0 taken");
          });
      int before = trial.accepted().total();
      trial.awaitMails(before + WORKERS);
      long asked = System.nanoTime();
      trial.server().stop();
      Duration took = Duration.ofNanos(System.nanoTime() - asked);
      int stoppedAfter = trial.accepted().total();
      trial.answering(trial.accepted());
      trial.server().start();
      JsonObject state = trial.state(campaign);
      JsonObject preview = trial.preview(campaign);
      assertThat(Scenario.count(state, "sent")).as("mails with a reply").isEqualTo(stoppedAfter);
      assertThat(Scenario.count(state, "inDoubt")).isZero();
      assertThat(Scenario.count(state, "claimed")).isZero();
      trial.goOn(campaign);
      Verdict verdict = trial.verdict(campaign);
      System.out.printf(
          "stopped by SIGTERM after %d mails, ended in %d ms with replies after 6 s, preview %s: %s%n",
          stoppedAfter, took.toMillis(), preview, verdict);
      verdict.assertExact(0);
      trial.assertFinishedWorkSendsNothing(campaign);
    }
  }

  /** Octets of all objects that can be reached. */
  private static long liveHeap(Process server) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(server.pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(jcmd.waitFor()).as(said).isZero();
    String total = said.lines().filter(l -> l.startsWith("Total")).findFirst().orElseThrow();
    return Long.parseLong(total.strip().split("\\s+")[2]);
  }
}
