package io.mailwright.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailwright.testing.Scenario;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The journal lies on a disk of its own, which is read-only when the campaign begins, has room for
 * one file only when it goes on, and is read-only again after a crash.
 */
class JournalDiskIT {
  /** What fits into one file of the journal, and some. */
  private static final int ONE_FILE = 16_000;

  private static final int RECIPIENTS = ONE_FILE + 1_000;
  private static final int WORKERS = 8;

  private Path folder;
  private Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    folder = Trial.newFolder();
    disk = Files.createDirectories(folder.resolve("data").resolve("journal"));
    mounted = succeeds("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString());
    assumeTrue(mounted, "mounting is refused here: a full and a read-only disk are not tried");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(succeeds("umount", disk.toString())).isTrue();
    }
  }

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  private void remount(String options) throws Exception {
    assertThat(succeeds("mount", "-o", "remount," + options, disk.toString())).isTrue();
  }

  @Test
  void writesNoDotThatTheDiskDoesNotTakeAndGoesOnExactlyWhenItDoes() throws Exception {
    try (Trial trial = new Trial(folder, Map.of(), RECIPIENTS, Trial.jvm())) {
      long campaign = trial.campaign(WORKERS, "");
      remount("ro");
      trial.begin(campaign);
      JsonObject readOnly = trial.scenario().awaitState(campaign, "paused");
      assertThat(readOnly.getString("why")).contains("the journal in", "cannot be written");
      assertThat(trial.accepted().total()).as("mails without a journal").isZero();

      remount("rw");
      trial.goOn(campaign);
      JsonObject full = trial.scenario().awaitState(campaign, "paused");
      assertThat(full.getString("why")).contains("the journal in", "cannot be written");
      int sentBefore = Scenario.count(full, "sent");
      assertThat(sentBefore)
          .as("mails that had room in the journal")
          .isEqualTo(trial.accepted().total())
          .isBetween(1, ONE_FILE);
      assertThat(Scenario.count(full, "inDoubt")).isZero();

      trial.server().kill();
      remount("ro");
      trial.server().start();
      trial.goOn(campaign);
      JsonObject restarted = trial.scenario().awaitState(campaign, "paused");
      assertThat(restarted.getString("why")).contains("the journal in", "cannot be written");
      assertThat(Scenario.count(restarted, "sent")).isEqualTo(trial.accepted().total());

      remount("rw,size=64m");
      trial.goOn(campaign);
      Verdict verdict = trial.verdict(campaign);
      System.out.printf(
          "journal's disk read-only: \"%s\"; full after %d mails: \"%s\"; then %s%n",
          readOnly.getString("why"), sentBefore, full.getString("why"), verdict);
      verdict.assertExact(0);
      trial.assertFinishedWorkSendsNothing(campaign);
    }
  }
}
