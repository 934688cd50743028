package io.mailwright.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.Scenario;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * A campaign of large mails by many workers in a heap of 256 MB, and what it holds while something
 * is slow.
 */
final class Pressure {
  static final int WORKERS = 32;

  /** Rows that one worker claims at a time. */
  private static final int CHUNK = 100;

  /** A mail's characters, twice as HTML and text; all claims at a time would be 300 MB of it. */
  private static final int CHARACTERS = 24_000;

  /** Mails may take an eighth of the heap, 32 MB, and one more a worker. */
  private static final long MOST_GROWTH = 40 << 20;

  private final Trial trial;
  private final long campaign;
  private final long first;
  private long most;
  private int mostClaimed;

  private Pressure(Trial trial, long campaign) throws IOException, InterruptedException {
    this.trial = trial;
    this.campaign = campaign;
    this.first = liveHeap();
    this.most = first;
  }

  /** A server with the small heap. */
  static Trial trial(Map<String, String> settings, int recipients) {
    return new Trial(
        Trial.newFolder(),
        settings,
        recipients,
        "-Xmx256m",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1");
  }

  /** Begins the campaign, and looks at the heap when all workers are at work. */
  static Pressure on(Trial trial) throws IOException, InterruptedException {
    long campaign = trial.largeCampaign(WORKERS, CHARACTERS);
    trial.begin(campaign);
    trial.awaitMails(WORKERS * 4);
    return new Pressure(trial, campaign);
  }

  long campaign() {
    return campaign;
  }

  /** Looks again at what is claimed and at the heap. */
  void look() throws IOException, InterruptedException {
    mostClaimed = Math.max(mostClaimed, Scenario.count(trial.state(campaign), "claimed"));
    most = Math.max(most, liveHeap());
  }

  /** Looks each time that so many more mails have come; mails a second in all that time. */
  double rateOf(int looks, int between) throws IOException, InterruptedException {
    int before = trial.accepted().total();
    long begun = System.nanoTime();
    for (int look = 1; look <= looks; look++) {
      trial.awaitMails(trial.accepted().total() + between);
      look();
    }
    return rate(before, begun);
  }

  /** Waits for that many more mails; mails a second until then. */
  double rateOf(int mails) {
    int before = trial.accepted().total();
    long begun = System.nanoTime();
    trial.awaitMails(before + mails);
    return rate(before, begun);
  }

  private double rate(int before, long begun) {
    return (trial.accepted().total() - before) * 1e9 / (System.nanoTime() - begun);
  }

  void assertBounded() {
    assertThat(mostClaimed).as("claims").isBetween(1, WORKERS * CHUNK);
    assertThat(most - first).as("growth of the live heap in octets").isLessThan(MOST_GROWTH);
  }

  /** Octets of all objects that can be reached. */
  private long liveHeap() throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(trial.server().process().pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(jcmd.waitFor()).as(said).isZero();
    String total = said.lines().filter(l -> l.startsWith("Total")).findFirst().orElseThrow();
    return Long.parseLong(total.strip().split("\\s+")[2]);
  }

  @Override
  public String toString() {
    return "%d workers in a heap of 256 MB: at most %d claims, live heap %d MB at first, %d MB at most"
        .formatted(WORKERS, mostClaimed, first >> 20, most >> 20);
  }
}
