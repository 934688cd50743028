package io.mailwright.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.Scenario;
import io.mailwright.testing.SmtpSink;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a mail server may do after the final dot. One server of ours, a campaign each. */
class HostileServerIT {
  private static final int RECIPIENTS = 1_000;
  private static final int WORKERS = 16;
  private static final int EVERY = 25;

  /** How long the product waits for the reply to a dot. */
  private static final Duration PATIENCE = Duration.ofSeconds(Trial.FULL ? 600 : 60);

  /** How long the hostile server may take to see that the product has left. */
  private static final Duration NOTICED = Duration.ofSeconds(30);

  private static Trial trial;

  @BeforeAll
  static void start() {
    trial =
        new Trial(
            Trial.newFolder(),
            Map.of("MAILWRIGHT_REPLY_SECONDS", String.valueOf(PATIENCE.toSeconds())),
            RECIPIENTS,
            "-Xmx256m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1");
  }

  @AfterAll
  static void end() throws Exception {
    trial.close();
  }

  @BeforeEach
  void clear() {
    trial.accepted().clear();
  }

  private static int number(String recipient) {
    return Integer.parseInt(recipient.substring(1, recipient.indexOf('@')));
  }

  /** The verdict of a campaign that met this. */
  private Verdict met(String what, SmtpSink.AtEnd behaviour, int mostInDoubt) {
    trial.answering(behaviour);
    long campaign = trial.campaign(WORKERS, ",\"retry\":{\"attempts\":5,\"firstDelay\":\"PT1S\"}");
    trial.begin(campaign);
    Verdict verdict = trial.verdict(campaign, PATIENCE.plus(Scenario.LONG));
    List<JsonObject> executions = trial.executions(campaign);
    long rolledBack = executions.stream().mapToLong(e -> rolledBack(e)).sum();
    System.out.printf(
        "server %s: %s, %d executions, %d chunks rolled back%n",
        what, verdict, executions.size(), rolledBack);
    verdict.assertExact(mostInDoubt);
    assertThat(rolledBack).as("chunks rolled back").isZero();
    trial.assertFinishedWorkSendsNothing(campaign);
    return verdict;
  }

  private static long rolledBack(JsonObject execution) {
    JsonObject full =
        trial.server().api().get("/api/executions/" + execution.getJsonNumber("id")).ok();
    List<JsonObject> workers =
        full.getJsonArray("steps").getValuesAs(JsonObject.class).stream()
            .filter(step -> step.getString("name").equals("send"))
            .flatMap(step -> step.getJsonArray("partitions").getValuesAs(JsonObject.class).stream())
            .toList();
    assertThat(workers).as("workers of the execution").isNotEmpty();
    return workers.stream()
        .mapToLong(
            worker -> worker.getJsonObject("metrics").getJsonNumber("rolledBack").longValue())
        .sum();
  }

  @Test
  void asksAboutMailsWhoseConnectionWasClosedAfterTheDot() {
    AtomicInteger closed = new AtomicInteger();
    Verdict verdict =
        met(
            "closes after the dot",
            (recipient, line) -> {
              if (number(recipient) % EVERY == 0) {
                trial.accepted().note(recipient);
                closed.incrementAndGet();
                line.close();
              } else {
                trial.accepted().mail(recipient, line);
              }
            },
            RECIPIENTS / EVERY);
    assertThat(verdict.inDoubt()).as("mails without a reply").isEqualTo(closed.get());
    assertThat(closed.get()).isEqualTo(RECIPIENTS / EVERY);
  }

  @Test
  void sendsNothingAgainWhenTheReplyIsFollowedByAReset() {
    AtomicInteger resets = new AtomicInteger();
    met(
        "replies and resets",
        (recipient, line) -> {
          trial.accepted().mail(recipient, line);
          if (number(recipient) % EVERY == 0) {
            line.flush();
            resets.incrementAndGet();
            line.reset();
          }
        },
        RECIPIENTS / EVERY);
    assertThat(resets.get()).isEqualTo(RECIPIENTS / EVERY);
  }

  @Test
  void triesAgainWhatWasPutOffAfterTheDot() {
    Set<String> putOff = ConcurrentHashMap.newKeySet();
    met(
        "says 421 after the dot",
        (recipient, line) -> {
          if (number(recipient) % EVERY == 0 && putOff.add(recipient)) {
            line.say("421 4.3.2 going down");
            line.flush();
            line.close();
          } else {
            trial.accepted().mail(recipient, line);
          }
        },
        0);
    assertThat(putOff).hasSize(RECIPIENTS / EVERY);
  }

  @Test
  void waitsForLateAndSlowRepliesAndNotForEndlessOnes() throws Exception {
    String slow = "250 2.0.0 taken";
    CompletableFuture<Duration> drip = new CompletableFuture<>();
    CompletableFuture<Long> flood = new CompletableFuture<>();
    long begun = System.nanoTime();
    Verdict verdict =
        met(
            "replies late, slowly or without end",
            (recipient, line) -> {
              trial.accepted().note(recipient);
              long asked = System.nanoTime();
              switch (number(recipient)) {
                case 1 -> { // past the 30 s in which a chunk may begin new mails
                  LockSupport.parkNanos(PATIENCE.minusSeconds(10).toNanos());
                  line.say(slow);
                }
                case 2 -> {
                  drip(slow, line);
                  line.say("");
                }
                case 3 -> {
                  dripForEver(line);
                  drip.complete(Duration.ofNanos(System.nanoTime() - asked));
                }
                case 4 -> flood.complete(floodForEver(line));
                default -> line.say(slow);
              }
            },
            2);
    // The server notices by its next octets that it was left.
    Duration longest = drip.get(NOTICED.toSeconds(), TimeUnit.SECONDS);
    long most = flood.get(NOTICED.toSeconds(), TimeUnit.SECONDS);
    System.out.printf(
        "the endless drip was left after %d s, the endless flood after %d KB, all took %d s%n",
        longest.toSeconds(), most / 1024, Duration.ofNanos(System.nanoTime() - begun).toSeconds());
    assertThat(verdict.inDoubt()).as("mails whose reply did not end").isEqualTo(2);
    assertThat(verdict.ofThemAccepted()).isEqualTo(2);
    assertThat(verdict.sent()).isEqualTo(RECIPIENTS - 2);
    assertThat(longest).isBetween(PATIENCE.minusSeconds(2), PATIENCE.plusSeconds(5));
    assertThat(most).as("octets of one reply, what lies in buffers included").isLessThan(16L << 20);
  }

  /** An octet a second. */
  private static void drip(String text, SmtpSink.Line line) throws IOException {
    for (char octet : text.toCharArray()) {
      line.put(String.valueOf(octet));
      line.flush();
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    }
  }

  private static void dripForEver(SmtpSink.Line line) {
    try {
      while (true) {
        drip("250-and so on", line);
        line.say("");
      }
    } catch (IOException leftByTheClient) {
      assertThat(line.isClosed()).as(leftByTheClient.getMessage()).isFalse();
    }
  }

  private static long floodForEver(SmtpSink.Line line) {
    long octets = 0;
    try {
      while (true) {
        line.say("250-and so on");
        octets += 15;
      }
    } catch (IOException leftByTheClient) {
      assertThat(line.isClosed()).as(leftByTheClient.getMessage()).isFalse();
      return octets;
    }
  }
}
