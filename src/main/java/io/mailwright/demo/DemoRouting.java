package io.mailwright.demo;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the campaign of the demonstration is sent by: two relays, one of them young, to simulated
 * providers, with a quota that one of the providers' mails meet.
 */
final class DemoRouting {
  /** Simulated providers by the domain that is reserved for each; all have limits of their own. */
  private static final Map<String, String> PROVIDERS =
      new TreeMap<>(
          Map.of(
              "gmail", "Gmail (simulated)",
              "netease", "NetEase (simulated)",
              "outlook", "Outlook (simulated)",
              "qq", "QQ (simulated)",
              "yahoo", "Yahoo (simulated)"));

  private static final String HELD = "outlook";

  /** Fewer than the list has there, so that the rest waits for the next minute. */
  private static final int HELD_LIMIT = 90;

  private final ApiClient api;
  private final Consumer<String> out;

  DemoRouting(ApiClient api, Consumer<String> out) {
    this.api = api;
    this.out = out;
  }

  /**
   * Sets it up.
   *
   * @return the id of the pool to send by
   */
  long setUp() throws IOException, InterruptedException {
    for (Map.Entry<String, String> provider : PROVIDERS.entrySet()) {
      api.post("/sites", site(provider.getKey(), provider.getValue()));
    }
    int port = sandboxPort();
    JsonArrayBuilder hourly =
        Json.createArrayBuilder()
            .add(Json.createObjectBuilder().add("limit", 2000).add("per", "hour"));
    long old = id(api.post("/servers", relay("Relay 1", port).add("quotas", hourly).build()));
    long young = id(api.post("/servers", relay("Relay 2, young", port).build()));
    api.post("/warm-ups", Json.createObjectBuilder().add("routeId", young).build());
    api.post(
        "/quotas",
        Json.createObjectBuilder()
            .add("scope", "site")
            .add("subject", name(HELD))
            .add("limit", HELD_LIMIT)
            .add("per", "minute")
            .build());
    out.accept(
        "Two relays to "
            + PROVIDERS.size()
            + " simulated providers; Relay 2 is warmed up, and "
            + PROVIDERS.get(HELD)
            + " gets at most "
            + HELD_LIMIT
            + " mails a minute");
    return id(
        api.post(
            "/pools",
            Json.createObjectBuilder()
                .add("name", "Demo pool")
                .add("servers", Json.createArrayBuilder().add(member(old)).add(member(young)))
                .build()));
  }

  private int sandboxPort() throws IOException, InterruptedException {
    return api.get("/servers").getJsonArray("items").stream()
        .map(JsonValue::asJsonObject)
        .findFirst()
        .orElseThrow(() -> new DemoFailure("the sandbox is no server here"))
        .getInt("port");
  }

  private static String name(String provider) {
    return "demo-" + provider;
  }

  private static JsonObject site(String provider, String displayName) {
    return Json.createObjectBuilder()
        .add("name", name(provider))
        .add("displayName", displayName)
        .add("domains", Json.createArrayBuilder().add(provider + ".example"))
        .build();
  }

  private static JsonObjectBuilder relay(String name, int port) {
    return Json.createObjectBuilder()
        .add("name", name)
        .add("host", "127.0.0.1")
        .add("port", port)
        .add("tls", "none");
  }

  private static JsonObjectBuilder member(long serverId) {
    return Json.createObjectBuilder().add("id", serverId).add("weight", 1);
  }

  private static long id(JsonObject created) {
    return created.getJsonNumber("id").longValue();
  }
}
