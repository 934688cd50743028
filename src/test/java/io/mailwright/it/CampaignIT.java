package io.mailwright.it;

import static io.mailwright.testing.Scenario.count;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.mailwright.routing.signing.DnsRecord;
import io.mailwright.smtp.dkim.ByJdkim;
import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import io.mailwright.testing.UberJar;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CampaignIT {
  private final UberJar server = ServerUnderTest.shared();
  private final Api api = server.api();
  private final Scenario scenario = new Scenario(api);

  @Test
  void everyRecipientOfACampaignIsAccountedFor() {
    List<String> addresses = people("all", 200);
    addresses.addAll(
        List.of(
            "bounce+1@example.com",
            "full+1@example.net",
            "greylist+1@example.org",
            "drop+1@example.com"));
    long list = scenario.list(addresses);
    long campaign =
        scenario.campaign(
            list,
            scenario.template("Hello {{name}}", "<p>Dear {{name}}</p>"),
            ",\"retry\":{\"attempts\":5,\"firstDelay\":\"PT1S\",\"maxAge\":\"PT1H\"},\"onAmbiguous\":\"hold\"");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    JsonObject done = scenario.awaitState(campaign, "completed");
    assertThat(count(done, "total")).isEqualTo(204);
    assertThat(count(done, "sent")).isEqualTo(202);
    assertThat(count(done, "failed")).isEqualTo(1);
    assertThat(count(done, "inDoubt")).isEqualTo(1);

    JsonObject failed = one(campaign, "failed");
    assertThat(failed.getString("email")).isEqualTo("bounce+1@example.com");
    assertThat(failed.getInt("replyCode")).isEqualTo(550);
    assertThat(failed.getString("enhancedStatus")).isEqualTo("5.1.1");
    assertThat(api.get("/api/suppressions").ok().toString()).contains("bounce+1@example.com");

    JsonObject doubtful = one(campaign, "inDoubt");
    api.post(
            "/api/campaigns/" + campaign + "/in-doubt",
            "{\"decision\":\"sent\",\"deliveryIds\":[" + doubtful.getInt("id") + "]}")
        .ok();
    assertThat(count(scenario.awaitState(campaign, "completed"), "sent")).isEqualTo(203);
    assertThat(api.get("/api/campaigns/" + campaign + "/report").ok().getInt("deferredAndSent"))
        .isEqualTo(2);
    assertThat(api.post("/api/campaigns/" + campaign + "/start").problem(409)).isEqualTo("MW-1301");
  }

  private JsonObject one(long campaign, String state) {
    var items =
        api.get("/api/campaigns/" + campaign + "/deliveries?state=" + state)
            .ok()
            .getJsonArray("items");
    assertThat(items).hasSize(1);
    return items.getJsonObject(0);
  }

  @Test
  void anIntervalThatIsChangedActsOnARunningCampaign() {
    long list = scenario.list(people("pace", 200));
    long campaign =
        scenario.campaign(
            list, scenario.template("Hi", "<p>Hi</p>"), ",\"interval\":\"PT1S\",\"workers\":2");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    scenario.awaitState(campaign, "running");
    api.send(
            api.request("/api/campaigns/" + campaign)
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .method("PATCH", BodyPublishers.ofString("{\"interval\":null}")))
        .ok();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> api.get("/api/campaigns/" + campaign).ok().getString("state"),
            "completed"::equals);
  }

  private Api.Answer patched(long campaign, String body) {
    return api.send(
        api.request("/api/campaigns/" + campaign)
            .header("If-Match", "*")
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(body)));
  }

  @Test
  void itsOwnerAndWhatItsAddressesAreToldCanChangeAtAnyTime() {
    String user = Api.unique("owner").replace(' ', '-');
    api.post(
            "/api/users",
            "{\"name\":\"" + user + "\",\"password\":\"a-long-password\",\"role\":\"sender\"}")
        .ok();
    long campaign =
        scenario.campaign(
            scenario.list(List.of("ann@example.net")), scenario.template("Hi", "<p>Hi</p>"), "");
    JsonObject made = api.get("/api/campaigns/" + campaign).ok();
    assertThat(made.getString("owner")).isEqualTo("admin");
    assertThat(made.getJsonArray("notifyKinds")).hasSizeGreaterThan(5);
    api.post("/api/campaigns/" + campaign + "/start").ok();
    scenario.awaitState(campaign, "completed");

    JsonObject changed =
        patched(campaign, "{\"owner\":\"" + user + "\",\"notifyKinds\":[\"campaign-failed\"]}")
            .ok();
    assertThat(changed.getString("owner")).isEqualTo(user);
    assertThat(changed.getJsonArray("notifyKinds").getString(0)).isEqualTo("campaign-failed");
    assertThat(patched(campaign, "{\"owner\":null}").ok().isNull("owner")).isTrue();
    assertThat(api.get("/api/campaigns/" + campaign).ok().getJsonArray("notifyKinds").toString())
        .isEqualTo("[\"campaign-failed\"]");
    for (String[] bad :
        new String[][] {
          {"owner", "{\"owner\":\"nobody-of-this-name\"}"},
          {"notifyKinds", "{\"notifyKinds\":[\"x\"]}"},
          {"notifyKinds", "{\"notifyKinds\":[]}"}
        }) {
      assertThat(patched(campaign, bad[1]).json().getString("field")).isEqualTo(bad[0]);
    }
  }

  @Test
  void aRecurringCampaignIsNotUsedUpByAStartByHand() {
    long campaign =
        scenario.campaign(
            scenario.list(people("again", 1)),
            scenario.template("Hi", "<p>Hi</p>"),
            ",\"cron\":\"0 9 1 1 *\",\"zone\":\"Asia/Shanghai\"");
    assertThat(api.post("/api/campaigns/" + campaign + "/start").problem(409)).isEqualTo("MW-1301");
    assertThat(api.get("/api/campaigns/" + campaign).ok().getString("state"))
        .isEqualTo("scheduled");
  }

  @Test
  void aScheduleSendsCopiesOfItsCampaignUntilThatIsCancelled() {
    long campaign =
        scenario.campaign(
            scenario.list(people("planned", 3)), scenario.template("Hi", "<p>Hi</p>"), "");
    String path = "/api/campaigns/" + campaign;
    String plan = "{\"job\":\"send-campaign\",\"campaignId\":%d,\"cron\":\"%s\",\"zone\":\"UTC\"}";
    long yearly =
        Scenario.id(api.post("/api/schedules", plan.formatted(campaign, "0 9 1 1 *")).ok());
    JsonObject planned = api.get(path).ok();
    assertThat(planned.getString("state")).isEqualTo("scheduled");
    assertThat(planned.getJsonArray("runs")).isEmpty();
    assertThat(api.post(path + "/start").problem(409)).isEqualTo("MW-1301");
    api.send(api.request("/api/schedules/" + yearly).header("If-Match", "*").DELETE());
    assertThat(api.get(path).ok().getString("state")).isEqualTo("draft");
    long often =
        Scenario.id(api.post("/api/schedules", plan.formatted(campaign, "* * * * *")).ok());
    JsonObject run =
        Awaitility.await()
            .atMost(Duration.ofSeconds(90))
            .pollInterval(Duration.ofMillis(500))
            .until(
                () -> api.get("/api/schedules/" + often).ok().getJsonArray("runs"),
                // Before it is started it is on record as one that was not.
                runs -> !runs.isEmpty() && !runs.getJsonObject(0).isNull("campaignId"))
            .getJsonObject(0);
    long copy = run.getJsonNumber("campaignId").longValue();
    assertThat(count(scenario.awaitState(copy, "completed"), "sent")).isEqualTo(3);
    assertThat(api.get(path).ok().getJsonArray("runs").getJsonObject(0).getInt("id"))
        .isEqualTo((int) copy);
    api.post(path + "/cancel").ok();
    JsonObject off = api.get("/api/schedules/" + often).ok();
    assertThat(off.getBoolean("enabled")).isFalse();
    assertThat(off.isNull("nextFireAt")).isTrue();
  }

  @Test
  void aPreviewCountsTheListsUntilWhoGetsItIsFixed() {
    long list = scenario.list(people("preview", 4));
    long campaign = scenario.campaign(list, scenario.template("Hi", "<p>Hi</p>"), "");
    assertThat(api.get("/api/campaigns/" + campaign + "/preview-restart").ok().getInt("willSend"))
        .isEqualTo(4);
    long execution =
        api.post("/api/campaigns/" + campaign + "/start")
            .ok()
            .getJsonNumber("executionId")
            .longValue();
    scenario.awaitState(campaign, "completed");
    JsonObject prepare =
        api.get("/api/executions/" + execution).ok().getJsonArray("steps").getJsonObject(0);
    assertThat(prepare.toString()).contains("\"read\":4", "\"written\":4");
  }

  @Test
  void aKilledRunIsRestartedWithoutASecondCopy() throws InterruptedException {
    long list = scenario.list(people("kill", 3000));
    long campaign =
        scenario.campaign(list, scenario.template("Hi", "<p>Hi {{name}}</p>"), ",\"workers\":8");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    Awaitility.await()
        .atMost(Scenario.LONG)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> count(api.get("/api/campaigns/" + campaign).ok(), "sent") > 300);
    server.kill();
    server.start();

    JsonObject left = api.get("/api/campaigns/" + campaign).ok();
    assertThat(left.getString("state")).isEqualTo("interrupted");
    JsonObject preview = api.get("/api/campaigns/" + campaign + "/preview-restart").ok();
    assertThat(
            preview.getInt("willSend") + preview.getInt("alreadySent") + preview.getInt("inDoubt"))
        .isEqualTo(3000);
    assertThat(preview.getInt("inDoubt")).as("item-count x workers").isLessThanOrEqualTo(160);

    JsonObject execution =
        api.get("/api/executions?job=send-campaign&order=desc")
            .ok()
            .getJsonArray("items")
            .getJsonObject(0);
    assertThat(execution.getString("batchStatus")).isEqualTo("FAILED");
    assertThat(execution.getString("exitStatus")).isEqualTo("INTERRUPTED");
    api.post("/api/executions/" + execution.getInt("id") + "/restart").ok();
    JsonObject done = scenario.awaitState(campaign, "completed");
    assertThat(count(done, "inDoubt")).isEqualTo(preview.getInt("inDoubt"));
    assertThat(count(done, "sent")).isEqualTo(3000 - preview.getInt("inDoubt"));
  }

  @Test
  void aRunThatAStopInterruptsGoesOnWithoutDoubt() throws InterruptedException {
    long campaign =
        scenario.campaign(
            scenario.list(people("stop", 3000)),
            scenario.template("Hi", "<p>Hi {{name}}</p>"),
            ",\"workers\":8");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    Awaitility.await()
        .atMost(Scenario.LONG)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> count(api.get("/api/campaigns/" + campaign).ok(), "sent") > 300);
    server.stop();
    server.start();

    JsonObject left = api.get("/api/campaigns/" + campaign).ok();
    assertThat(left.getString("state")).isEqualTo("interrupted");
    assertThat(count(left, "inDoubt")).isZero();
    assertThat(
            api.get("/api/executions?job=send-campaign&order=desc")
                .ok()
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("batchStatus"))
        .isEqualTo("STOPPED");
    api.post("/api/campaigns/" + campaign + "/resume").ok();
    assertThat(count(scenario.awaitState(campaign, "completed"), "sent")).isEqualTo(3000);
  }

  @Test
  void pauseStopsAndResumeGoesOn() {
    long list = scenario.list(people("pause", 400));
    long campaign =
        scenario.campaign(list, scenario.template("Hi", "<p>Hi</p>"), ",\"interval\":\"PT0.02S\"");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    Awaitility.await()
        .atMost(Scenario.LONG)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> count(api.get("/api/campaigns/" + campaign).ok(), "sent") > 20);
    api.post("/api/campaigns/" + campaign + "/pause").ok();
    JsonObject paused =
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .pollInterval(Duration.ofMillis(200))
            .until(() -> api.get("/api/campaigns/" + campaign).ok(), c -> count(c, "claimed") == 0);
    assertThat(paused.getString("state")).isEqualTo("paused");
    assertThat(count(paused, "sent")).isLessThan(400);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> api.post("/api/campaigns/" + campaign + "/resume").status() < 300);
    assertThat(count(scenario.awaitState(campaign, "completed"), "sent")).isEqualTo(400);
  }

  @Test
  void aServerThatIsDownHoldsTheCampaignAndCountsNoAttempt() {
    long list = scenario.list(people("down", 30));
    long campaign =
        scenario.campaign(list, scenario.template("Hi", "<p>Hi</p>"), scenario.poolOf(1), "");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    // A run that waits for a probe some seconds ahead goes on running, and says what it waits for.
    Awaitility.await()
        .atMost(Scenario.LONG)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> api.get("/api/campaigns/" + campaign + "/sites").ok().toString(),
            sites -> sites.contains("no server can be used"));
    assertThat(api.get("/api/campaigns/" + campaign).ok().getString("state")).isEqualTo("running");
    JsonObject held =
        Awaitility.await()
            .atMost(Scenario.LONG)
            .pollInterval(Duration.ofMillis(300))
            .until(
                () -> api.get("/api/campaigns/" + campaign).ok(),
                c ->
                    c.getString("state").equals("waiting")
                        || c.getString("state").equals("failed"));
    assertThat(held.getString("state")).isEqualTo("waiting");
    assertThat(held.getString("why")).contains("no server can be used");
    assertThat(count(held, "pending")).isEqualTo(30);
    assertThat(count(held, "failed")).isZero();
    JsonObject first =
        api.get("/api/campaigns/" + campaign + "/deliveries?state=pending")
            .ok()
            .getJsonArray("items")
            .getJsonObject(0);
    assertThat(first.getInt("attempts")).isZero();
    api.post("/api/campaigns/" + campaign + "/cancel").ok();
    assertThat(count(scenario.awaitState(campaign, "cancelled"), "cancelled")).isEqualTo(30);
  }

  @Test
  void aSenderThatEveryServerRefusesPausesTheCampaign() throws IOException {
    try (RefusingServer server = new RefusingServer("MAIL", "550 5.7.1 Sender not allowed")) {
      JsonObject paused = pausedBy(server, "sender");
      assertThat(paused.getString("why")).contains("news@example.com", "Sender not allowed");
      assertThat(count(paused, "pending")).isEqualTo(60);
    }
  }

  @Test
  void contentThatIsRefusedAgainAndAgainPausesTheCampaign() throws IOException {
    try (RefusingServer server = new RefusingServer(".", "554 5.6.0 Content rejected")) {
      JsonObject paused = pausedBy(server, "content");
      assertThat(paused.getString("why")).contains("Content rejected");
      assertThat(count(paused, "failed")).isBetween(20, 59);
      assertThat(count(paused, "failed") + count(paused, "pending")).isEqualTo(60);
    }
  }

  @Test
  void aChunkWhoseLastMailCannotBeMadeIsSentAllTheSame() {
    StringBuilder csv = new StringBuilder("email,name,long\n");
    for (int i = 0; i < 60; i++) {
      csv.append("last").append(i).append("@example.com,N,");
      // The 20th, 40th and 60th, with which chunks end, among others.
      csv.append(i % 4 == 3 ? "x".repeat(3_900) : "short").append('\n');
    }
    long list = scenario.list();
    scenario.importCsv(list, csv.toString().getBytes(StandardCharsets.UTF_8), "skip");
    long campaign = scenario.campaign(list, scenario.template("Hi", "{{long}}".repeat(300)), "");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    JsonObject done =
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(300))
            .until(
                () -> api.get("/api/campaigns/" + campaign).ok(),
                c -> c.getString("state").equals("completed"));
    assertThat(count(done, "sent")).isEqualTo(45);
    assertThat(count(done, "failed")).isEqualTo(15);
  }

  private JsonObject pausedBy(RefusingServer server, String name) {
    long campaign =
        scenario.campaign(
            scenario.list(people(name, 60)),
            scenario.template("Hi", "<p>Hi</p>"),
            scenario.poolOf(server.port()),
            "");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    JsonObject ended = scenario.awaitState(campaign, "paused", "waiting", "completed", "failed");
    assertThat(ended.getString("state")).isEqualTo("paused");
    return ended;
  }

  @Test
  void badRowsAreRejectedWithTheirReasonAndAbortImportsNothing() {
    byte[] csv =
        "email,name\nok@example.com,A\nno-at,B\n,C\nOK@example.com,D\n"
            .getBytes(StandardCharsets.UTF_8);
    long list = scenario.list();
    JsonObject aborted = scenario.importCsv(list, csv, "abort");
    assertThat(aborted.getString("state")).isEqualTo("aborted");
    assertThat(api.get("/api/lists/" + list + "/contacts").ok().getJsonArray("items")).isEmpty();
    JsonObject skipped = scenario.importCsv(list, csv, "skip");
    assertThat(skipped.getInt("imported")).isEqualTo(1);
    assertThat(skipped.getInt("rejected")).isEqualTo(3);
    String rejects = api.get("/api/imports/" + skipped.getInt("id") + "/rejects").body();
    assertThat(rejects.lines().count()).isEqualTo(4);
  }

  @Test
  void mailsFromADomainWithKeysVerifyAgainstTheRecordsThatTheApiShows() throws Exception {
    DnsRecord rsa = key("signed.example", "rsa-sha256");
    DnsRecord ed25519 = key("ed.signed.example", "ed25519-sha256");
    GreenMail receiver = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    receiver.start();
    try {
      long pool = scenario.poolOf(receiver.getSmtp().getPort());
      assertThat(ByJdkim.verify(sentFrom("news@SIGNED.example", pool, receiver), rsa)).hasSize(1);
      assertThat(ByJdkim.isValidEd25519(sentFrom("a@ed.signed.example", pool, receiver), ed25519))
          .isTrue();
      byte[] unsigned = sentFrom("a@other.signed.example", pool, receiver);
      assertThat(new String(unsigned, StandardCharsets.ISO_8859_1))
          .doesNotContain("DKIM-Signature");
    } finally {
      receiver.stop();
    }
  }

  private DnsRecord key(String domain, String algorithm) {
    Api.Answer made =
        api.post(
            "/api/dkim-keys",
            "{\"domain\":\"%s\",\"algorithm\":\"%s\"}".formatted(domain, algorithm));
    assertThat(made.body()).doesNotContainIgnoringCase("private");
    JsonObject dns = api.get("/api/dkim-keys/" + Scenario.id(made.ok())).ok().getJsonObject("dns");
    return new DnsRecord(dns.getString("name"), dns.getString("value"));
  }

  /** The one mail of a campaign as its server got it. */
  private byte[] sentFrom(String address, long pool, GreenMail receiver) throws Exception {
    long campaign =
        scenario.campaign(
            scenario.list(people("signed", 1)),
            scenario.template("你好 {{name}}", "<p>Dear  {{name}} </p>\n\n"),
            pool,
            "");
    api.send(
            api.request("/api/campaigns/" + campaign)
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .method(
                    "PATCH",
                    BodyPublishers.ofString("{\"from\":{\"address\":\"" + address + "\"}}")))
        .ok();
    receiver.purgeEmailFromAllMailboxes();
    api.post("/api/campaigns/" + campaign + "/start").ok();
    scenario.awaitState(campaign, "completed");
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    receiver.getReceivedMessages()[0].writeTo(mail);
    return mail.toByteArray();
  }

  @Test
  void anEmptyListIsRefusedAtTheStart() {
    long campaign = scenario.campaign(scenario.list(), scenario.template("Hi", "<p>Hi</p>"), "");
    assertThat(api.post("/api/campaigns/" + campaign + "/start").problem(422)).isEqualTo("MW-1302");
    assertThat(api.get("/api/campaigns/" + campaign).ok().getString("state")).isEqualTo("draft");
  }

  @Test
  void aCancelBesideTheStartStopsWhatWasStarted() {
    long list = scenario.list(people("cancelled", 100));
    long template = scenario.template("Hi", "<p>Hi</p>");
    for (int i = 0; i < 8; i++) {
      long campaign = scenario.campaign(list, template, ",\"interval\":\"PT0.3S\"");
      Stream.of("start", "cancel", "cancel", "cancel")
          .parallel()
          .forEach(action -> api.post("/api/campaigns/" + campaign + "/" + action));
      api.post("/api/campaigns/" + campaign + "/cancel");
      JsonObject ended =
          Awaitility.await()
              .atMost(Duration.ofSeconds(15))
              .pollInterval(Duration.ofMillis(200))
              .until(
                  () -> api.get("/api/campaigns/" + campaign).ok(),
                  c ->
                      count(c, "pending") + count(c, "claimed") == 0
                          && api
                              .get("/api/executions?campaignId=" + campaign)
                              .ok()
                              .getJsonArray("items")
                              .getValuesAs(JsonObject.class)
                              .stream()
                              .noneMatch(e -> e.getString("batchStatus").startsWith("START")));
      assertThat(ended.getString("state")).isEqualTo("cancelled");
    }
  }

  @Test
  void ofTwoStartsAtOnceOneWins() {
    long campaign =
        scenario.campaign(
            scenario.list(people("twice", 50)), scenario.template("Hi", "<p>Hi</p>"), "");
    List<Integer> statuses =
        IntStream.range(0, 6)
            .parallel()
            .mapToObj(i -> api.post("/api/campaigns/" + campaign + "/start").status())
            .toList();
    assertThat(statuses.stream().filter(s -> s < 300)).hasSize(1);
    assertThat(statuses.stream().filter(s -> s == 409)).hasSize(5);
    assertThat(count(scenario.awaitState(campaign, "completed"), "sent")).isEqualTo(50);
  }

  private static List<String> people(String prefix, int n) {
    return new ArrayList<>(
        IntStream.range(0, n).mapToObj(i -> prefix + i + "@site" + i % 7 + ".example").toList());
  }
}
