package io.mailwright.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How far a campaign is at each site, as a script sees it. */
class CampaignSitesIT {
  private final Api api = ServerUnderTest.shared().api();
  private final Scenario scenario = new Scenario(api);

  private JsonObject site(long campaign, String name) {
    return api.get("/api/campaigns/" + campaign + "/sites").ok().getJsonArray("sites").stream()
        .map(JsonValue::asJsonObject)
        .filter(site -> site.getString("site").equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void saysWhatHoldsASiteAndWhenAllIsDone() {
    String domain = Api.unique("held").replace(" ", "-") + ".example";
    long quota =
        Scenario.id(
            api.post(
                    "/api/quotas",
                    "{\"scope\":\"site\",\"subject\":\"%s\",\"limit\":3,\"per\":\"hour\"}"
                        .formatted(domain))
                .ok());
    List<String> addresses =
        new ArrayList<>(IntStream.range(0, 8).mapToObj(i -> "p" + i + "@" + domain).toList());
    addresses.add("other@free.example");
    long campaign =
        scenario.campaign(
            scenario.list(addresses), scenario.template("Hi", "<p>Hi</p>"), ",\"workers\":2");
    Instant start = Instant.now();
    api.post("/api/campaigns/" + campaign + "/start").ok();
    JsonObject held =
        Awaitility.await()
            .atMost(Scenario.LONG)
            .pollInterval(Duration.ofMillis(500))
            .until(() -> site(campaign, domain), s -> s.getInt("sent") == 3 && !s.isNull("hold"));

    assertThat(held.getInt("total")).isEqualTo(8);
    assertThat(held.getInt("open")).isEqualTo(5);
    assertThat(held.getJsonObject("hold").getString("why"))
        .startsWith(domain + " budget of 3 an hour used until ");
    assertThat(held.getJsonObject("hold").getBoolean("byBreaker")).isFalse();
    assertThat(Instant.parse(held.getJsonObject("hold").getString("until")))
        .isAfter(start.plus(Duration.ofMinutes(50)));
    assertThat(site(campaign, "free.example").getInt("sent")).isEqualTo(1);

    // A campaign that has just begun is looked at anew once, and then held again.
    JsonObject waits =
        Awaitility.await()
            .atMost(Scenario.LONG)
            .until(
                () ->
                    api.get(
                            "/api/campaigns/"
                                + campaign
                                + "/deliveries?state=pending,deferred&limit=1")
                        .ok()
                        .getJsonArray("items")
                        .getJsonObject(0),
                mail -> !mail.isNull("why"));
    assertThat(waits.getString("why")).contains("budget of 3 an hour");
    assertThat(Instant.parse(waits.getString("nextAttemptAt")))
        .isAfter(start.plus(Duration.ofMinutes(50)));

    // The three of the next hour, and the two of the hour after.
    JsonObject all =
        Awaitility.await()
            .atMost(Scenario.LONG)
            .until(
                () -> api.get("/api/campaigns/" + campaign).ok(),
                c -> c.getString("state").equals("waiting") && !c.isNull("eta"));
    assertThat(all.getString("etaBy")).isEqualTo(domain + " budget of 3 an hour");
    assertThat(Instant.parse(all.getString("eta")))
        .isBetween(start.plus(Duration.ofMinutes(119)), Instant.now().plusSeconds(7300));

    assertThat(
            api.send(api.request("/api/quotas/" + quota).header("If-Match", "*").DELETE()).status())
        .isEqualTo(204);
    scenario.awaitState(campaign, "completed");
    // What was read while it was sent is over with the state.
    assertThat(site(campaign, domain).getInt("sent")).isEqualTo(8);
    assertThat(site(campaign, domain).isNull("hold")).isTrue();
    assertThat(api.get("/api/campaigns/" + campaign).ok().isNull("etaBy")).isTrue();
    JsonObject report = api.get("/api/campaigns/" + campaign + "/report").ok();
    assertThat(report.getJsonArray("bySite").getJsonObject(0).getString("name")).isEqualTo(domain);
  }
}
