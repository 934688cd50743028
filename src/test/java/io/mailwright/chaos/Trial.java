package io.mailwright.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import io.mailwright.testing.SmtpSink;
import io.mailwright.testing.UberJar;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** A server with a list of recipients, a template and a pool that leads to a sink. */
final class Trial implements AutoCloseable {
  /** Whether times and numbers are those of the full form ({@code mvn -Pchaos verify}). */
  static final boolean FULL = Boolean.getBoolean("chaos.full");

  private static final int MOST_CONNECTIONS = 32;

  private final Accepted accepted = new Accepted();
  private volatile SmtpSink.AtEnd atEnd = accepted;
  private final SmtpSink sink;
  private final UberJar server;
  private final Set<String> recipients;
  private final long list;
  private final long template;
  private final long pool;

  /** With a folder and a JVM like those of the others. */
  Trial(Map<String, String> settings, int size) {
    this(newFolder(), settings, size, jvm());
  }

  /**
   * @param folder the server's
   * @param size how many recipients
   * @param jvm options of the server's JVM
   */
  Trial(Path folder, Map<String, String> settings, int size, String... jvm) {
    this.recipients =
        new LinkedHashSet<>(
            IntStream.range(0, size)
                .mapToObj(i -> "r" + i + "@site" + i % 50 + ".example")
                .toList());
    Map<String, String> all = new TreeMap<>(settings);
    all.put("MAILWRIGHT_WORKERS", String.valueOf(MOST_CONNECTIONS));
    try {
      sink = new SmtpSink((recipient, line) -> atEnd.mail(recipient, line));
      server = new UberJar(folder, all, jvm);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.start();
    Scenario scenario = scenario();
    list = scenario.list(List.copyOf(recipients));
    template = scenario.template("Hello {{name}}", "<p>Hello {{name}}, your news.</p>");
    pool = scenario.poolOf(sink.port(), MOST_CONNECTIONS);
  }

  static Path newFolder() {
    try {
      return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "chaos");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the sink does after each dot from now on, instead of accepting the mail. */
  void answering(SmtpSink.AtEnd behaviour) {
    atEnd = behaviour;
  }

  static String[] jvm() {
    return new String[] {"-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"};
  }

  Accepted accepted() {
    return accepted;
  }

  SmtpSink sink() {
    return sink;
  }

  Set<String> recipients() {
    return recipients;
  }

  UberJar server() {
    return server;
  }

  Scenario scenario() {
    return new Scenario(server.api());
  }

  /** A draft for all recipients. */
  long campaign(int workers, String more) {
    return scenario().campaign(list, template, pool, ",\"workers\":" + workers + more);
  }

  /** A draft for all recipients, with about so many characters in each mail. */
  long largeCampaign(int workers, int characters) {
    String paragraph = "<p>Hello {{name}}, " + "your news. ".repeat(90) + "</p>\n";
    long large =
        scenario().template("Hello {{name}}", paragraph.repeat(characters / paragraph.length()));
    return scenario().campaign(list, large, pool, ",\"workers\":" + workers);
  }

  /** Starts it. The server may end meanwhile. */
  void begin(long campaign) {
    command(campaign, "start");
  }

  private void command(long campaign, String action) {
    try {
      server.api().post("/api/campaigns/" + campaign + "/" + action).ok();
    } catch (UncheckedIOException e) {
      assertThat(server.process().isAlive() && server.api().isReady())
          .as("the server went away during " + action)
          .isFalse();
    }
  }

  /** Waits until that many mails have arrived. */
  void awaitMails(int number) {
    Awaitility.await()
        .atMost(Scenario.LONG)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> accepted.total() >= number);
  }

  /** After a restart: starts or resumes it, unless it has ended. */
  void goOn(long campaign) {
    String state = state(campaign).getString("state");
    switch (state) {
      case "completed" -> {}
      case "draft" -> command(campaign, "start");
      default -> {
        assertThat(state).isIn("interrupted", "paused");
        command(campaign, "resume");
      }
    }
  }

  JsonObject state(long campaign) {
    return server.api().get("/api/campaigns/" + campaign).ok();
  }

  /** The executions of a campaign, the oldest first. */
  List<JsonObject> executions(long campaign) {
    return server
        .api()
        .get("/api/executions?campaignId=" + campaign)
        .ok()
        .getJsonArray("items")
        .getValuesAs(JsonObject.class);
  }

  /** What a restart says it will do. */
  JsonObject preview(long campaign) {
    return server.api().get("/api/campaigns/" + campaign + "/preview-restart").ok();
  }

  /** Waits for the end of the campaign and compares. */
  Verdict verdict(long campaign) {
    return verdict(campaign, Scenario.LONG);
  }

  /** Waits that long for the end of the campaign and compares. */
  Verdict verdict(long campaign, Duration atMost) {
    scenario().awaitState(campaign, atMost, "completed");
    return Verdict.of(server.api(), campaign, recipients, accepted);
  }

  /** A finished campaign cannot be made to send anything again. */
  void assertFinishedWorkSendsNothing(long campaign) {
    int before = accepted.total();
    Api api = server.api();
    for (String action : List.of("start", "resume")) {
      api.send(
              api.request("/api/campaigns/" + campaign + "/" + action)
                  .POST(BodyPublishers.noBody()))
          .problem(409);
    }
    assertThat(accepted.total()).isEqualTo(before);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    server.close();
    sink.close();
  }
}
