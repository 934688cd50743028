package io.mailwright.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.audience.intake.IntakeFiles;
import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import io.mailwright.testing.SmtpSink;
import io.mailwright.testing.UberJar;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractIT {
  private final UberJar server = ServerUnderTest.shared();
  private final Api api = server.api();

  @Test
  void deletesAListWithContactsAndImportsUnlessACampaignThatIsNotOverUsesIt() {
    Scenario scenario = new Scenario(api);
    long list = scenario.list(List.of("gone1@lists.example", "gone2@lists.example"));
    long campaign = scenario.campaign(list, scenario.template("Hi", "<p>Hi</p>"), "");
    assertThat(delete("/api/lists/" + list).problem(409)).isEqualTo("MW-1007");
    assertThat(api.get("/api/lists/" + list).ok().getInt("contacts")).isEqualTo(2);
    api.post("/api/campaigns/" + campaign + "/start").ok();
    scenario.awaitState(campaign, "completed");
    assertThat(delete("/api/lists/" + list).status()).isEqualTo(204);
    assertThat(api.get("/api/lists/" + list).status()).isEqualTo(404);
    JsonObject over = api.get("/api/campaigns/" + campaign).ok();
    assertThat(over.getJsonArray("listIds")).isEmpty();
    assertThat(Scenario.count(over, "sent")).isEqualTo(2);
    assertThat(api.get("/api/campaigns/" + campaign + "/deliveries").ok().getJsonArray("items"))
        .hasSize(2);
  }

  private Api.Answer delete(String path) {
    return api.send(api.request(path).DELETE());
  }

  @Test
  void nobodyGetsInWithoutTheRightPassword() {
    assertThat(new Api(server.url(), "admin", "wrong").get("/api/lists").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"segment"})
  void aFieldThatDoesNotWorkYetIsRefusedWithItsName(String field) {
    Api.Answer answer =
        api.post(
            "/api/campaigns",
            "{\"name\":\"x\",\"listIds\":[1],\"templateId\":1,\"poolId\":1,\"from\":{\"address\":\"a@example.com\"},\""
                + field
                + "\":{}}");
    assertThat(answer.problem(422)).isEqualTo("MW-1004");
    assertThat(answer.body()).contains(field);
  }

  @Test
  void aWarmUpIsMadeHeldChangedAndRemoved() {
    assertThat(api.post("/api/warm-ups", "{\"routeId\":77001}").status()).isEqualTo(422);
    // A server without sources is a route of the same number.
    int server =
        api.post(
                "/api/servers",
                "{\"name\":\"Warmed up\",\"host\":\"warm.example\",\"port\":25,\"tls\":\"none\"}")
            .json()
            .getInt("id");
    String route = "{\"routeId\":" + server + "}";
    JsonObject made = api.post("/api/warm-ups", route).json();
    assertThat(made.getJsonArray("steps").getInt(0)).isEqualTo(50);
    assertThat(made.getJsonObject("limits").getJsonNumber("complaints").doubleValue())
        .isEqualTo(0.1);
    String path = "/api/warm-ups/" + made.getInt("id");
    assertThat(api.post("/api/warm-ups", route).status()).isEqualTo(422);
    assertThat(api.post(path + "/hold").json().getBoolean("held")).isTrue();
    assertThat(api.post(path + "/resume").json().getBoolean("held")).isFalse();
    Api.Answer changed =
        api.send(
            api.request(path)
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .method(
                    "PATCH",
                    BodyPublishers.ofString("{\"steps\":[7,8],\"limits\":{\"deferred\":2.5}}")));
    assertThat(changed.json().getJsonArray("steps")).hasSize(2);
    assertThat(
            api.get(path + "/curve?site=gmail")
                .json()
                .getJsonArray("days")
                .getJsonObject(1)
                .getInt("planned"))
        .isEqualTo(8);
    assertThat(delete(path).status()).isEqualTo(204);
  }

  @Test
  void jobParametersWithLineBreaksAreRefused() {
    Api.Answer answer =
        api.post(
            "/api/schedules",
            "{\"job\":\"import-recipients\",\"cron\":\"0 9 * * *\",\"zone\":\"UTC\",\"misfire\":\"skip\",\"parameters\":{\"importId\":\"1\\nx=2\"}}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "application/", ";;;", "text/html"})
  void aContentTypeThatIsNoneIsAProblemToo(String type) {
    Api.Answer answer =
        api.send(
            api.request("/api/lists")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{\"name\":\"x\"}")));
    assertThat(answer.status()).isIn(400, 415);
    assertThat(answer.json().getString("code")).isIn("MW-1001", "MW-1013");
  }

  @Test
  void theSessionCookieStaysOnItsSite() throws Exception {
    HttpResponse<Void> page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.url().resolve("/login")).build(),
                BodyHandlers.discarding());
    assertThat(page.headers().allValues("Set-Cookie"))
        .singleElement()
        .asString()
        .containsIgnoringCase("SameSite=Lax")
        .contains("HttpOnly");
  }

  @Test
  void aScheduleNamesItsCampaignOnce() {
    Api.Answer answer =
        api.post(
            "/api/schedules",
            "{\"job\":\"send-campaign\",\"campaignId\":1,\"cron\":\"0 9 * * *\",\"parameters\":{\"campaignId\":\"2\"}}");
    assertThat(answer.problem(422)).isEqualTo("MW-1002");
    assertThat(answer.body()).contains("parameters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0000-01-01T00:00:00Z", "+999999999-12-31T23:59:59Z", "2020-01-01T00:00:00Z"})
  void aStartThatCannotBeMeantIsRefused(String startAt) {
    Scenario scenario = new Scenario(api);
    long template = scenario.template("Hi", "<p>Hi</p>");
    long pool = api.get("/api/pools").ok().getJsonArray("items").getJsonObject(0).getInt("id");
    Api.Answer answer =
        api.post(
            "/api/campaigns",
            "{\"name\":\"Late\",\"listIds\":[%d],\"templateId\":%d,\"poolId\":%d,\"from\":{\"address\":\"a@example.com\"},\"startAt\":\"%s\"}"
                .formatted(scenario.list(), template, pool, startAt));
    assertThat(answer.problem(422)).isEqualTo("MW-1002");
    assertThat(answer.body()).contains("startAt");
  }

  @Test
  void aMissingBodyIsNotOurFault() {
    Scenario scenario = new Scenario(api);
    long template = scenario.template("Hi", "<p>Hi</p>");
    assertThat(api.post("/api/templates/" + template + "/render").problem(422))
        .isEqualTo("MW-1002");
    assertThat(api.post("/api/schedules").problem(422)).isEqualTo("MW-1002");
  }

  @Test
  void anImportThatIsOverOrNeverWasIsNotStarted() {
    String job = "{\"job\":\"import-recipients\",\"parameters\":{\"importId\":\"%d\"}}";
    assertThat(api.post("/api/executions", job.formatted(999_999_999)).problem(404))
        .isEqualTo("MW-1005");
    Scenario scenario = new Scenario(api);
    JsonObject done =
        scenario.importCsv(
            scenario.list(), "email\na@example.com\n".getBytes(StandardCharsets.UTF_8), "skip");
    assertThat(api.post("/api/executions", job.formatted(done.getInt("id"))).problem(409))
        .isEqualTo("MW-1603");
  }

  @Test
  void whatMadeAnImportFailStandsWithItsExecution() {
    JsonObject started =
        api.csv(
                "/api/lists/" + new Scenario(api).list() + "/imports",
                "a@example.com\n".getBytes(StandardCharsets.UTF_8))
            .ok();
    String execution = "/api/executions/" + started.getJsonNumber("executionId");
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(api.get(execution).ok().get("cause").toString()).contains("MW-1112"));
  }

  @Test
  void anImportWhoseFileTurnsOutBrokenSaysSo(@TempDir Path folder) throws IOException {
    String rows =
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>email</t></is></c></row>"
            + "<row r=\"9\"><c r=\"A9\" t=\"inlineStr\"><is><t>a@example.com</t></is></c></row>"
            + "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>b@example.com</t></is></c></row>";
    byte[] file = Files.readAllBytes(IntakeFiles.writeXlsx(folder, rows, ""));
    Scenario scenario = new Scenario(api);
    JsonObject ended = scenario.importCsv(scenario.list(), file, "skip");
    assertThat(ended.getString("state")).isEqualTo("failed");
    assertThat(ended.getString("message")).contains("MW-1113", "not in order");
    assertThat(ended.getInt("imported")).isZero();
  }

  @Test
  void aListOfExecutionsIsAskedForInItsOwnWords() {
    assertThat(api.get("/api/executions?state=nonsense").problem(422)).isEqualTo("MW-1002");
    assertThat(api.get("/api/executions?campaignId=x").problem(422)).isEqualTo("MW-1002");
    assertThat(api.get("/api/executions?state=completed&limit=1").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi", "/metrics", "/health", "/health/ready"})
  void whatMachinesReadIsThere(String path) {
    assertThat(api.get(path).status()).isEqualTo(200);
  }

  @Test
  void theOpenApiDocumentSaysHowToPageAndChangeAndWhatAnErrorIs() {
    JsonObject document =
        api.send(api.request("/openapi").header("Accept", "application/json").GET()).ok();
    List<JsonObject> operations =
        document.getJsonObject("paths").values().stream()
            .flatMap(item -> item.asJsonObject().values().stream())
            .map(JsonValue::asJsonObject)
            .toList();
    assertThat(operations)
        .extracting(operation -> operation.getString("operationId"))
        .doesNotHaveDuplicates();
    assertThat(operations)
        .allSatisfy(
            operation ->
                assertThat(operation.getJsonObject("responses").getJsonObject("default").toString())
                    .contains("application/problem+json"));
    assertThat(document.getJsonArray("tags")).doesNotHaveDuplicates();
    JsonObject paths = document.getJsonObject("paths");
    assertThat(namesOfParameters(paths, "/api/lists", "get"))
        .containsExactly("limit", "after", "order");
    assertThat(namesOfParameters(paths, "/api/lists/{id}/contacts", "get")).contains("limit");
    assertThat(namesOfParameters(paths, "/api/lists/{id}", "patch")).contains("If-Match");
    assertThat(namesOfParameters(paths, "/api/tokens/{id}", "delete")).containsExactly("id");
    for (String array : List.of("/api/feedback/classify", "/api/feedback/messages")) {
      assertThat(
              paths
                  .getJsonObject(array)
                  .getJsonObject("post")
                  .getJsonObject("responses")
                  .getJsonObject("2XX")
                  .toString())
          .contains("\"type\":\"array\"");
    }
    assertThat(document.getJsonObject("components").getJsonObject("schemas"))
        .hasEntrySatisfying(
            "JsonBody", body -> assertThat(body.asJsonObject()).doesNotContainKey("properties"));
  }

  private static List<String> namesOfParameters(JsonObject paths, String path, String method) {
    return paths
        .getJsonObject(path)
        .getJsonObject(method)
        .getJsonArray("parameters")
        .getValuesAs(JsonObject.class)
        .stream()
        .map(parameter -> parameter.getString("name"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/campaigns/999/start",
        "/api/campaigns/999/resume",
        "/api/executions/999/restart",
        "/api/servers/999/test",
        "/api/routes/999/put-back"
      })
  void anActionWithoutFieldsRefusesThemRatherThanPassThemOver(String path) {
    Api.Answer refused = api.post(path, "{\"workers\":2}");
    assertThat(refused.problem(422)).isEqualTo("MW-1003");
    assertThat(api.post(path).problem(404)).isEqualTo("MW-1005");
  }

  @Test
  void theOpenApiDocumentListsTheCallsUnderTheirPlainPaths() {
    JsonObject paths =
        api.send(api.request("/openapi").header("Accept", "application/json").GET())
            .ok()
            .getJsonObject("paths");
    assertThat(paths.keySet())
        .allSatisfy(path -> assertThat(path).matches("(/(\\{[A-Za-z]+}|[a-z-]+))+"));
    List<String> listed =
        paths.keySet().stream()
            .flatMap(
                path ->
                    paths.getJsonObject(path).keySet().stream()
                        .map(method -> method.toUpperCase(Locale.ROOT) + " " + path))
            .toList();
    assertThat(listed)
        .contains(
            "POST /api/lists",
            "POST /api/lists/{id}/imports",
            "GET /api/lists/{id}/contacts",
            "GET /api/imports",
            "GET /api/imports/{id}",
            "GET /api/imports/{id}/rejects",
            "POST /api/templates",
            "PATCH /api/templates/{id}",
            "POST /api/templates/{id}/render",
            "POST /api/servers",
            "POST /api/servers/{id}/test",
            "POST /api/pools",
            "GET /api/routes",
            "GET /api/routes/{id}",
            "POST /api/routes/{id}/take-out",
            "POST /api/routes/{id}/put-back",
            "GET /api/sites",
            "POST /api/sites",
            "GET /api/sites/{name}",
            "PATCH /api/sites/{name}",
            "DELETE /api/sites/{name}",
            "POST /api/campaigns",
            "GET /api/campaigns/{id}",
            "PATCH /api/campaigns/{id}",
            "DELETE /api/campaigns/{id}",
            "POST /api/campaigns/{id}/test",
            "POST /api/campaigns/{id}/start",
            "POST /api/campaigns/{id}/pause",
            "POST /api/campaigns/{id}/resume",
            "POST /api/campaigns/{id}/cancel",
            "GET /api/campaigns/{id}/preview-restart",
            "GET /api/campaigns/{id}/deliveries",
            "GET /api/campaigns/{id}/report",
            "GET /api/reports",
            "GET /api/reports/compare",
            "POST /api/campaigns/{id}/in-doubt",
            "GET /api/executions",
            "GET /api/executions/{id}",
            "POST /api/executions/{id}/stop",
            "POST /api/executions/{id}/restart",
            "POST /api/executions/{id}/abandon",
            "GET /api/schedules",
            "POST /api/suppressions",
            "POST /api/tokens",
            "POST /api/users");
  }

  private List<JsonObject> routesOf(long server) {
    return api
        .get("/api/routes?limit=1000")
        .ok()
        .getJsonArray("items")
        .getValuesAs(JsonObject.class)
        .stream()
        .filter(route -> route.getJsonNumber("serverId").longValue() == server)
        .toList();
  }

  @Test
  void aServersSourcesAreRoutesThatItsMailsReallyLeaveFrom() throws Exception {
    Scenario scenario = new Scenario(api);
    try (SmtpSink sink = new SmtpSink()) {
      long server =
          Scenario.id(
              api.post(
                      "/api/servers",
                      "{\"name\":\"%s\",\"host\":\"127.0.0.1\",\"port\":%d,\"tls\":\"none\",\"maxConnections\":1,\"sources\":[{\"address\":\"127.0.0.2\",\"rotateAfter\":5},{\"address\":\"127.0.0.3\",\"rotateAfter\":5}]}"
                          .formatted(Api.unique("Server"), sink.port()))
                  .ok());
      JsonObject tested = api.post("/api/servers/" + server + "/test").ok();
      assertThat(tested.getBoolean("ok")).isTrue();
      assertThat(tested.getJsonArray("sources")).hasSize(2);
      long pool =
          Scenario.id(
              api.post(
                      "/api/pools",
                      "{\"name\":\"%s\",\"servers\":[{\"id\":%d}]}"
                          .formatted(Api.unique("Pool"), server))
                  .ok());
      List<String> people =
          IntStream.range(0, 20).mapToObj(i -> "r" + i + "@routes.example").toList();
      long campaign =
          scenario.campaign(scenario.list(people), scenario.template("Hi", "<p>Hi</p>"), pool, "");
      api.post("/api/campaigns/" + campaign + "/start").ok();
      scenario.awaitState(campaign, "completed");
      assertThat(sink.mailsFrom("127.0.0.2")).isEqualTo(10);
      assertThat(sink.mailsFrom("127.0.0.3")).isEqualTo(10);
      assertThat(
              api.get("/api/campaigns/" + campaign + "/deliveries")
                  .ok()
                  .getJsonArray("items")
                  .getValuesAs(JsonObject.class))
          .extracting(row -> row.getString("route").replaceAll(".* ", ""))
          .containsOnly("(127.0.0.2)", "(127.0.0.3)");
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(routesOf(server))
                      .hasSize(2)
                      .allSatisfy(
                          r ->
                              assertThat(r.getJsonObject("counters").getInt("sent"))
                                  .isEqualTo(10)));
      String route = "/api/routes/" + routesOf(server).get(0).getJsonNumber("id");
      JsonObject out = api.post(route + "/take-out", "{\"why\":\"moved\"}").ok();
      assertThat(out.getString("health")).isEqualTo("out");
      assertThat(out.getString("why")).endsWith(": taken out by admin: moved");
      assertThat(api.post(route + "/put-back").ok().getString("health")).isEqualTo("healthy");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/lists/x", "/api/campaigns/1x/report", "/api/lists/99999999999999999999"})
  void anIdThatIsNoNumberIsNotFound(String path) {
    assertThat(api.get(path).problem(404)).isEqualTo("MW-1011");
  }

  @Test
  void aReportIsGivenInTheTypeThatIsAskedFor() {
    Scenario scenario = new Scenario(api);
    long campaign = scenario.campaign(scenario.list(), scenario.template("Hi", "<p>Hi</p>"), "");
    String path = "/api/campaigns/" + campaign + "/report";
    assertThat(api.get(path).ok()).containsKey("bySite");
    for (String csv : List.of("text/csv", "text/*", "text/csv, application/json;q=0.5")) {
      Api.Answer rows = api.send(api.request(path).header("Accept", csv).GET());
      assertThat(rows.body()).as(csv).contains("email,state");
    }
    assertThat(
            api.send(api.request(path).header("Accept", "text/csv;q=0.1, application/json").GET())
                .ok())
        .containsKey("bySite");
    assertThat(api.send(api.request(path).header("Accept", "image/png").GET()).problem(406))
        .isEqualTo("MW-1014");
  }

  @Test
  void anAddressThatIsSuppressedAlreadyTakesOverWhatIsSaid() {
    String email = "{\"email\":\"twice@example.com\",";
    JsonObject made = api.post("/api/suppressions", email + "\"reason\":\"complaint\"}").ok();
    Api.Answer again = api.post("/api/suppressions", email + "\"note\":\"called us\"}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().getInt("id")).isEqualTo(made.getInt("id"));
    assertThat(again.json().getString("reason")).isEqualTo("complaint");
    assertThat(again.json().getString("note")).isEqualTo("called us");
  }

  @Test
  void aTemplateThatIsTooLongIsRefused() {
    Api.Answer answer =
        api.post(
            "/api/templates",
            "{\"name\":\"Long\",\"subject\":\"s\",\"html\":\"%s\"}"
                .formatted("x".repeat(1_048_577)));
    assertThat(answer.problem(422)).isEqualTo("MW-1002");
    assertThat(answer.body()).contains("html", "1048576");
  }

  @Test
  void theCharsetOfContentTypeCounts() throws Exception {
    Scenario scenario = new Scenario(api);
    String path = "/api/lists/" + scenario.list() + "/imports";
    byte[] csv = "email,name\nkoi@example.com,\u0418\u0432\u0430\u043d\n".getBytes("KOI8-R");
    assertThat(
            api.send(
                    api.request(path)
                        .header("Content-Type", "text/csv; charset=x-none")
                        .POST(BodyPublishers.ofByteArray(csv)))
                .problem(415))
        .isEqualTo("MW-1013");
    JsonObject started =
        api.send(
                api.request(path)
                    .header("Content-Type", "text/csv; charset=koi8-r")
                    .POST(BodyPublishers.ofByteArray(csv)))
            .ok();
    String imported = "/api/imports/" + started.getJsonNumber("importId");
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(api.get(imported).ok().getString("state")).isEqualTo("completed"));
    assertThat(api.get(path.replace("/imports", "/contacts")).body())
        .contains("\u0418\u0432\u0430\u043d");
  }

  @Test
  void aTemplateHasNoWayToCode() {
    Api.Answer answer =
        api.post(
            "/api/templates",
            "{\"name\":\""
                + Api.unique("Evil")
                + "\",\"subject\":\"s\",\"html\":\"<p>{{class.classLoader}}</p>\"}");
    if (answer.status() < 300) {
      String id = String.valueOf(answer.json().getInt("id"));
      Api.Answer rendered = api.post("/api/templates/" + id + "/render", "{\"attributes\":{}}");
      assertThat(rendered.ok().getString("html")).doesNotContain("ClassLoader").contains("<p></p>");
    } else {
      assertThat(answer.status()).isEqualTo(422);
    }
  }

  @Test
  void aSecondProcessOnTheSameDataFolderEndsInOneLine() throws IOException, InterruptedException {
    String said = server.startSecond();
    assertThat(said.lines().filter(l -> l.startsWith("MW-"))).hasSize(1);
    assertThat(said).contains("MW-1804").doesNotContain("\tat ");
  }

  @Test
  void aStartWithADamagedDatabaseSaysWhichFileAndWhatToDo() throws Exception {
    Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "it-damaged");
    Path file = folder.resolve("mailwright.mv.db");
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:h2:file:" + folder.resolve("mailwright"), "sa", "sa");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t AS SELECT RANDOM_UUID() FROM SYSTEM_RANGE(1, 5000)");
    }
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 8192, 8192 + 30_000, (byte) 7);
    Files.write(file, bytes);
    String said =
        UberJar.failedStart(
            folder.resolve("console.txt"),
            Map.of("MAILWRIGHT_DATA_DIR", folder.toString()),
            freePort());
    assertThat(said.lines().filter(l -> l.startsWith("MW-")))
        .singleElement()
        .asString()
        .startsWith("MW-1814 The database file " + file + " is damaged.");
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Test
  void aStartThatFailsInTheApplicationEndsInOneLineToo() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "it-damaged");
    Files.createDirectory(folder.resolve("keys"));
    Files.writeString(folder.resolve("keys/secret.key"), "damaged");
    String said =
        UberJar.failedStart(
            folder.resolve("console.txt"),
            Map.of("MAILWRIGHT_DATA_DIR", folder.toString()),
            freePort());
    assertThat(said.lines().filter(l -> l.startsWith("MW-"))).hasSize(1);
    assertThat(said).contains("MW-1813").doesNotContain("\tat ");
  }
}
