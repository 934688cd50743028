package io.mailwright.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import io.mailwright.testing.TestDatabases;
import io.mailwright.testing.UberJar;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Notices of a whole server, by mail and webhook, over a restart. */
class NoticeIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static UberJar server;

  private final Api api = server.api();
  private final Scenario scenario = new Scenario(api);

  @BeforeAll
  static void start() throws IOException {
    Map<String, String> settings =
        new TreeMap<>(
            Map.of(
                "MAILWRIGHT_NOTICE_FROM", "mailwright@example.com",
                "MAILWRIGHT_WEBHOOK_NETWORKS", "127.0.0.0/8"));
    if (System.getProperty("mailwright.it.db", "h2").equals("postgresql")) {
      settings.putAll(TestDatabases.settingsOf(TestDatabases.emptyPostgresql().getUrl()));
    }
    Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "it-notices");
    server = new UberJar(folder, settings, "-Xmx400m", "-XX:TieredStopAtLevel=1");
    server.start();
  }

  @AfterAll
  static void end() throws InterruptedException {
    server.close();
  }

  private void admin(String email) {
    JsonObject admin = api.get("/api/users").ok().getJsonArray("items").getJsonObject(0);
    api.send(
            api.request("/api/users/" + admin.getJsonNumber("id"))
                .header("If-Match", "*")
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"email\":\"" + email + "\"}")))
        .ok();
  }

  @Test
  void aCampaignWithFailuresSendsOneNoticeAlsoByAnotherRouteAndOverARestart() throws Exception {
    List<String> calls = new CopyOnWriteArrayList<>();
    HttpServer hook = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
    hook.createContext(
        "/",
        exchange -> {
          calls.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    hook.start();
    GreenMail receiver = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    receiver.start();
    try (RefusingServer mortal = new RefusingServer("RCPT", "550 5.1.1 No such user {left}", 3)) {
      admin("owner@example.org");
      String webhook =
          "{\"url\":\"http://127.0.0.1:%d/in\",\"secret\":\"0123456789abcdef\",\"notices\":[\"campaign-completed\"]}"
              .formatted(hook.getAddress().getPort());
      api.post("/api/webhooks", webhook).ok();
      long campaign =
          scenario.campaign(
              scenario.list(List.of("=1+1@gone.example", "a@gone.example", "b@gone.example")),
              scenario.template("Hi", "<p>Hi</p>"),
              scenario.poolOf(mortal.port(), 1),
              "");
      scenario.poolOf(receiver.getSmtp().getPort());
      api.post("/api/campaigns/" + campaign + "/start").ok();
      JsonObject done = scenario.awaitState(campaign, "completed");
      assertThat(Scenario.count(done, "failed")).isEqualTo(3);
      assertThat(done.getString("owner")).isEqualTo("admin");

      Awaitility.await().atMost(SOON).until(() -> receiver.getReceivedMessages().length > 0);
      check(receiver.getReceivedMessages()[0], campaign);
      Awaitility.await().atMost(SOON).until(() -> !calls.isEmpty());
      JsonObject told =
          Json.createReader(new ByteArrayInputStream(calls.get(0).getBytes(StandardCharsets.UTF_8)))
              .readObject();
      assertThat(told.getString("kind")).isEqualTo("campaign-completed");
      assertThat(told.getJsonObject("failures").getInt("total")).isEqualTo(3);

      server.kill();
      server.start();
      Awaitility.await().atMost(SOON).until(() -> states().size() == 2);
      assertThat(states()).containsOnly("sent");
      // Long enough for what looks for leftovers to have looked.
      Awaitility.await()
          .during(Duration.ofSeconds(12))
          .atMost(SOON)
          .until(() -> receiver.getReceivedMessages().length == 1 && calls.size() == 1);
    } finally {
      receiver.stop();
      hook.stop(0);
    }
  }

  private List<String> states() {
    return api.get("/api/notices/outbox").ok().getJsonArray("items").stream()
        .map(entry -> entry.asJsonObject().getString("state"))
        .toList();
  }

  private static void check(MimeMessage mail, long campaign) throws Exception {
    assertThat(mail.getAllRecipients()[0]).hasToString("owner@example.org");
    Multipart mixed = (Multipart) mail.getContent();
    String text =
        (String) ((Multipart) mixed.getBodyPart(0).getContent()).getBodyPart(0).getContent();
    assertThat(text)
        .contains("3 × failed: 550 5.1.1 No such user …")
        .contains("This mail came by way of", "/campaign?id=" + campaign);
    String csv =
        new String(mixed.getBodyPart(1).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(csv.lines()).hasSize(4);
    assertThat(csv).contains("\r\n'=1+1@gone.example,failed,");
  }

  @Test
  void webhooksAreRefusedByFieldAndNeverShowTheirSecret() {
    assertThat(
            api.post(
                    "/api/webhooks",
                    "{\"url\":\"http://10.0.0.1/\",\"secret\":\"0123456789abcdef\"}")
                .json()
                .getString("field"))
        .isEqualTo("url");
    assertThat(
            api.post("/api/webhooks", "{\"url\":\"https://a.example/\",\"secret\":\"short\"}")
                .json()
                .getString("field"))
        .isEqualTo("secret");
    assertThat(
            api.post(
                    "/api/webhooks",
                    "{\"url\":\"https://a.example/\",\"secret\":\"0123456789abcdef\",\"notices\":[\"x\"]}")
                .json()
                .getString("field"))
        .isEqualTo("notices");
    JsonObject made =
        api.post(
                "/api/webhooks",
                "{\"url\":\"http://127.0.0.1:1/\",\"secret\":\"0123456789abcdef\",\"enabled\":false}")
            .ok();
    assertThat(made.toString()).doesNotContain("0123456789abcdef");
    String path = "/api/webhooks/" + made.getJsonNumber("id");
    assertThat(api.get(path).ok().getBoolean("enabled")).isFalse();
    JsonObject answer = api.post(path + "/test").ok();
    assertThat(answer.getBoolean("taken")).isFalse();
    assertThat(answer.getString("words")).startsWith("cannot connect");
    assertThat(api.send(api.request(path).DELETE()).status()).isEqualTo(204);
    assertThat(api.get("/api/notices").ok().containsKey("items")).isTrue();
  }
}
