package io.mailwright.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import io.mailwright.testing.UberJar;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What would become of a campaign, as a script asks for it. */
class DryRunIT {
  private final Api api = ServerUnderTest.shared().api();
  private final Scenario scenario = new Scenario(api);

  private static List<String> people(String domain, int count) {
    return IntStream.range(0, count).mapToObj(i -> "p" + i + "@" + domain).toList();
  }

  private static String domain() {
    return Api.unique("dry").replace(" ", "-").toLowerCase(java.util.Locale.ROOT) + ".example";
  }

  private JsonObject ended(long campaign) {
    return Awaitility.await()
        .atMost(Scenario.LONG)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> api.get("/api/campaigns/" + campaign + "/dry-run").ok(),
            run -> !run.getString("state").equals("running"));
  }

  private JsonObject result(long campaign) {
    api.post("/api/campaigns/" + campaign + "/dry-run").ok();
    JsonObject run = ended(campaign);
    assertThat(run.getString("state")).as(run.toString()).isEqualTo("done");
    assertThat(run.getInt("percent")).isEqualTo(100);
    return run.getJsonObject("result");
  }

  private static List<JsonObject> reasons(JsonObject result) {
    return result.getJsonObject("problems").getJsonArray("reasons").stream()
        .map(JsonValue::asJsonObject)
        .toList();
  }

  @Test
  void followsAQuotaMailByMailAndSendsNothing() {
    String domain = domain();
    api.post(
            "/api/quotas",
            "{\"scope\":\"site\",\"subject\":\"%s\",\"limit\":6,\"per\":\"minute\"}"
                .formatted(domain))
        .ok();
    long campaign =
        scenario.campaign(
            scenario.list(people(domain, 20)), scenario.template("Hi", "<p>Hi {{name}}</p>"), "");
    assertThat(api.get("/api/campaigns/" + campaign + "/dry-run").problem(404))
        .isEqualTo("MW-1005");
    JsonObject result = result(campaign);
    assertThat(result.getInt("addresses")).isEqualTo(20);
    assertThat(result.getInt("accepted")).isEqualTo(20);
    // 6 at once, 6 after each minute: the last two in the fourth.
    assertThat(
            Duration.between(
                Instant.parse(result.getString("startAt")),
                Instant.parse(result.getString("finishAt"))))
        .isBetween(Duration.ofSeconds(180), Duration.ofSeconds(190));
    assertThat(result.getJsonObject("binding").getString("why"))
        .startsWith(domain + " budget of 6 a minute used until ");
    assertThat(reasons(result)).isEmpty();
    JsonObject untouched = api.get("/api/campaigns/" + campaign).ok();
    assertThat(untouched.getString("state")).isEqualTo("draft");
    assertThat(Scenario.sum(untouched)).isZero();
    assertThat(api.send(api.request("/api/campaigns/" + campaign + "/dry-run").DELETE()).status())
        .isEqualTo(204);
  }

  @Test
  void tellsWhatNoServerTakesAndWhoIsSuppressed() throws IOException {
    String domain = domain();
    api.post("/api/suppressions", "{\"email\":\"p1@%s\",\"reason\":\"manual\"}".formatted(domain))
        .ok();
    long list = scenario.list(people(domain, 4));
    scenario.importCsv(
        list, ("email\nzoë@" + domain + "\n").getBytes(StandardCharsets.UTF_8), "skip");
    try (RefusingServer small = new RefusingServer("EHLO", "250-here\r\n250 SIZE 4000")) {
      long pool = scenario.poolOf(small.port());
      long large =
          scenario.campaign(
              list, scenario.template("Hi", "<p>" + "word ".repeat(2000) + "</p>"), pool, "");
      JsonObject result = result(large);
      assertThat(result.getInt("addresses")).isEqualTo(4);
      assertThat(result.getInt("suppressed")).isEqualTo(1);
      assertThat(reasons(result))
          .extracting(reason -> reason.getString("kind"))
          .containsExactly("size", "address");
      assertThat(reasons(result).get(0).getString("reason"))
          .isEqualTo(
              "the mail is larger than the 4000 octets that a server of the pool takes at most");
      assertThat(reasons(result).get(0).getInt("count")).isEqualTo(3);
      assertThat(
              reasons(result).get(1).getJsonArray("examples").getJsonObject(0).getString("email"))
          .isEqualTo("zoë@" + domain);
      long bad = scenario.campaign(list, scenario.template("Hi", "<p>Hi {{nobody}}</p>"), pool, "");
      assertThat(reasons(result(bad)))
          .extracting(reason -> reason.getString("kind"))
          .contains("blank");
    }
  }

  @Test
  void saysWhenNobodyIsLeftAndWhenThereIsNoServer() {
    long nobody = scenario.campaign(scenario.list(), scenario.template("Hi", "<p>Hi</p>"), "");
    api.post("/api/campaigns/" + nobody + "/dry-run").ok();
    JsonObject failed = ended(nobody);
    assertThat(failed.getString("state")).isEqualTo("failed");
    assertThat(failed.getString("why")).startsWith("Nobody is left to send to.");
    assertThat(api.post("/api/campaigns/987654321/dry-run").problem(404)).isEqualTo("MW-1005");
  }

  @Test
  void aRecurringCampaignIsForecastFromItsNextTime() {
    long campaign =
        scenario.campaign(
            scenario.list(people(domain(), 3)),
            scenario.template("Hi", "<p>Hi</p>"),
            ",\"cron\":\"0 8 1 1 *\",\"zone\":\"Asia/Shanghai\"");
    Instant start = Instant.parse(result(campaign).getString("startAt"));
    assertThat(start.atZone(ZoneId.of("Asia/Shanghai")).toString()).matches("\\d{4}-01-01T08:00.*");
  }

  @Test
  void viewersLookAndDoNotStart() {
    long campaign =
        scenario.campaign(
            scenario.list(people(domain(), 3)), scenario.template("Hi", "<p>Hi</p>"), "");
    String name = Api.unique("dry").replace(" ", "-");
    api.post(
            "/api/users",
            "{\"name\":\"%s\",\"password\":\"%s\",\"role\":\"viewer\"}"
                .formatted(name, UberJar.PASSWORD))
        .ok();
    Api viewer = new Api(ServerUnderTest.shared().url(), name, UberJar.PASSWORD);
    assertThat(viewer.post("/api/campaigns/" + campaign + "/dry-run").problem(403))
        .isEqualTo("MW-1704");
    result(campaign);
    assertThat(viewer.get("/api/campaigns/" + campaign + "/dry-run").ok().getString("state"))
        .isEqualTo("done");
  }
}
