package io.mailwright.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import io.mailwright.testing.UberJar;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dry run on a campaign's page, in a real browser. Skipped where no Chromium is installed. */
class DryRunPanelIT {
  private static final LocatorAssertions.IsVisibleOptions SOON =
      new LocatorAssertions.IsVisibleOptions().setTimeout(120_000);

  private static TestBrowser chromium;
  private static Browser browser;

  private final UberJar server = ServerUnderTest.shared();
  private final Api api = server.api();
  private final Scenario scenario = new Scenario(api);

  @BeforeAll
  static void openBrowser() {
    chromium = TestBrowser.open();
    browser = chromium.browser();
  }

  @AfterAll
  static void closeBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private Page logIn(String user, int width, String locale) {
    Page page =
        browser
            .newContext(
                new Browser.NewContextOptions().setViewportSize(width, 900).setLocale(locale))
            .newPage();
    page.navigate(server.url() + "/");
    page.locator("[id='form:name']").fill(user);
    page.locator("[id='form:password']").fill(UberJar.PASSWORD);
    page.locator("[id='form:enter']").click();
    assertThat(page.locator("h1").first()).isVisible();
    return page;
  }

  private static String domain() {
    return Api.unique("panel").replace(" ", "-").toLowerCase(Locale.ROOT) + ".example";
  }

  private long campaign(String domain, String html, long pool) {
    return scenario.campaign(
        scenario.list(IntStream.range(0, 20).mapToObj(i -> "p" + i + "@" + domain).toList()),
        scenario.template("Hi", html),
        pool,
        "");
  }

  private long sandboxPool() {
    return Scenario.id(api.get("/api/pools").ok().getJsonArray("items").getJsonObject(0));
  }

  @Test
  void saysWhenItWouldBeFinishedAndWhatDecides() {
    String domain = domain();
    api.post(
            "/api/quotas",
            "{\"scope\":\"site\",\"subject\":\"%s\",\"limit\":6,\"per\":\"minute\"}"
                .formatted(domain))
        .ok();
    long campaign = campaign(domain, "<p>Hi</p>", sandboxPool());
    Page page = logIn("admin", 1440, "en-US");
    page.navigate(server.url() + "/campaign?id=" + campaign);
    Locator panel = page.locator("#dry");
    assertThat(panel).containsText("Finds out when it would be finished");
    page.locator("[id='dry:try']").click();
    assertThat(panel.locator(".numbers")).isVisible(SOON);
    assertThat(panel).containsText("What decides: " + domain + " budget of 6 a minute");
    assertThat(panel.locator("table").nth(1)).containsText(domain);
    assertThat(panel).containsText("None.");
    assertThat(page.locator("[id='dry:try']")).hasValue("Try it again");
    // It is kept: who comes later sees it, too, and in the own language.
    Page chinese = logIn("admin", 390, "zh-CN");
    chinese.navigate(server.url() + "/campaign?id=" + campaign);
    assertThat(chinese.locator("#dry")).containsText("决定因素");
    assertThat(chinese.locator("#dry")).containsText("每分钟 6 封");
    assertThat(chinese.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
    chinese.context().close();
    page.context().close();
  }

  @Test
  void showsWhatCannotBeSent() throws IOException {
    try (RefusingServer small = new RefusingServer("EHLO", "250-here\r\n250 SIZE 3000")) {
      long campaign =
          campaign(domain(), "<p>" + "word ".repeat(2000) + "</p>", scenario.poolOf(small.port()));
      Page page = logIn("admin", 390, "zh-CN");
      page.navigate(server.url() + "/campaign?id=" + campaign);
      page.locator("[id='dry:try']").click();
      Locator problems = page.locator("#dry table").last();
      assertThat(problems).isVisible(SOON);
      assertThat(problems).containsText("邮件超过 3000 字节");
      assertThat(problems).containsText("20");
      assertThat(problems).containsText("p0@");
      page.context().close();
    }
  }

  @Test
  void aViewerSeesItAndCannotStartIt() {
    long campaign = campaign(domain(), "<p>Hi</p>", sandboxPool());
    String viewer = Api.unique("panel").replace(" ", "-");
    api.post(
            "/api/users",
            "{\"name\":\"%s\",\"password\":\"%s\",\"role\":\"viewer\"}"
                .formatted(viewer, UberJar.PASSWORD))
        .ok();
    Page page = logIn(viewer, 1440, "en-US");
    page.navigate(server.url() + "/campaign?id=" + campaign);
    assertThat(page.locator("#dry")).containsText(Pattern.compile("Nothing is sent"));
    assertThat(page.locator("[id='dry:try']")).hasCount(0);
    page.context().close();
  }
}
