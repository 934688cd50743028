package io.mailwright.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.Api;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of sites as a script sees it. */
class SitesIT {
  private final Api api = ServerUnderTest.shared().api();

  private Api.Answer patch(String site, String version, String json) {
    return api.send(
        api.request("/api/sites/" + site)
            .header("Content-Type", "application/json")
            .header("If-Match", version)
            .method("PATCH", BodyPublishers.ofString(json)));
  }

  private Api.Answer delete(String site) {
    return api.send(api.request("/api/sites/" + site).DELETE());
  }

  private static List<String> texts(JsonObject site, String field) {
    return site.getJsonArray(field).stream().map(v -> v.toString().replace("\"", "")).toList();
  }

  @Test
  void listsWhatIsBuiltInByName() {
    JsonObject first = api.get("/api/sites?limit=2").ok();
    assertThat(first.getJsonArray("items")).hasSize(2);
    String next = first.getString("next");
    JsonObject rest = api.get("/api/sites?limit=1000&after=" + next).ok();
    assertThat(rest.getJsonArray("items")).hasSizeGreaterThan(100);
    assertThat(rest.isNull("next")).isTrue();
    JsonObject qq = api.get("/api/sites/qq").ok();
    assertThat(qq.getBoolean("builtIn")).isTrue();
    assertThat(qq.getBoolean("changed")).isFalse();
    assertThat(texts(qq, "domains")).contains("foxmail.com");
    assertThat(api.get("/api/sites?limit=x").problem(422)).isEqualTo("MW-1002");
    assertThat(api.get("/api/sites/not-there").problem(404)).isEqualTo("MW-1005");
  }

  @Test
  void addsChangesAndRemovesASite() {
    JsonObject made =
        api.post(
                "/api/sites",
                "{\"name\":\"my-host\",\"displayName\":\"My host\",\"mxSuffixes\":[\"MX.my-host.net\"]}")
            .ok();
    assertThat(texts(made, "mxSuffixes")).containsExactly("mx.my-host.net");
    assertThat(made.getBoolean("builtIn")).isFalse();
    assertThat(made.getInt("version")).isEqualTo(1);
    assertThat(
            api.post("/api/sites", "{\"name\":\"my-host\",\"domains\":[\"a.net\"]}").problem(409))
        .isEqualTo("MW-1008");
    assertThat(patch("my-host", "\"7\"", "{\"domains\":[\"a.net\"]}").problem(412))
        .isEqualTo("MW-1006");
    JsonObject changed = patch("my-host", "\"1\"", "{\"domains\":[\"a.net\"]}").ok();
    assertThat(texts(changed, "domains")).containsExactly("a.net");
    assertThat(changed.getString("displayName")).isEqualTo("My host");
    assertThat(patch("my-host", "*", "{\"domain\":[\"a.net\"]}").problem(422)).isEqualTo("MW-1003");
    assertThat(delete("my-host").status()).isEqualTo(204);
    assertThat(api.get("/api/sites/my-host").status()).isEqualTo(404);
  }

  @Test
  void coversABuiltInSiteAndGivesItBack() {
    JsonObject before = api.get("/api/sites/tuta").ok();
    JsonObject changed = patch("tuta", "\"1\"", "{\"domains\":[\"tuta.com\",\"b.net\"]}").ok();
    assertThat(changed.getBoolean("builtIn")).isTrue();
    assertThat(changed.getBoolean("changed")).isTrue();
    assertThat(patch("tuta", "\"1\"", "{\"domains\":[]}").problem(412)).isEqualTo("MW-1006");
    assertThat(delete("tuta").status()).isEqualTo(204);
    assertThat(api.get("/api/sites/tuta").ok()).isEqualTo(before);
    assertThat(delete("tuta").problem(409)).isEqualTo("MW-1007");
  }

  @Test
  void onlyAnAdminChangesTheTable() {
    String name = Api.unique("sites").replace(" ", "-");
    api.post(
            "/api/users",
            "{\"name\":\"%s\",\"password\":\"sites-sender-1\",\"role\":\"sender\"}".formatted(name))
        .ok();
    Api sender = new Api(ServerUnderTest.shared().url(), name, "sites-sender-1");
    assertThat(sender.get("/api/sites/qq").status()).isEqualTo(200);
    assertThat(sender.post("/api/sites", "{\"name\":\"x\",\"domains\":[\"x.net\"]}").problem(403))
        .isEqualTo("MW-1704");
  }
}
