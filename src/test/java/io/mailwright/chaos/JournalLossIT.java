package io.mailwright.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.Scenario;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A killed server's journal is damaged before the next start: it no longer proves that anything was
 * not sent.
 */
class JournalLossIT {
  private static final int RECIPIENTS = Trial.FULL ? 10_000 : 3_000;
  private static final int WORKERS = 8;

  private static Trial trial;

  @BeforeAll
  static void start() {
    trial = new Trial(Map.of(), RECIPIENTS);
  }

  @AfterAll
  static void end() throws Exception {
    trial.close();
  }

  @Test
  void putsAllClaimsInDoubtWhenTheJournalIsMissing() throws Exception {
    long campaign = killed();
    for (Path folder : journals()) {
      remove(folder);
    }
    judge("journal missing", campaign);
  }

  @Test
  void putsAllClaimsInDoubtWhenTheJournalHasAGap() throws Exception {
    long campaign = killed();
    List<Path> segments = segmentsInUse();
    assertThat(segments).isNotEmpty();
    Files.delete(segments.get(0));
    judge("journal without one of its " + segments.size() + " files", campaign);
  }

  private static long killed() throws InterruptedException {
    trial.accepted().clear();
    long campaign = trial.campaign(WORKERS, "");
    Process process = trial.server().process();
    trial.accepted().after(RECIPIENTS / 2, process::destroyForcibly);
    trial.begin(campaign);
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("enough mails came").isTrue();
    return campaign;
  }

  private static void judge(String fault, long campaign) {
    trial.server().start();
    int killedAfter = trial.accepted().total();
    int claimed = Scenario.count(trial.state(campaign), "claimed");
    JsonObject preview = trial.preview(campaign);
    trial.goOn(campaign);
    Verdict verdict = trial.verdict(campaign);
    System.out.printf(
        "%s, killed after %d mails, %d claims, preview %s: %s%n",
        fault, killedAfter, claimed, preview, verdict);
    assertThat(claimed).as("claims of the killed start").isPositive();
    assertThat(preview.getInt("inDoubt")).as("what a restart says it will ask").isEqualTo(claimed);
    assertThat(verdict.inDoubt()).as("all claims are in doubt").isEqualTo(claimed);
    verdict.assertExact(claimed);
    trial.assertFinishedWorkSendsNothing(campaign);
  }

  /** A folder for each start that has left notes. */
  private static List<Path> journals() throws IOException {
    Path all = trial.server().dataFolder().resolve("journal");
    try (Stream<Path> folders = Files.list(all)) {
      List<Path> found = folders.toList();
      assertThat(found).as("journals of starts").hasSize(1);
      return found;
    }
  }

  private static List<Path> segmentsInUse() throws IOException {
    Path folder = journals().get(0);
    // "boot …", "sync …", then a number and a file's name each, then "end"
    List<String> lines = Files.readAllLines(folder.resolve("manifest"));
    return lines.subList(2, lines.size() - 1).stream()
        .map(line -> folder.resolve(line.substring(line.indexOf(' ') + 1)))
        .toList();
  }

  private static void remove(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
