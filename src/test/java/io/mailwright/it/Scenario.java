package io.mailwright.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** Steps that many tests share: a list with recipients, a template, a campaign into the sandbox. */
final class Scenario {
  static final Duration LONG = Duration.ofMinutes(3);
  private final Api api;

  Scenario(Api api) {
    this.api = api;
  }

  long list(List<String> addresses) {
    long list = list();
    StringBuilder csv = new StringBuilder("email,name\n");
    addresses.forEach(a -> csv.append(a).append(",José 王\n"));
    JsonObject state = importCsv(list, csv.toString().getBytes(StandardCharsets.UTF_8), "skip");
    assertThat(state.getInt("imported") + state.getInt("updated")).isEqualTo(addresses.size());
    return list;
  }

  long list() {
    return id(api.post("/api/lists", "{\"name\":\"" + Api.unique("List") + "\"}").ok());
  }

  JsonObject importCsv(long list, byte[] csv, String onError) {
    long importId =
        api.csv("/api/lists/" + list + "/imports?onError=" + onError, csv)
            .ok()
            .getJsonNumber("importId")
            .longValue();
    return Awaitility.await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> api.get("/api/imports/" + importId).ok(),
            s -> List.of("completed", "failed", "aborted").contains(s.getString("state")));
  }

  long template(String subject, String html) {
    JsonObject body =
        Json.createObjectBuilder()
            .add("name", Api.unique("Template"))
            .add("subject", subject)
            .add("html", html)
            .build();
    return id(api.post("/api/templates", body.toString()).ok());
  }

  /** A pool of one server on this machine, without TLS. */
  long poolOf(int port) {
    long server =
        id(
            api.post(
                    "/api/servers",
                    "{\"name\":\"%s\",\"host\":\"127.0.0.1\",\"port\":%d,\"tls\":\"none\",\"maxConnections\":2}"
                        .formatted(Api.unique("Server"), port))
                .ok());
    return id(
        api.post(
                "/api/pools",
                "{\"name\":\"%s\",\"servers\":[{\"id\":%d,\"weight\":1}]}"
                    .formatted(Api.unique("Pool"), server))
            .ok());
  }

  long campaign(long list, long template, String more) {
    long pool =
        api.get("/api/pools")
            .ok()
            .getJsonArray("items")
            .getJsonObject(0)
            .getJsonNumber("id")
            .longValue();
    return campaign(list, template, pool, more);
  }

  long campaign(long list, long template, long pool, String more) {
    return id(
        api.post(
                "/api/campaigns",
                "{\"name\":\""
                    + Api.unique("Campaign")
                    + "\",\"listIds\":["
                    + list
                    + "],\"templateId\":"
                    + template
                    + ",\"from\":{\"address\":\"news@example.com\",\"name\":\"News\"},\"poolId\":"
                    + pool
                    + more
                    + "}")
            .ok());
  }

  JsonObject awaitState(long campaign, String... states) {
    return Awaitility.await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> api.get("/api/campaigns/" + campaign).ok(),
            c -> {
              assertThat(sum(c)).as("the states add up to the total").isEqualTo(count(c, "total"));
              return List.of(states).contains(c.getString("state"));
            });
  }

  static int sum(JsonObject campaign) {
    JsonObject counts = campaign.getJsonObject("counts");
    return counts.keySet().stream().filter(k -> !k.equals("total")).mapToInt(counts::getInt).sum();
  }

  static int count(JsonObject campaign, String state) {
    return campaign.getJsonObject("counts").getInt(state);
  }

  static long id(JsonObject created) {
    return created.getJsonNumber("id").longValue();
  }
}
