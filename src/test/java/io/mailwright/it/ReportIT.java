package io.mailwright.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import io.mailwright.testing.UberJar;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.Test;

/** Reports of a campaign that was really sent: as JSON, as files, over all, side by side. */
class ReportIT {
  private static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  private final UberJar server = ServerUnderTest.shared();
  private final Api api = server.api();
  private final Scenario scenario = new Scenario(api);

  private long sent() {
    String own = Api.unique("Report").replace(' ', '-').toLowerCase() + ".example";
    long campaign =
        scenario.campaign(
            scenario.list(
                Stream.concat(
                        IntStream.range(0, 20).mapToObj(i -> "p" + i + "@" + own),
                        IntStream.range(0, 5).mapToObj(i -> "bounce+" + i + "@" + own))
                    .toList()),
            scenario.template("Hi", "<p>Hi</p>"),
            "");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    scenario.awaitState(campaign, "completed");
    return campaign;
  }

  @Test
  void aReportAddsUpAndAgreesWithTheLedger() {
    long campaign = sent();
    JsonObject report = api.get("/api/campaigns/" + campaign + "/report").ok();
    JsonObject counts = report.getJsonObject("counts");
    JsonObject totals = report.getJsonObject("totals");
    assertThat(totals.getInt("accepted")).isEqualTo(counts.getInt("sent"));
    assertThat(totals.getInt("failed")).isEqualTo(counts.getInt("failed")).isEqualTo(5);
    assertThat(report.getString("asOf")).isNotEmpty();
    assertThat(
            report.getJsonArray("bySite").getValuesAs(JsonObject.class).stream()
                .mapToInt(site -> site.getInt("sent") + site.getInt("failed"))
                .sum())
        .isEqualTo(counts.getInt("total"));
    assertThat(
            report.getJsonArray("byHour").getValuesAs(JsonObject.class).stream()
                .mapToInt(hour -> hour.getInt("sent"))
                .sum())
        .isEqualTo(counts.getInt("sent"));
    assertThat(report.getJsonArray("funnel").getJsonObject(0).getInt("count")).isEqualTo(25);
    assertThat(report.getJsonObject("template").getInt("version")).isEqualTo(1);
    JsonObject check = api.get("/api/campaigns/" + campaign + "/report/check").ok();
    assertThat(check.getBoolean("agrees")).as(check.toString()).isTrue();
    JsonObject again = api.post("/api/campaigns/" + campaign + "/report/rebuild").ok();
    assertThat(again.getJsonObject("totals")).isEqualTo(totals);
  }

  @Test
  void aReportIsAFileToo() throws IOException, InterruptedException {
    long campaign = sent();
    String path = "/api/campaigns/" + campaign + "/report";
    Api.Answer sites =
        api.send(api.request(path + "?part=sites").header("Accept", "text/csv").GET());
    assertThat(sites.body()).contains("site,accepted,afterDeferral");
    assertThat(
            api.send(api.request(path + "?part=nonsense").header("Accept", "text/csv").GET())
                .problem(422))
        .isEqualTo("MW-1002");
    byte[] file =
        HttpClient.newHttpClient()
            .send(
                api.request(path).header("Accept", XLSX).GET().build(), BodyHandlers.ofByteArray())
            .body();
    try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(file))) {
      assertThat(workbook.getSheets().map(Sheet::getName))
          .contains("summary", "sites", "hours", "advice");
    }
  }

  @Test
  void allCampaignsOfSomeDaysAreInOneReport() {
    long campaign = sent();
    JsonObject report = api.get("/api/reports").ok();
    assertThat(
            report.getJsonArray("campaigns").getValuesAs(JsonObject.class).stream()
                .map(line -> line.getJsonNumber("id").longValue()))
        .contains(campaign);
    assertThat(report.getJsonArray("byDay")).hasSize(30);
    assertThat(report.getJsonArray("byTemplate")).isNotEmpty();
    assertThat(api.get("/api/reports?from=2020-01-01&to=2020-01-31").ok().getJsonArray("campaigns"))
        .isEmpty();
    for (String wrong :
        List.of(
            "from=yesterday",
            "from=2026-12-02&to=2026-12-01",
            "from=2020-01-01&to=2026-12-01",
            "zone=Mars/Base",
            "from=%2B999999999-01-01")) {
      assertThat(api.get("/api/reports?" + wrong).problem(422)).as(wrong).isEqualTo("MW-1002");
    }
  }

  @Test
  void campaignsStandSideBySide() {
    long one = sent();
    long other = sent();
    JsonObject compared = api.get("/api/reports/compare?ids=" + one + "," + other).ok();
    assertThat(compared.getJsonArray("items")).hasSize(2);
    JsonObject accepted =
        compared
            .getJsonArray("items")
            .getJsonObject(0)
            .getJsonObject("metrics")
            .getJsonObject("accepted");
    assertThat(accepted.getInt("of")).isEqualTo(25);
    assertThat(accepted.getBoolean("clearlyBest")).isFalse();
    assertThat(api.get("/api/reports/compare").problem(422)).isEqualTo("MW-1002");
    assertThat(api.get("/api/reports/compare?ids=" + one + "," + one).problem(422))
        .isEqualTo("MW-1002");
    assertThat(api.get("/api/reports/compare?ids=999999999").problem(404)).isEqualTo("MW-1005");
  }
}
