package io.mailwright.it;

import static io.mailwright.testing.Scenario.count;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import io.mailwright.testing.UberJar;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recipients leave by the link in a mail that they got, and come back. */
class UnsubscribeIT {
  private static final String LEAVE = "<p>Hi. <a href=\"{{unsubscribeUrl}}\">Leave</a></p>";

  private final UberJar server = ServerUnderTest.shared();
  private final Api api = server.api();
  private final Scenario scenario = new Scenario(api);
  private final HttpClient anyone = HttpClient.newHttpClient();
  private final GreenMail receiver = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private final String who = Api.unique("Leaver").replace(' ', '-').toLowerCase() + "@example.com";
  private long pool;
  private long list;

  @BeforeEach
  void receive() {
    receiver.start();
    pool = scenario.poolOf(receiver.getSmtp().getPort());
    list = scenario.list(List.of(who, "stays@example.com"));
  }

  @AfterEach
  void end() {
    receiver.stop();
  }

  private long send(long toList) throws Exception {
    receiver.purgeEmailFromAllMailboxes();
    long campaign = scenario.campaign(toList, scenario.template("Hi", LEAVE), pool, "");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    scenario.awaitState(campaign, "completed");
    return campaign;
  }

  /** The link as a mail program reads it from the mail. */
  private URI link() throws Exception {
    for (MimeMessage mail : receiver.getReceivedMessages()) {
      if (mail.getAllRecipients()[0].toString().contains(who)) {
        assertThat(mail.getHeader("List-Unsubscribe-Post"))
            .containsExactly("List-Unsubscribe=One-Click");
        String field = mail.getHeader("List-Unsubscribe")[0];
        String url = field.substring(field.indexOf('<') + 1, field.indexOf('>'));
        assertThat(url)
            .startsWith(server.url().resolve("/u/").toString())
            .doesNotContain("example.com");
        assertThat(com.icegreen.greenmail.util.GreenMailUtil.getBody(mail).replace("=\r\n", ""))
            .contains(url);
        return URI.create(url);
      }
    }
    throw new AssertionError("no mail to " + who);
  }

  private HttpResponse<String> get(URI url) throws Exception {
    return anyone.send(HttpRequest.newBuilder(url).build(), utf8());
  }

  private HttpResponse<String> post(URI url, String form) throws Exception {
    return anyone.send(
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build(),
        utf8());
  }

  private static HttpResponse.BodyHandler<String> utf8() {
    return BodyHandlers.ofString(StandardCharsets.UTF_8);
  }

  private JsonArray suppressions() {
    return api.get("/api/suppressions?email=" + who).ok().getJsonArray("items");
  }

  private int left(long campaign) {
    return api.get("/api/campaigns/" + campaign)
        .ok()
        .getJsonObject("feedback")
        .getInt("unsubscribe");
  }

  @Test
  void oneClickLeavesTheListAndAskingTwiceIsAskingOnce() throws Exception {
    long campaign = send(list);
    URI link = link();
    HttpResponse<String> asked = get(link);
    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(asked.body()).contains("Unsubscribe").doesNotContain(who);
    assertThat(asked.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(suppressions()).as("scanners fetch links").isEmpty();

    for (int i = 0; i < 3; i++) {
      assertThat(post(link, "List-Unsubscribe=One-Click").statusCode()).isEqualTo(200);
    }
    assertThat(suppressions()).hasSize(1);
    JsonObject entry = suppressions().getJsonObject(0);
    assertThat(entry.getString("reason")).isEqualTo("unsubscribe");
    assertThat(entry.getInt("listId")).isEqualTo((int) list);
    assertThat(entry.getString("source")).isEqualTo("campaign " + campaign);
    assertThat(entry.getString("evidence")).startsWith("one-click unsubscribe at ");
    assertThat(left(campaign)).isEqualTo(1);

    JsonObject next = api.get("/api/campaigns/" + send(list)).ok();
    assertThat(count(next, "sent")).isEqualTo(1);
    assertThat(count(next, "suppressed")).isEqualTo(1);
    JsonObject ofAnother = api.get("/api/campaigns/" + send(scenario.list(List.of(who)))).ok();
    assertThat(count(ofAnother, "sent")).isEqualTo(1);
  }

  @Test
  void leavesOnlyTheListsThatItIsIn() throws Exception {
    long other = scenario.list(List.of("stays@example.com"));
    long campaign = scenario.campaign(list, scenario.template("Hi", LEAVE), pool, "");
    api.send(
            api.request("/api/campaigns/" + campaign)
                .header("If-Match", "*")
                .header("Content-Type", "application/json")
                .method(
                    "PATCH",
                    BodyPublishers.ofString("{\"listIds\":[%d,%d]}".formatted(list, other))))
        .ok();
    api.post("/api/campaigns/" + campaign + "/start").ok();
    scenario.awaitState(campaign, "completed");
    URI link = link();
    assertThat(get(link).body())
        .contains("value=\"%d\"".formatted(list))
        .doesNotContain("value=\"%d\"".formatted(other));
    post(link, "List-Unsubscribe=One-Click");
    assertThat(suppressions()).hasSize(1);
    assertThat(suppressions().getJsonObject(0).getInt("listId")).isEqualTo((int) list);
  }

  @Test
  void saysNothingWasTakenBackWhereSomethingElseKeepsItFromMail() throws Exception {
    send(list);
    URI link = link();
    api.post("/api/suppressions", "{\"email\":\"%s\",\"reason\":\"complaint\"}".formatted(who))
        .ok();
    assertThat(post(link, "List-Unsubscribe=One-Click").body())
        .contains("You are unsubscribed")
        .doesNotContain("Undo");
    for (String form : List.of("action=back&list=" + list, "action=choose&list=" + list)) {
      assertThat(post(link, form).body())
          .contains("No mail is sent to this address any more")
          .doesNotContain("Taken back", "Saved");
    }
    HttpResponse<String> large = post(link, "a=" + "a".repeat(2_200_000));
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.body()).contains("Nothing was changed");
  }

