package io.mailwright.testing;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** Steps that many tests share: a list with recipients, a template, a campaign into the sandbox. */
public final class Scenario {
  /** How long a test waits for what should take seconds. */
  public static final Duration LONG = Duration.ofMinutes(3);

  private final Api api;

  /** Over this server. */
  public Scenario(Api api) {
    this.api = api;
  }

  /** A list of these. */
  public long list(List<String> addresses) {
    long list = list();
    StringBuilder csv = new StringBuilder("email,name\n");
    addresses.forEach(a -> csv.append(a).append(",José 王\n"));
    JsonObject state = importCsv(list, csv.toString().getBytes(StandardCharsets.UTF_8), "skip");
    assertThat(state.getInt("imported") + state.getInt("updated")).isEqualTo(addresses.size());
    return list;
  }

  /** An empty list. */
  public long list() {
    return id(api.post("/api/lists", "{\"name\":\"" + Api.unique("List") + "\"}").ok());
  }

  /** Imports and waits for the end of it. */
  public JsonObject importCsv(long list, byte[] csv, String onError) {
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

  /** A template. */
  public long template(String subject, String html) {
    JsonObject body =
        Json.createObjectBuilder()
            .add("name", Api.unique("Template"))
            .add("subject", subject)
            .add("html", html)
            .build();
    return id(api.post("/api/templates", body.toString()).ok());
  }

  /** A pool of one server on this machine, without TLS, with two connections. */
  public long poolOf(int port) {
    return poolOf(port, 2);
  }

  /** A pool of one server on this machine, without TLS. */
  public long poolOf(int port, int connections) {
    long server =
        id(
            api.post(
                    "/api/servers",
                    "{\"name\":\"%s\",\"host\":\"127.0.0.1\",\"port\":%d,\"tls\":\"none\",\"maxConnections\":%d}"
                        .formatted(Api.unique("Server"), port, connections))
                .ok());
    return id(
        api.post(
                "/api/pools",
                "{\"name\":\"%s\",\"servers\":[{\"id\":%d,\"weight\":1}]}"
                    .formatted(Api.unique("Pool"), server))
            .ok());
  }

  /** A draft over the first pool. */
  public long campaign(long list, long template, String more) {
    long pool =
        api.get("/api/pools")
            .ok()
            .getJsonArray("items")
            .getJsonObject(0)
            .getJsonNumber("id")
            .longValue();
    return campaign(list, template, pool, more);
  }

  /** A draft; more JSON may follow. */
  public long campaign(long list, long template, long pool, String more) {
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

  /** Waits until the campaign has one of these states. */
  public JsonObject awaitState(long campaign, String... states) {
    return awaitState(campaign, LONG, states);
  }

  /** Waits no longer than that until the campaign has one of these states. */
  public JsonObject awaitState(long campaign, Duration atMost, String... states) {
    return Awaitility.await()
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> api.get("/api/campaigns/" + campaign).ok(),
            c -> {
              assertThat(sum(c)).as("the states add up to the total").isEqualTo(count(c, "total"));
              return List.of(states).contains(c.getString("state"));
            });
  }

  /** The counts of all states. */
  public static int sum(JsonObject campaign) {
    JsonObject counts = campaign.getJsonObject("counts");
    return counts.keySet().stream().filter(k -> !k.equals("total")).mapToInt(counts::getInt).sum();
  }

  /** The count of a state. */
  public static int count(JsonObject campaign, String state) {
    return campaign.getJsonObject("counts").getInt(state);
  }

  /** The id in an answer. */
  public static long id(JsonObject created) {
    return created.getJsonNumber("id").longValue();
  }
}
