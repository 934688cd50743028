package io.mailwright.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.SelectOption;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console in a real browser. Skipped where no Chromium is installed. */
class ConsoleIT {
  private static final LocatorAssertions.ContainsTextOptions SOON =
      new LocatorAssertions.ContainsTextOptions().setTimeout(120_000);

  private static Playwright playwright;
  private static Browser browser;

  private final ServerUnderTest server = ServerUnderTest.shared();
  private final Api api = server.api();
  private final Scenario scenario = new Scenario(api);

  @BeforeAll
  static void openBrowser() {
    Optional<Path> chromium =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(chromium.isPresent(), "no Chromium is installed");
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium.get())
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  @AfterAll
  static void closeBrowser() {
    if (playwright != null) {
      playwright.close();
    }
  }

  private Page logIn(int width, String locale) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions().setViewportSize(width, 900).setLocale(locale));
    Page page = context.newPage();
    page.navigate(server.url() + "/");
    page.locator("[id='form:name']").fill("admin");
    page.locator("[id='form:password']").fill(ServerUnderTest.PASSWORD);
    page.locator("[id='form:enter']").click();
    assertThat(page.locator("h1").first()).isVisible();
    return page;
  }

  @Test
  void aWrongPasswordStaysOutside() {
    Page page = browser.newContext().newPage();
    page.navigate(server.url() + "/campaigns");
    page.locator("[id='form:name']").fill("admin");
    page.locator("[id='form:password']").fill("wrong");
    page.locator("[id='form:enter']").click();
    assertThat(page.locator("[id='form:password']")).isVisible();
    page.context().close();
  }

  @Test
  void aCampaignIsCreatedAndRunInTheBrowser() {
    List<String> people =
        IntStream.range(0, 60).mapToObj(i -> "console" + i + "@console.example").toList();
    long list = scenario.list(people);
    long template = scenario.template("Hello {{name}}", "<p>Hello {{name}}</p>");
    Page page = logIn(1440, "en-US");
    page.navigate(server.url() + "/campaign-edit");
    page.locator("[id='form:name']").fill(Api.unique("From the browser"));
    page.locator("input[type=checkbox][value='" + list + "']").check();
    page.locator("[id='form:forward']").click();
    page.locator("[id='form:templateId']").selectOption(String.valueOf(template));
    page.locator("[id='form:forward']").click();
    page.locator("[id='form:from_address']").fill("news@example.com");
    page.locator("[id='form:poolId']").selectOption(new SelectOption().setLabel("Sandbox"));
    page.locator("[id='form:forward']").click();
    page.locator("[id='form:save']").click();
    page.locator("[data-dialog='start-dialog']").first().click();
    page.locator("[id='start:go']").click();
    assertThat(page.locator("main")).containsText("60 of 60", SOON);
    assertThat(page.locator("main"))
        .containsText(Pattern.compile("completed", Pattern.CASE_INSENSITIVE), SOON);
    page.context().close();
  }

  @Test
  void anInterruptedExecutionIsRestartedInTheBrowser() throws InterruptedException {
    List<String> people =
        new ArrayList<>(
            IntStream.range(0, 1500).mapToObj(i -> "again" + i + "@again.example").toList());
    long campaign =
        scenario.campaign(scenario.list(people), scenario.template("Hi", "<p>Hi</p>"), "");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    Awaitility.await()
        .atMost(Scenario.LONG)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> Scenario.count(api.get("/api/campaigns/" + campaign).ok(), "sent") > 100);
    server.kill();
    server.start();
    JsonObject execution =
        api.get("/api/executions?job=send-campaign&order=desc")
            .ok()
            .getJsonArray("items")
            .getJsonObject(0);
    Page page = logIn(1440, "en-US");
    page.navigate(server.url() + "/execution?id=" + execution.getInt("id"));
    page.locator("[data-dialog='restart-dialog']").first().click();
    assertThat(page.locator("#restart-dialog")).containsText(Pattern.compile("[Ww]ill send"));
    page.locator("[id='restart:go']").click();
    JsonObject done = scenario.awaitState(campaign, "completed");
    assertThat(Scenario.count(done, "sent") + Scenario.count(done, "inDoubt")).isEqualTo(1500);
    page.context().close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 390})
  void everyPageFitsAndSpeaksBothLanguages(int width) {
    for (String locale : List.of("en-US", "zh-CN")) {
      Page page = logIn(width, locale);
      for (String path :
          List.of(
              "/",
              "/campaigns",
              "/campaign-edit",
              "/lists",
              "/templates",
              "/servers",
              "/jobs",
              "/schedules",
              "/suppressions",
              "/users",
              "/sandbox")) {
        assertThat(page.navigate(server.url() + path).status()).as(path).isEqualTo(200);
        int overflow =
            (Integer)
                page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(overflow).as(path + " at " + width).isLessThanOrEqualTo(0);
        assertThat(page.locator("html").getAttribute("lang")).startsWith(locale.substring(0, 2));
        assertThat(page.locator("h1").first().innerText()).as(path).isNotBlank();
      }
      page.context().close();
    }
  }
}