  @Test
  void aLinkThatWasAlteredDoesNothing() throws Exception {
    send(list);
    String link = link().toString();
    int middle = link.length() - 10;
    char other = link.charAt(middle) == 'A' ? 'B' : 'A';
    for (String forged :
        List.of(
            link.substring(0, middle) + other + link.substring(middle + 1),
            link.substring(0, link.length() - 1),
            server.url().resolve("/u/").toString(),
            server.url().resolve("/u/x").toString())) {
      assertThat(get(URI.create(forged)).statusCode()).as(forged).isEqualTo(404);
      assertThat(post(URI.create(forged), "List-Unsubscribe=One-Click").statusCode())
          .isEqualTo(404);
    }
    assertThat(suppressions()).isEmpty();
  }

  @Test
  void aPersonLeavesAndComesBackOnThePage() throws Exception {
    long campaign = send(list);
    URI link = link();
    try (TestBrowser chromium = TestBrowser.open();
        BrowserContext context = chromium.browser().newContext()) {
      Page page = context.newPage();
      page.navigate(link.toString());
      page.getByRole(AriaRole.BUTTON, named("Unsubscribe from all mail")).click();
      assertThat(page.getByRole(AriaRole.STATUS).textContent()).contains("from all mail");
      assertThat(suppressions().getJsonObject(0).isNull("listId")).isTrue();
      page.getByRole(AriaRole.CHECKBOX).check();
      page.getByRole(AriaRole.BUTTON, named("Save what is ticked")).click();
      assertThat(page.getByRole(AriaRole.STATUS).textContent()).contains("Saved");
      assertThat(page.getByRole(AriaRole.CHECKBOX).isChecked()).isTrue();
      assertThat(suppressions()).isEmpty();
      page.getByRole(AriaRole.BUTTON, named("Unsubscribe from all mail")).click();
      page.getByRole(AriaRole.BUTTON, named("Undo")).click();
      assertThat(page.getByRole(AriaRole.STATUS).textContent()).contains("as before");
      assertThat(page.getByRole(AriaRole.CHECKBOX).isChecked()).isTrue();
      assertThat(suppressions()).isEmpty();
      page.getByRole(AriaRole.BUTTON, exactly("Unsubscribe")).click();
      assertThat(suppressions().getJsonObject(0).getInt("listId")).isEqualTo((int) list);
    }
    assertThat(left(campaign)).isEqualTo(1);
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Page.GetByRoleOptions exactly(String name) {
    return named(name).setExact(true);
  }

  @Test
  void whoLeftAllMailAndComesBackToOneListComesBackToNoOther() throws Exception {
    long other = scenario.list(List.of(who));
    send(list);
    URI link = link();
    post(link, "action=all");
    post(link, "action=choose&list=" + list);
    assertThat(suppressions()).hasSize(1);
    assertThat(suppressions().getJsonObject(0).getInt("listId")).isEqualTo((int) other);
  }

  @Test
  void undoTakesBackWhatWasLeftJustNowAndNothingElse() throws Exception {
    long other = scenario.list(List.of(who));
    send(list);
    URI link = link();
    post(link, "action=leave");
    assertThat(post(link, "action=all").body())
        .contains("<input type=\"hidden\" name=\"list\" value=\"0\">");
    post(link, "action=back&list=0&list=" + other);
    assertThat(suppressions()).hasSize(1);
    assertThat(suppressions().getJsonObject(0).getInt("listId")).isEqualTo((int) list);
  }

  @Test
  void whoComplainedCannotBeBroughtBackByTheLink() throws Exception {
    send(list);
    URI link = link();
    api.post("/api/suppressions", "{\"email\":\"%s\",\"reason\":\"complaint\"}".formatted(who))
        .ok();
    post(link, "action=choose&list=" + list);
    post(link, "action=back&list=0");
    assertThat(suppressions().getJsonObject(0).getString("reason")).isEqualTo("complaint");
    assertThat(get(link).body()).contains("No mail is sent to this address any more");
  }
}
