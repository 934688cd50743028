package io.mailwright.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import io.mailwright.testing.UberJar;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What readers of a mail that was really sent do, and what a provider tells of it. */
class ReadersIT {
  private static final String CHROME = "Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0 Safari/537.36";
  private static final String SECRET = "feed-secret-of-the-test";

  private final UberJar server = ServerUnderTest.shared();
  private final Api api = server.api();
  private final Scenario scenario = new Scenario(api);
  private final HttpClient anyone = HttpClient.newHttpClient();
  private final GreenMail receiver = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private final String who = Api.unique("Reader").replace(' ', '-').toLowerCase() + "@example.com";

  @BeforeEach
  void receive() {
    receiver.start();
  }

  @AfterEach
  void end() {
    receiver.stop();
  }

  private long send(String html, String more) {
    long campaign =
        scenario.campaign(
            scenario.list(List.of(who)),
            scenario.template("Hi", html),
            scenario.poolOf(receiver.getSmtp().getPort()),
            more);
    api.post("/api/campaigns/" + campaign + "/start").ok();
    scenario.awaitState(campaign, "completed");
    return campaign;
  }

  private String part(String type) throws Exception {
    MimeMessage mail = receiver.getReceivedMessages()[0];
    Multipart parts = (Multipart) mail.getContent();
    for (int i = 0; i < parts.getCount(); i++) {
      BodyPart part = parts.getBodyPart(i);
      if (part.isMimeType(type)) {
        return (String) part.getContent();
      }
    }
    throw new AssertionError("no " + type);
  }

  private URI own(String html, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(html);
    assertThat(found.find()).as(html).isTrue();
    return server.url().resolve(URI.create(found.group(1)).getPath());
  }

  private HttpResponse<byte[]> ask(String method, URI url, String agent) throws Exception {
    return anyone.send(
        HttpRequest.newBuilder(url)
            .header("User-Agent", agent)
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofByteArray());
  }

  private static String unique(JsonObject of, String whom) {
    return of.getJsonObject(whom).getInt("unique") + "/" + of.getJsonObject(whom).getInt("total");
  }

