package io.mailwright.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import io.mailwright.testing.SmtpSink;
import io.mailwright.testing.TestDatabases;
import io.mailwright.testing.UberJar;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code kill -9} of the whole server at random points while it reads a mailbox, over IMAP and POP3
 * in turn. Nobody starts the job again. The seed is printed and can be given as {@code chaos.seed}.
 */
class MailboxKillIT {
  private static final int RECIPIENTS = 300;
  private static final int ROUNDS = Trial.FULL ? 10 : 2;
  private static final Duration ONE_START = Duration.ofSeconds(8);

  private final long seed = Long.getLong("chaos.seed", System.nanoTime());
  private final Random random = new Random(seed);

  static String[] databases() {
    // In short, the other trials have PostgreSQL's turn.
    return System.getProperty("chaos.databases", Trial.FULL ? "H2,PostgreSQL" : "H2")
        .split(",", -1);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void losesNoEventAndCountsNoneTwice(String database) throws Exception {
    Map<String, String> settings =
        database.equals("H2")
            ? Map.of()
            : TestDatabases.settingsOf(TestDatabases.emptyPostgresql().getUrl());
    System.out.printf(
        "kill -9 while a mailbox is read, on %s, %d rounds, seed %d%n", database, ROUNDS, seed);
    try (SmtpSink sink = new SmtpSink();
        ReturnedNotices notices = new ReturnedNotices();
        UberJar server = new UberJar(Trial.newFolder(), settings, Trial.jvm())) {
      server.start();
      for (int i = 0; i < ROUNDS; i++) {
        round(server, sink, notices, i);
      }
    }
  }

  private void round(UberJar server, SmtpSink sink, ReturnedNotices notices, int number)
      throws Exception {
    Api api = server.api();
    String protocol = number % 2 == 0 ? "imap" : "pop3";
    List<String> recipients = ReturnedNotices.recipients(RECIPIENTS);
    Scenario scenario = new Scenario(api);
    long campaign =
        scenario.campaign(
            scenario.list(recipients),
            scenario.template("Hi", "<p>Hi</p>"),
            scenario.poolOf(sink.port()),
            "");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    scenario.awaitState(campaign, "completed");
    notices.deliver(recipients);
    int all = notices.left();
    long mailbox = notices.mailbox(api, protocol);
    int kills = Trial.FULL ? 1 + random.nextInt(3) : 1;
    StringBuilder killedAt = new StringBuilder();
    for (int kill = 0; kill < kills; kill++) {
      killedAt.append(' ').append(killWhileReading(server, mailbox));
      if (Trial.FULL && random.nextBoolean()) {
        server.launch();
        after(Duration.ofMillis(random.nextInt((int) ONE_START.toMillis())));
        server.kill();
        killedAt.append(" (and in the start)");
      }
      server.start();
    }
    awaitEnd(api, notices, mailbox);
    System.out.printf(
        "round %d, %s: %d mails, %d kills, with so many stored:%s; all read %n",
        number + 1, protocol, all, kills, killedAt);
    verify(api, campaign, mailbox, recipients);
    api.send(api.request("/api/mailboxes/" + mailbox).DELETE());
  }

  /** Kills it once a random number of mails is stored; the timer reads. */
  private int killWhileReading(UberJar server, long mailbox) throws InterruptedException {
    Api api = server.api();
    int before = stored(api, mailbox, "");
    int most = RECIPIENTS - before;
    int goal = before + (most > 1 ? random.nextInt(most) : 0);
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(40))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> stored(api, mailbox, "") >= Math.max(1, goal));
    } catch (ConditionTimeoutException nothingLeft) {
      assertThat(before).as("it is read").isPositive();
    }
    after(Duration.ofMillis(random.nextInt(30)));
    server.kill();
    return goal;
  }

  private static int stored(Api api, long mailbox, String state) {
    return api.get("/api/returned-mails?limit=1000&mailboxId=" + mailbox + state)
        .ok()
        .getJsonArray("items")
        .size();
  }

  private static void awaitEnd(Api api, ReturnedNotices notices, long mailbox) {
    Awaitility.await()
        .atMost(Scenario.LONG)
        .pollInterval(Duration.ofMillis(250))
        .until(() -> notices.left() == 0 && stored(api, mailbox, "&state=done") == RECIPIENTS);
    Awaitility.await()
        .atMost(Scenario.LONG)
        .pollInterval(Duration.ofMillis(250))
        .until(() -> executions(api).stream().noneMatch(one -> one.isNull("endedAt")));
  }

  private static List<JsonObject> executions(Api api) {
    return api.get("/api/executions?job=collect-feedback&order=desc")
        .ok()
        .getJsonArray("items")
        .getValuesAs(JsonObject.class);
  }

  private static void verify(Api api, long campaign, long mailbox, List<String> recipients) {
    int each = ReturnedNotices.ofEachKind(recipients);
    JsonObject feedback = api.get("/api/campaigns/" + campaign).ok().getJsonObject("feedback");
    assertThat(feedback.getInt("hardBounce")).as("hard bounces").isEqualTo(each);
    assertThat(feedback.getInt("complaint")).as("complaints").isEqualTo(each);
    assertThat(feedback.getInt("softBounce")).as("soft bounces").isEqualTo(each);
    String round = recipients.get(0).substring(0, recipients.get(0).indexOf("-0@"));
    assertThat(api.get("/api/suppressions?limit=1000&email=" + round).ok().getJsonArray("items"))
        .as("suppressed")
        .hasSize(2 * each);
    assertThat(stored(api, mailbox, "&state=quarantined")).isZero();
    assertThat(stored(api, mailbox, "")).isEqualTo(recipients.size());
    assertThat(executions(api).get(0).getString("batchStatus")).isEqualTo("COMPLETED");
  }

  /** The point in time is what is random here; there is nothing to wait for. */
  private static void after(Duration duration) {
    long until = System.nanoTime() + duration.toNanos();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .pollDelay(Duration.ZERO)
        .atMost(duration.plusSeconds(10))
        .until(() -> System.nanoTime() >= until);
  }
}
