package io.mailwright.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import io.mailwright.testing.UberJar;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Data is kept as long as people say, and a person is erased on request. */
class KeepingIT {
  private final UberJar server = ServerUnderTest.shared();
  private final Api api = server.api();
  private final Scenario scenario = new Scenario(api);

  private static String someone(String name) {
    return Api.unique(name).replace(' ', '-').toLowerCase(Locale.ROOT) + "@kept.example";
  }

  /** A campaign that was sent to these. */
  private long sent(List<String> people) throws Exception {
    GreenMail receiver = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    receiver.start();
    try {
      long campaign =
          scenario.campaign(
              scenario.list(people),
              scenario.template("Hi", "<p>Hi</p>"),
              scenario.poolOf(receiver.getSmtp().getPort()),
              "");
      api.post("/api/campaigns/" + campaign + "/start").ok();
      scenario.awaitState(campaign, "completed");
      return campaign;
    } finally {
      receiver.stop();
    }
  }

  private Api.Answer patch(String ifMatch, String json) {
    return api.send(
        api.request("/api/retention")
            .header("If-Match", ifMatch)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(json)));
  }

  private static String body(String email) {
    return "{\"email\":\"" + email + "\"}";
  }

  @Test
  void aPurgeDeletesWhatItSaidAndKeepsTheCounts() throws Exception {
    long campaign = sent(List.of(someone("a"), someone("b")));
    JsonObject before = api.get("/api/retention").ok();
    assertThat(before.getInt("deliveries")).isEqualTo(730);
    assertThat(patch("\"" + before.getInt("version") + "\"", "{\"deliveries\":-1}").body())
        .contains("deliveries");
    assertThat(patch("\"999999\"", "{\"deliveries\":1}").status()).isEqualTo(412);
    try {
      patch("*", "{\"deliveries\":0,\"jobs\":null}").ok();
      long rows = Awaitility.await().atMost(Scenario.LONG).until(this::dueDeliveries, n -> n >= 2);
      JsonObject report = api.get("/api/campaigns/" + campaign + "/report").ok();

      long execution = startPurge();
      JsonObject done =
          Awaitility.await()
              .atMost(Scenario.LONG)
              .until(
                  () -> api.get("/api/executions/" + execution).ok(),
                  e -> e.getString("batchStatus").equals("COMPLETED"));
      assertThat(done.getJsonObject("deleted").getJsonNumber("deliveries").longValue())
          .isGreaterThanOrEqualTo(rows);
      assertThat(done.getJsonArray("steps")).hasSize(9);
      assertThat(api.get("/api/campaigns/" + campaign + "/deliveries").ok().getJsonArray("items"))
          .isEmpty();
      assertThat(Scenario.count(api.get("/api/campaigns/" + campaign).ok(), "sent")).isEqualTo(2);
      JsonObject after = api.get("/api/campaigns/" + campaign + "/report").ok();
      for (String part : List.of("counts", "totals", "funnel", "bySite", "byRoute")) {
        assertThat(after.get(part)).as(part).isEqualTo(report.get(part));
      }
      assertThat(after.getJsonObject("totals").getInt("accepted")).isEqualTo(2);
      assertThat(api.post("/api/campaigns/" + campaign + "/report/rebuild").status())
          .as("what is left are the sums")
          .isEqualTo(409);
    } finally {
      patch("*", "{\"deliveries\":730,\"jobs\":365}").ok();
    }
  }

  private long dueDeliveries() {
    return api
        .get("/api/retention/preview")
        .ok()
        .getJsonArray("items")
        .getValuesAs(JsonObject.class)
        .stream()
        .filter(item -> item.getString("kind").equals("deliveries"))
        .mapToLong(item -> item.getJsonNumber("rows").longValue())
        .sum();
  }

  @Test
  void anErasedPersonIsNowhereAndIsNotMailedAgain() throws Exception {
    String ann = someone("ann");
    String bob = someone("bob");
    long campaign = sent(List.of(ann, bob));
    api.post("/api/suppressions", "{\"email\":\"" + bob + "\",\"note\":\"as " + ann + " said\"}")
        .ok();

    JsonObject held = api.post("/api/persons/export", body(ann)).ok();
    assertThat(fieldsOf(held)).isNotEmpty().allSatisfy(KeepingIT::hasNameOnThePage);
    assertThat(held.getJsonArray("contacts")).hasSize(1);
    assertThat(held.getJsonArray("deliveries").getJsonObject(0).getString("state"))
        .isEqualTo("sent");
    assertThat(held.getJsonArray("mentions")).isNotEmpty();
    assertThat(api.post("/api/persons/export", body("nobody")).body()).contains("email");
    assertThat(api.post("/api/persons/erase/preview", body(ann)).ok().getJsonArray("parts"))
        .isNotEmpty();

    JsonObject erased = api.post("/api/persons/erase", body(ann)).ok();
    long id = erased.getJsonNumber("id").longValue();
    Awaitility.await()
        .atMost(Scenario.LONG)
        .until(() -> api.get("/api/persons/erasures/" + id).ok().getString("state").equals("done"));

    JsonObject after = api.post("/api/persons/export", body(ann)).ok();
    for (String kind : List.of("contacts", "deliveries", "feedback", "suppressions", "mentions")) {
      assertThat(after.getJsonArray(kind)).as(kind).isEmpty();
    }
    assertThat(after.getJsonArray("erasedSuppressions")).hasSize(1);
    assertThat(Scenario.count(api.get("/api/campaigns/" + campaign).ok(), "sent")).isEqualTo(2);
    assertThat(api.get("/api/campaigns/" + campaign + "/deliveries").body()).doesNotContain(ann);
    assertThat(suppressions(ann).getJsonObject(0).getString("reason")).isEqualTo("erased");
    assertThat(filesWith(ann)).isEmpty();

    long list = scenario.list();
    JsonObject again =
        scenario.importCsv(
            list, ("email\n" + ann + "\n" + bob + "\n").getBytes(StandardCharsets.UTF_8), "abort");
    assertThat(again.getString("state")).isEqualTo("completed");
    assertThat(again.getInt("imported")).isEqualTo(1);
    assertThat(api.get("/api/lists/" + list + "/contacts").body()).doesNotContain(ann);
    assertThat(filesWith(ann)).isEmpty();
  }

  private JsonArray suppressions(String who) {
    return api.get("/api/suppressions?email=" + who).ok().getJsonArray("items");
  }

  /** But for the database's own file, where what was freed is overwritten later. */
  private List<Path> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(server.dataFolder())) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".mv.db"))
          .filter(file -> has(file, text))
          .toList();
    }
  }

  private static boolean has(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      // It is gone by now.
      return false;
    }
  }

  @Test
  void storedMailsAreReadAgain() {
    long id = api.post("/api/feedback/reviews").ok().getJsonNumber("id").longValue();
    JsonObject review =
        Awaitility.await()
            .atMost(Scenario.LONG)
            .until(
                () -> api.get("/api/feedback/reviews/" + id).ok(),
                r -> r.getString("state").equals("ready"));
    assertThat(review.getInt("looked")).isEqualTo(review.getInt("total"));
    assertThat(review.getInt("changes")).as("by the same rules").isZero();
    assertThat(api.post("/api/feedback/reviews/" + id + "/apply", "{}").ok().getInt("changed"))
        .isZero();
  }

  @Test
  void aSenderCannotDeleteForGood() {
    String name = Api.unique("keeping").replace(" ", "-");
    api.post(
            "/api/users",
            "{\"name\":\"%s\",\"password\":\"keeping-sender-1\",\"role\":\"sender\"}"
                .formatted(name))
        .ok();
    Api sender = new Api(ServerUnderTest.shared().url(), name, "keeping-sender-1");
    assertThat(sender.post("/api/executions", "{\"job\":\"purge\"}").problem(403))
        .isEqualTo("MW-1704");
    long purge = startPurge();
    for (String action : List.of("stop", "restart", "abandon")) {
      assertThat(sender.post("/api/executions/" + purge + "/" + action, "{}").problem(403))
          .as(action)
          .isEqualTo("MW-1704");
    }
    assertThat(sender.post("/api/executions", "{\"job\":\"collect-feedback\"}").status())
        .isEqualTo(200);
    String nightly = "{\"job\":\"%s\",\"cron\":\"0 0 29 2 *\"}";
    assertThat(sender.post("/api/schedules", nightly.formatted("purge")).problem(403))
        .isEqualTo("MW-1704");
    long planned = id(api.post("/api/schedules", nightly.formatted("purge")));
    assertThat(delete(sender, planned).problem(403)).isEqualTo("MW-1704");
    long own = id(sender.post("/api/schedules", nightly.formatted("collect-feedback")));
    Api.Answer turned =
        sender.send(
            sender
                .request("/api/schedules/" + own)
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .method("PATCH", BodyPublishers.ofString("{\"job\":\"purge\"}")));
    assertThat(turned.problem(403)).isEqualTo("MW-1704");
    assertThat(delete(api, planned).status()).isEqualTo(204);
    assertThat(delete(sender, own).status()).isEqualTo(204);
  }

  private long startPurge() {
    return api.post("/api/executions", "{\"job\":\"purge\"}")
        .ok()
        .getJsonNumber("executionId")
        .longValue();
  }

  private static long id(Api.Answer made) {
    return made.ok().getJsonNumber("id").longValue();
  }

  private static Api.Answer delete(Api as, long schedule) {
    return as.send(as.request("/api/schedules/" + schedule).header("If-Match", "*").DELETE());
  }

  private static Set<String> fieldsOf(JsonObject person) {
    return person.values().stream()
        .filter(JsonArray.class::isInstance)
        .flatMap(section -> section.asJsonArray().stream())
        .flatMap(row -> row.asJsonObject().keySet().stream())
        .collect(Collectors.toSet());
  }

  private static void hasNameOnThePage(String field) {
    for (Locale locale : List.of(Locale.ENGLISH, Locale.CHINESE)) {
      assertThat(ResourceBundle.getBundle("io.mailwright.console.i18n.messages", locale).keySet())
          .contains("person.field." + field);
    }
  }
}