  @Test
  void opensAndClicksAreCountedAndLinksLeadWhereTheyDid() throws Exception {
    long campaign =
        send(
            "<p>Hi <a href=\"https://a.example/?x=1&amp;n={{name}}\">A</a> <a href=\"{{unsubscribeUrl}}\">Bye</a></p>",
            ",\"tracking\":{\"opens\":true,\"clicks\":true}");
    Instant sent = Instant.now();
    String html = part("text/html");
    assertThat(html).contains("/u/").doesNotContain("https://a.example");
    assertThat(part("text/plain")).contains("https://a.example/?x=1&n=José 王");
    URI click = own(html, "href=\"([^\"]*/c/[^\"]+)\"");
    URI open = own(html, "src=\"([^\"]*/o/[^\"]+\\.gif)\"");

    HttpResponse<byte[]> led = ask("HEAD", click, CHROME);
    assertThat(led.statusCode()).isEqualTo(302);
    assertThat(led.headers().firstValue("Location"))
        .contains("https://a.example/?x=1&n=Jos%C3%A9%20%E7%8E%8B");
    assertThat(led.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(led.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    HttpResponse<byte[]> dot = ask("GET", open, "Mozilla/5.0");
    assertThat(dot.statusCode()).isEqualTo(200);
    assertThat(dot.headers().firstValue("Content-Type")).contains("image/gif");
    assertThat(new String(dot.body(), StandardCharsets.ISO_8859_1)).startsWith("GIF89a");

    Awaitility.await().until(() -> Instant.now().isAfter(sent.plusSeconds(6)));
    assertThat(ask("GET", click, CHROME).statusCode()).isEqualTo(302);
    assertThat(ask("GET", click, CHROME).statusCode()).isEqualTo(302);
    assertThat(ask("GET", open, CHROME).statusCode()).isEqualTo(200);
    JsonObject all =
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> api.get("/api/campaigns/" + campaign).ok(),
                c ->
                    unique(c.getJsonObject("readers").getJsonObject("clicks"), "humanLikely")
                        .equals("1/2"));
    JsonObject readers = all.getJsonObject("readers");
    assertThat(unique(readers.getJsonObject("clicks"), "machineLikely")).isEqualTo("1/1");
    assertThat(unique(readers.getJsonObject("opens"), "humanLikely")).isEqualTo("1/1");
    assertThat(unique(readers.getJsonObject("opens"), "machineLikely")).isEqualTo("1/1");
    assertThat(readers.getJsonArray("links")).hasSize(1);
    assertThat(readers.getJsonArray("links").getJsonObject(0).getString("target"))
        .isEqualTo("https://a.example/?x=1&n={{name}}");
    assertThat(all.getJsonObject("feedback").getInt("click")).isEqualTo(1);
    assertThat(all.getJsonObject("feedback").getInt("open")).isEqualTo(1);
    assertReportTellsWhere(campaign);
    Api.Answer late =
        api.send(
            api.request("/api/campaigns/" + campaign)
                .header("If-Match", "\"" + all.getInt("version") + "\"")
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"tracking\":{\"opens\":false}}")));
    assertThat(late.problem(409)).isEqualTo("MW-1304");
  }

  private void assertReportTellsWhere(long campaign) {
    String path = "/api/campaigns/" + campaign + "/report";
    JsonObject report =
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> api.get(path).ok(), r -> r.getJsonObject("totals").getInt("clicks") == 1);
    for (String places : List.of("bySite", "byRoute")) {
      JsonObject place = report.getJsonArray(places).getJsonObject(0);
      assertThat(place.getInt("opens")).as(places).isEqualTo(1);
      assertThat(place.getInt("clicks")).as(places).isEqualTo(1);
      assertThat(place.getInt("machineOpens")).as(places).isEqualTo(1);
      assertThat(place.getInt("machineClicks")).as(places).isEqualTo(1);
    }
    assertThat(
            report.getJsonArray("byHour").getValuesAs(JsonObject.class).stream()
                .mapToInt(hour -> hour.getInt("opens") + hour.getInt("machineClicks"))
                .sum())
        .isEqualTo(2);
    assertThat(
            api.send(api.request(path + "?part=sites").header("Accept", "text/csv").GET()).body())
        .contains("machineOpens,machineClicks")
        .contains(",1,1,1,1");
    JsonObject check = api.get(path + "/check").ok();
    assertThat(check.getBoolean("agrees")).as(check.toString()).isTrue();
    assertThat(api.post(path + "/rebuild").ok().getJsonObject("totals"))
        .isEqualTo(report.getJsonObject("totals"));
    assertThat(api.get("/api/reports").ok().getJsonObject("totals").getInt("machineClicks"))
        .isPositive();
  }

  @Test
  void anAlteredLinkLeadsNowhere() throws Exception {
    send("<p><a href=\"https://a.example/\">A</a></p>", ",\"tracking\":{\"clicks\":true}");
    String html = part("text/html");
    assertThat(html).doesNotContain("/o/");
    String link = own(html, "href=\"([^\"]*/c/[^\"]+)\"").toString();
    int middle = link.length() - 10;
    char other = link.charAt(middle) == 'A' ? 'B' : 'A';
    String token = link.substring(link.lastIndexOf('/') + 1);
    for (String forged :
        List.of(
            link.substring(0, middle) + other + link.substring(middle + 1),
            link + "A",
            link + "/",
            server.url().resolve("/c/").toString(),
            server.url().resolve("/c/https://evil.example").toString(),
            server.url().resolve("/o/" + token + ".gif").toString())) {
      HttpResponse<byte[]> answer = ask("GET", URI.create(forged), CHROME);
      assertThat(answer.statusCode()).as(forged).isEqualTo(400);
      assertThat(answer.headers().firstValue("Location")).isEmpty();
    }
  }

  @Test
  void mailsAreAsTheyAreUnlessSomebodyWantsToKnow() throws Exception {
    long campaign = send("<p><a href=\"https://a.example/\">A</a></p>", "");
    assertThat(part("text/html"))
        .isEqualToNormalizingNewlines("<p><a href=\"https://a.example/\">A</a></p>");
    JsonObject json = api.get("/api/campaigns/" + campaign).ok();
    assertThat(json.getJsonObject("tracking"))
        .isEqualTo(
            Json.createObjectBuilder()
                .add("opens", false)
                .add("clicks", false)
                .add("privacy", true)
                .build());
    assertThat(json.containsKey("readers")).isFalse();
  }

  private HttpResponse<byte[]> tell(String url, String body, String secret) throws Exception {
    String at = Long.toString(Instant.now().getEpochSecond());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signature =
        HexFormat.of().formatHex(mac.doFinal((at + "." + body).getBytes(StandardCharsets.UTF_8)));
    return anyone.send(
        HttpRequest.newBuilder(server.url().resolve(URI.create(url).getPath()))
            .header("X-Mailwright-Timestamp", at)
            .header("X-Mailwright-Signature", "sha256=" + signature)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofByteArray());
  }

  @Test
  void aFeedTellsOfABounceOnceAndAForgedOneOfNothing() throws Exception {
    long campaign = send("<p>Hi</p>", "");
    JsonObject feed =
        api.post(
                "/api/feeds",
                "{\"name\":\"%s\",\"kind\":\"generic\",\"secret\":\"%s\"}"
                    .formatted(Api.unique("Feed"), SECRET))
            .ok();
    assertThat(feed.toString()).doesNotContain(SECRET);
    String url = feed.getString("url");
    String body =
        "{\"events\":[{\"id\":\"1\",\"kind\":\"bounce\",\"recipient\":\"%s\",\"reply\":\"550 5.1.1 user unknown\"}]}"
            .formatted(who);
    assertThat(tell(url, body, "another secret").statusCode()).isEqualTo(403);
    assertThat(tell(url + "x", body, SECRET).statusCode()).isEqualTo(404);
    assertThat(tell(url, "{", SECRET).statusCode()).isEqualTo(400);
    assertThat(suppressions()).isEqualTo(0);

    HttpResponse<byte[]> told = tell(url, body, SECRET);
    assertThat(told.statusCode()).isEqualTo(200);
    assertThat(new String(told.body(), StandardCharsets.UTF_8)).contains("\"taken\":1");
    assertThat(new String(tell(url, body, SECRET).body(), StandardCharsets.UTF_8))
        .contains("\"taken\":0,\"repeated\":1");
    assertThat(suppressions()).isEqualTo(1);
    assertThat(
            api.get("/api/campaigns/" + campaign)
                .ok()
                .getJsonObject("feedback")
                .getInt("hardBounce"))
        .isEqualTo(1);
    JsonObject now = api.get("/api/feeds/" + feed.getInt("id")).ok();
    assertThat(now.getJsonObject("counts").getInt("taken")).isEqualTo(1);
    assertThat(now.getJsonObject("counts").getInt("forged")).isEqualTo(1);
    assertThat(now.getJsonObject("counts").getInt("malformed")).isEqualTo(1);
    assertThat(now.getString("lastEvent")).isEqualTo("bounce");
  }

  private int suppressions() {
    return api.get("/api/suppressions?email=" + who).ok().getJsonArray("items").size();
  }

  @Test
  void aFeedWithoutWhatProvesItIsRefusedWithTheField() {
    for (String bad :
        List.of(
            "{\"name\":\"x\",\"kind\":\"mailgun\"}|secret",
            "{\"name\":\"x\",\"kind\":\"mailgun\",\"secret\":\"short\"}|secret",
            "{\"name\":\"x\",\"kind\":\"sendgrid\",\"secret\":\"not a key at all\"}|secret",
            "{\"name\":\"x\",\"kind\":\"ses\"}|topicArn",
            "{\"name\":\"x\",\"kind\":\"ses\",\"topicArn\":\"arn:aws:s3:::bucket\"}|topicArn",
            "{\"name\":\"x\",\"kind\":\"generic\",\"secret\":\"0123456789\",\"maxAge\":\"PT1S\"}|maxAge",
            "{\"name\":\"x\",\"kind\":\"other\",\"secret\":\"0123456789\"}|kind")) {
      String[] parts = bad.split("\\|");
      Api.Answer answer = api.post("/api/feeds", parts[0]);
      assertThat(answer.status()).as(bad).isEqualTo(422);
      assertThat(answer.json().getString("field")).as(bad).isEqualTo(parts[1]);
    }
  }
}
