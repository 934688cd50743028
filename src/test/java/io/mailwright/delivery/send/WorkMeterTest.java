package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.send.WorkTimes.ChunkCost;
import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.quota.QuotaLabels;
import io.mailwright.routing.quota.Subjects;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WorkMeterTest {
  private static final Instant START = Instant.parse("2026-12-01T10:00:00Z");
  private final WorkTimes times = new WorkTimes();
  private final WorkMeter meter = new WorkMeter(times, START);

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  private static Ask to(String site) {
    return new Ask(
        new Subjects(1, 1, "a@example.com", "b@example.com", site, 1),
        new QuotaLabels("s", "r", site, "c"));
  }

  @Test
  void mailsThatOverlapOnAConnectionCountTheirOwnTimeOnly() {
    meter.answered(to("gmail"), at(10), at(50));
    // The next one's commands left with the dot of the first.
    for (int mail = 1; mail < 25; mail++) {
      Duration own = meter.answered(to("gmail"), at(40 * mail), at(50 + 40 * mail));
      assertThat(own).isEqualTo(Duration.ofMillis(40));
    }
    assertThat(times.ofMail("gmail", 1, 1)).isEmpty();
    meter.chunkEnded(at(1060));
    assertThat(times.ofMail("gmail", 1, 1)).contains(Duration.ofMillis(40));
    assertThat(times.ofMail("gmail", 2, 1)).isEmpty();
    assertThat(times.ofMail("yahoo", 1, 1)).isEmpty();
    assertThat(times.ofAnyMail(1)).contains(Duration.ofMillis(40));
  }

  @Test
  void whatALimitLetsAWorkerWaitIsNobodysTime() {
    long now = 0;
    for (int chunk = 0; chunk < 6; chunk++) {
      now += 8;
      for (int mail = 0; mail < 20; mail++) {
        meter.waited(at(now), at(now + 1000));
        meter.answered(to("gmail"), at(now + 1000), at(now + 1030));
        now += 1030;
      }
      now += 4;
      meter.chunkEnded(at(now));
      now += 5000;
      meter.idle(at(now));
    }
    assertThat(times.ofMail("gmail", 1, 1)).contains(Duration.ofMillis(30));
    assertThat(times.ofChunk(1)).contains(new ChunkCost(Duration.ofMillis(12), Duration.ZERO));
  }

  @Test
  void sitesOfOneLaneAreToldApart() {
    for (int mail = 0; mail < 40; mail++) {
      String site = mail % 2 == 0 ? "near" : "far";
      meter.answered(to(site), at(100 * mail), at(100 * mail + (mail % 2 == 0 ? 10 : 90)));
    }
    meter.chunkEnded(at(4000));
    assertThat(times.ofMail("near", 1, 1)).contains(Duration.ofMillis(10));
    assertThat(times.ofMail("far", 1, 1)).contains(Duration.ofMillis(90));
    assertThat(times.ofAnyMail(1)).contains(Duration.ofMillis(50));
  }

  @Test
  void whatComesLastCountsMost() {
    times.mails("gmail", 1, 1, 4000, Duration.ofMillis(4000 * 100L).toNanos());
    times.mails("gmail", 1, 1, 4000, Duration.ofMillis(4000 * 10L).toNanos());
    assertThat(times.ofMail("gmail", 1, 1)).contains(Duration.ofMillis(40));
  }

  @Test
  void chunksOfSeveralSizesTellWhatEachMailCosts() {
    ChunkLine line = new ChunkLine(100);
    for (int n = 0; n < 3; n++) {
      line.add(20, Duration.ofMillis(8 + 2 * 20).toNanos());
      line.add(100, Duration.ofMillis(8 + 2 * 100).toNanos());
    }
    assertThat(line.told(6)).contains(new ChunkCost(Duration.ofMillis(8), Duration.ofMillis(2)));
    assertThat(line.told(7)).isEmpty();
    assertThat(line.told(6).orElseThrow().ofMail(4)).isEqualTo(Duration.ofMillis(4));
  }

  @Test
  void smallChunksThatTookLongMakeNoMailsCheaperThanNothing() {
    ChunkLine line = new ChunkLine(100);
    line.add(20, Duration.ofMillis(90).toNanos());
    line.add(100, Duration.ofMillis(10).toNanos());
    assertThat(line.told(2)).contains(new ChunkCost(Duration.ofMillis(50), Duration.ZERO));
  }

  @Test
  void manyWorkersAreNotTakenForFew() {
    times.mails("gmail", 1, 2, 100, Duration.ofSeconds(3).toNanos());
    times.mails("gmail", 1, 40, 100, Duration.ofSeconds(9).toNanos());
    assertThat(times.ofMail("gmail", 1, 3)).contains(Duration.ofMillis(30));
    assertThat(times.ofMail("gmail", 1, 63)).contains(Duration.ofMillis(90));
    // What was measured with about as many says most.
    assertThat(times.ofMail("gmail", 1, 1)).contains(Duration.ofMillis(30));
    assertThat(times.ofMail("gmail", 1, 128)).contains(Duration.ofMillis(90));
    assertThat(times.ofMail("gmail", 1, 5)).contains(Duration.ofMillis(30));
  }

  @Test
  void workersAreCountedWhileTheySend() {
    WorkMeter other = new WorkMeter(times, START);
    other.answered(to("gmail"), at(0), at(20));
    for (int mail = 0; mail < 20; mail++) {
      meter.answered(to("gmail"), at(100 * mail), at(100 * mail + 60));
    }
    meter.chunkEnded(at(2000));
    other.chunkEnded(at(2000));
    for (int mail = 20; mail < 40; mail++) {
      meter.answered(to("gmail"), at(100 * mail), at(100 * mail + 20));
    }
    meter.chunkEnded(at(4000));
    assertThat(times.ofMail("gmail", 1, 2)).contains(Duration.ofMillis(60));
    assertThat(times.ofMail("gmail", 1, 1)).contains(Duration.ofMillis(20));
  }
}
