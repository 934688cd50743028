package io.mailwright.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.SelectOption;
import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import io.mailwright.testing.UberJar;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console in a real browser. Skipped where no Chromium is installed. */
class ConsoleIT {
  private static final LocatorAssertions.ContainsTextOptions SOON =
      new LocatorAssertions.ContainsTextOptions().setTimeout(120_000);

  private static List<String> paths;
  private static long someList;
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

  private Page logIn(int width, String locale) {
    return logIn("admin", width, locale, ColorScheme.LIGHT);
  }

  private Page logIn(String user, int width, String locale, ColorScheme colours) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setLocale(locale)
                .setColorScheme(colours));
    Page page = context.newPage();
    page.navigate(server.url() + "/");
    enter(page, user);
    assertThat(page.locator("h1").first()).isVisible();
    return page;
  }

  private static void enter(Page page, String user) {
    page.locator("[id='form:name']").fill(user);
    page.locator("[id='form:password']").fill(UberJar.PASSWORD);
    page.locator("[id='form:enter']").click();
  }

  /** As if the session had timed out, or the server had been started anew. */
  private void endSession(Page page) {
    page.context()
        .addCookies(List.of(new Cookie("MAILWRIGHT", "gone").setUrl(server.url().toString())));
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
  void aFormWithoutTheSessionsCookieSaysThatTheSessionHasEnded() {
    Page page = logIn(390, "zh-CN");
    page.navigate(server.url() + "/template");
    page.locator("[id='form:subject']").fill("写了一半");
    page.context().clearCookies();
    page.locator("[id='form:save']").click();
    assertThat(page.locator("[role=status]")).containsText("会话已结束");
    enter(page, "admin");
    assertThat(page.locator(".restored")).isVisible();
    assertThat(page.locator("[id='form:subject']")).hasValue("写了一半");
    page.context().close();
  }

  @Test
  void aCopyOfALongNameIsToldFromIt() {
    // Cut by the length alone, the last of the pairs would be halved.
    String name = Api.unique("a").concat("-----").substring(0, 6) + "😀".repeat(97);
    long campaign =
        scenario.campaign(
            scenario.list(List.of("ann@copied.example")), scenario.template("Hi", "<p>Hi</p>"), "");
    api.send(
            api.request("/api/campaigns/" + campaign)
                .header("If-Match", "*")
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"name\":\"" + name + "\"}")))
        .ok();
    Page page = logIn(390, "en-US");
    page.navigate(server.url() + "/campaign?id=" + campaign);
    page.locator("[id='live:copy']").click();
    assertThat(page.locator("h1")).hasText(Pattern.compile("😀+ \\(copy\\)$"));
    page.context().close();
  }

  @Test
  void thePreviewOfASchedulesTimesFollowsWhatIsPasted() {
    Page page = logIn(1440, "en-US");
    page.navigate(server.url() + "/schedules");
    page.locator("[id='form:cron']")
        .evaluate(
            "e => { e.value = '0 7 29 2 *'; e.dispatchEvent(new InputEvent('input', {bubbles: true, inputType: 'insertFromPaste'})); }");
    assertThat(page.locator("[id='form:next'] li").first()).containsText("-02-29 07:00");
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
    assertThat(page.locator("[id='form:templateId']")).isFocused();
    page.locator("[id='form:templateId']").selectOption(String.valueOf(template));
    page.locator("[id='form:forward']").click();
    page.locator("[id='form:from_address']").fill("news@example.com");
    page.locator("[id='form:poolId']").selectOption(new SelectOption().setLabel("Sandbox"));
    page.locator("[id='form:forward']").click();
    assertThat(page.locator("form#form h2")).isFocused();
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
    Page viewer = logIn(user("viewer"), 390, "zh-CN", ColorScheme.LIGHT);
    assertThat(troubled(viewer, campaign)).hasText("打开");
    assertThat(troubled(viewer, campaign)).hasAttribute("href", "campaign?id=" + campaign);
    viewer.context().close();

    Page page = logIn(1440, "en-US");
    assertThat(troubled(page, campaign))
        .hasAttribute("href", "campaign?id=" + campaign + "#open=resume-dialog");
    page.navigate(server.url() + "/execution?id=" + execution.getInt("id"));
    page.locator("[data-dialog='restart-dialog']").first().click();
    assertThat(page.locator("#restart-dialog")).containsText(Pattern.compile("[Ww]ill send"));
    page.locator("[id='restart:go']").click();
    JsonObject done = scenario.awaitState(campaign, "completed");
    assertThat(Scenario.count(done, "sent") + Scenario.count(done, "inDoubt")).isEqualTo(1500);
    page.context().close();
  }

  /** The button of a campaign that a crash stopped, on the home page. */
  private static Locator troubled(Page page, long campaign) {
    return page.locator("#now li:has(a[href='campaign?id=" + campaign + "']) a.button.primary");
  }

  @Test
  void aFailedImportIsRestartedByASenderAndOpenedByAViewer() {
    long list = scenario.list();
    int execution =
        api.send(
                api.request("/api/lists/" + list + "/imports")
                    .header(
                        "Content-Type",
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
                    .POST(BodyPublishers.ofString("PK no workbook")))
            .ok()
            .getInt("executionId");
    Awaitility.await()
        .atMost(Scenario.LONG)
        .until(
            () ->
                api.get("/api/executions/" + execution)
                    .ok()
                    .getString("batchStatus")
                    .equals("FAILED"));
    String link = "execution?id=" + execution;
    String button = "#now li:has(a[href='" + link + "']) a.button.primary";
    Page viewer = logIn(user("viewer"), 1440, "en-US", ColorScheme.LIGHT);
    assertThat(viewer.locator(button)).hasText("Open");
    viewer.locator(button).click();
    assertThat(viewer.locator("h1")).containsText("import-recipients " + execution);
    assertThat(viewer.locator("[data-dialog]")).hasCount(0);
    viewer.context().close();

    Page sender = logIn(user("sender"), 390, "zh-CN", ColorScheme.LIGHT);
    assertThat(sender.locator(button)).hasAttribute("href", link + "#open=restart-dialog");
    sender.locator(button).click();
    sender.locator("[id='restart:go']").click();
    assertThat(sender).not().hasURL(Pattern.compile("id=" + execution + "$"));
    assertThat(sender.locator("#live .state").first()).containsText("失败", SOON);
    sender.locator("[data-dialog='abandon-dialog']").click();
    sender.locator("[id='abandon:go']").click();
    assertThat(sender.locator("#live .state").first()).containsText("已放弃");
    sender.context().close();
  }

  @Test
  void aUserKeepsTheRoleWhenOnlyThePasswordIsChanged() {
    String viewer = user("viewer");
    Page page = logIn(1440, "en-US");
    page.navigate(server.url() + "/users");
    page.locator("[data-dialog='user-dialog'][data-name='" + viewer + "']").click();
    assertThat(page.locator("[id='user:role']")).hasValue("VIEWER");
    page.locator("[id='user:password']").fill("short");
    page.locator("[id='user:go']").click();
    assertThat(page.locator("#user-dialog .field:has([id='user:password']) .message.bad"))
        .containsText("8 to 200 characters");
    assertThat(page.locator("#user-title")).containsText(viewer);
    assertThat(page.locator("[id='form:role']")).hasValue("SENDER");
    page.locator("[id='user:password']").fill("long enough now");
    page.locator("[id='user:go']").click();
    assertThat(page.locator("li").filter(new Locator.FilterOptions().setHasText(viewer)))
        .containsText("Viewer");

    page.locator("[id='tokens:issue']").click();
    assertThat(page.locator(".field:has([id='tokens:name']) .message.bad"))
        .containsText("Is missing");
    page.context().close();
  }

  @Test
  void ofTwoFilesWithOneNameTheChosenOneIsTakenOutAndAnEmptyOneIsRefused() {
    Page page = logIn(390, "zh-CN");
    page.navigate(server.url() + "/template?id=" + scenario.template("Hi", "<p>Hi</p>"));
    Locator files = page.locator("fieldset p.line");
    attach(page, "one");
    assertThat(files).hasCount(1);
    attach(page, "another");
    assertThat(files).hasCount(2);
    files.last().locator("input[type=submit]").click();
    assertThat(files).hasCount(1);
    assertThat(files).containsText("3 B");

    attach(page, "");
    assertThat(page.locator(".field:has([id='form:file']) .message.bad")).containsText("有内容的文件");
    page.context().close();
  }

  private static void attach(Page page, String content) {
    page.locator("[id='form:file']")
        .setInputFiles(
            new FilePayload("a.txt", "text/plain", content.getBytes(StandardCharsets.UTF_8)));
    page.locator("[id='form:attach']").click();
  }

  @Test
  void aLongNameFitsIntoTheGuidedForm() {
    String name = Api.unique("W").concat("W".repeat(200)).substring(0, 200);
    api.post("/api/lists", "{\"name\":\"" + name + "\"}").ok();
    Page page = logIn(390, "en-US");
    page.navigate(server.url() + "/campaign-edit");
    assertThat(page.locator("form#form")).containsText(name);
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
    page.context().close();
  }

  @Test
  void aSearchForAPreviewThatFindsNobodySaysSo() {
    long campaign =
        scenario.campaign(
            scenario.list(List.of("ann@sought.example")), scenario.template("Hi", "<p>Hi</p>"), "");
    Page page = logIn(1440, "en-US");
    page.navigate(server.url() + "/campaign?id=" + campaign);
    page.locator("[id='preview:who']").fill("zoe");
    page.locator("[id='preview:find']").click();
    assertThat(page.locator("#preview .note")).containsText("Nobody");
    page.locator("[id='preview:who']").fill("ann");
    page.locator("[id='preview:find']").click();
    assertThat(page.locator("#preview input[value='ann@sought.example']")).isVisible();
    assertThat(page.locator("#preview .note")).hasCount(0);
    page.context().close();
  }

  @Test
  void aClickThatSomebodyElseHasMadeImpossibleIsNotDroppedWithoutAWord() {
    long campaign =
        scenario.campaign(
            scenario.list(
                IntStream.range(0, 40).mapToObj(i -> "slow+" + i + "@missed.example").toList()),
            scenario.template("Hi", "<p>Hi</p>"),
            ",\"workers\":1");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    Page page = logIn(1440, "en-US");
    page.navigate(server.url() + "/campaign?id=" + campaign);
    page.locator("[data-dialog='cancel-dialog']").click();
    assertThat(page.locator("[id='cancel:go']")).isVisible();
    api.post("/api/campaigns/" + campaign + "/cancel").ok();
    assertThat(page.locator("#live .state").first()).containsText("Cancelled", SOON);
    page.locator("[id='cancel:go']").click();
    assertThat(page.locator(".messages .message.warn")).containsText("Nothing was done");
    page.context().close();
  }

  private long cautious(String more, int bad, int good, String domain) {
    List<String> addresses = new ArrayList<>();
    IntStream.range(0, bad).forEach(i -> addresses.add("bounce+" + i + "@" + domain));
    IntStream.range(0, good).forEach(i -> addresses.add("p" + i + "@" + domain));
    long campaign =
        scenario.campaign(
            scenario.list(addresses),
            scenario.template("Hi", "<p>Hi</p>"),
            ",\"workers\":1," + more);
    api.post("/api/campaigns/" + campaign + "/start").ok();
    return campaign;
  }

  @Test
  void aSiteThatTheBreakerHoldsIsLetGoWithItsNameInTheQuestion() {
    long campaign = cautious("\"breaker\":{\"window\":10,\"minimum\":5}", 6, 30, "held.example");
    scenario.awaitState(campaign, "waiting");
    Page page = logIn(390, "zh-CN");
    page.navigate(server.url() + "/campaign?id=" + campaign);
    Locator row =
        page.locator("table.sites tr", new Page.LocatorOptions().setHasText("held.example"));
    assertThat(row).containsText("熔断：最近发往 held.example 的 5 封邮件中有 100 %");
    row.locator("[data-dialog='release-dialog']").click();
    assertThat(page.locator("#release-dialog .chosen-name")).hasText("held.example");
    page.keyboard().press("Escape");
    assertThat(page.locator("#release-dialog")).isHidden();
    row.locator("[data-dialog='release-dialog']").click();
    page.locator("[id='release:go']").click();
    assertThat(page.locator(".toasts .good")).containsText("已放行发往该接收方的邮件。");
    JsonObject done = scenario.awaitState(campaign, "completed").getJsonObject("counts");
    assertThat(done.getInt("sent")).isEqualTo(30);
    assertThat(done.getInt("failed")).isEqualTo(6);
    page.context().close();
  }

  @Test
  void whatWaitsForACanaryIsLetGoAndWhatItStoppedToo() {
    String canary = "\"canary\":{\"percent\":1,\"minimum\":4,\"wait\":\"%s\"}";
    long waits = cautious(canary.formatted("PT30M"), 0, 25, "canary.example");
    long stopped = cautious(canary.formatted("PT1S"), 8, 17, "refused.example");
    scenario.awaitState(waits, "waiting");
    scenario.awaitState(stopped, "paused");
    Page page = logIn(1440, "en-US");
    for (long campaign : List.of(waits, stopped)) {
      page.navigate(server.url() + "/campaign?id=" + campaign);
      assertThat(page.locator("#live"))
          .containsText(
              Pattern.compile(
                  campaign == waits ? "Canary: 4 mails went first" : "% of 4 mails failed"));
      assertThat(page.locator("#live .numbers a[href$='PENDING']")).containsText("21");
      page.locator("[data-dialog='canary-dialog']").click();
      assertThat(page.locator("#canary-dialog")).containsText("Let the other mails go now?");
      page.locator("[id='canary:go']").click();
      assertThat(page.locator(".toasts .good")).containsText("The other mails go.");
      JsonObject done = scenario.awaitState(campaign, "completed").getJsonObject("counts");
      assertThat(done.getInt("sent")).isEqualTo(campaign == waits ? 25 : 17);
      assertThat(page.locator("[data-dialog='canary-dialog']")).hasCount(0);
    }
    page.context().close();
  }

  @Test
  void theHistoryKeepsItsFilterWhileThePageLooksOn() {
    long campaign = slowCampaign("filtered.example");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    Page page = logIn(1440, "en-US");
    page.navigate(server.url() + "/jobs?status=STARTED");
    page.waitForResponse(answer -> answer.request().method().equals("POST"), () -> {});
    page.waitForResponse(answer -> answer.request().method().equals("POST"), () -> {});
    assertThat(page.locator("#history tbody .state.live")).not().hasCount(0);
    assertThat(page.locator("#history tbody .state:not(.live)")).hasCount(0);
    api.post("/api/campaigns/" + campaign + "/cancel").ok();
    page.context().close();
  }

  @Test
  void anExecutionThatSomebodyElseHasAbandonedIsShownAsAbandoned() {
    long campaign = slowCampaign("abandoned.example");
    int execution = api.post("/api/campaigns/" + campaign + "/start").ok().getInt("executionId");
    String path = "/api/executions/" + execution;
    api.post(path + "/stop").ok();
    Awaitility.await()
        .atMost(Scenario.LONG)
        .until(() -> api.get(path).ok().getString("batchStatus").equals("STOPPED"));
    Page page = logIn(1440, "en-US");
    page.navigate(server.url() + "/execution?id=" + execution);
    page.locator("[data-dialog='restart-dialog']").click();
    assertThat(page.locator("[id='restart:go']")).isVisible();
    api.post(path + "/abandon").ok();
    page.locator("[id='restart:go']").click();
    assertThat(page.locator(".messages .message.warn")).containsText("Nothing was done");
    assertThat(page.locator("#live .state").first()).containsText("Abandoned");
    page.context().close();
  }

  /** A draft to 40 recipients, whose mails take a while. */
  private long slowCampaign(String domain) {
    return scenario.campaign(
        scenario.list(IntStream.range(0, 40).mapToObj(i -> "slow+" + i + "@" + domain).toList()),
        scenario.template("Hi", "<p>Hi</p>"),
        ",\"workers\":1");
  }

  @Test
  void aDoubleClickStartsOnceAndTheKeyboardKeepsItsPlace() {
    long campaign =
        scenario.campaign(
            scenario.list(
                IntStream.range(0, 40).mapToObj(i -> "slow+" + i + "@keys.example").toList()),
            scenario.template("Hi", "<p>Hi</p>"),
            ",\"workers\":1");
    Page page = logIn(1440, "en-US");
    page.navigate(server.url() + "/campaign?id=" + campaign);
    Locator start = page.locator("[data-dialog='start-dialog']").first();
    start.focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#start-dialog")).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.locator("#start-dialog")).isHidden();
    assertThat(start).isFocused();
    start.click();
    page.locator("[id='start:go']").dblclick();
    assertThat(page.locator("[id='live:pause']")).isVisible();
    assertThat(
            api.get("/api/executions?order=desc").ok().getJsonArray("items").stream()
                .filter(e -> e.asJsonObject().getInt("campaignId", 0) == campaign))
        .hasSize(1);

    // The page draws itself anew every two seconds.
    Locator limits = page.locator("a[href^='campaign-edit']");
    limits.focus();
    Locator sent = page.locator("#live strong").first();
    assertThat(sent)
        .not()
        .containsText("0 of 40", new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
    assertThat(limits).isFocused();

    endSession(page);
    assertThat(page.locator("[role=status]")).containsText("session has ended", SOON);
    enter(page, "admin");
    assertThat(page).hasURL(Pattern.compile("/campaign\\?id=" + campaign));
    api.post("/api/campaigns/" + campaign + "/cancel").ok();
    page.context().close();
  }

  @Test
  void theSecondOfTwoEditorsKeepsWhatWasTypedAlsoOverTheEndOfTheSession() {
    long template = scenario.template("First", "<p>Hi</p>");
    Page one = logIn(1440, "en-US");
    Page two = logIn(1440, "zh-CN");
    for (Page page : List.of(one, two)) {
      page.navigate(server.url() + "/template?id=" + template);
    }
    one.locator("[id='form:subject']").fill("Saved first");
    one.locator("[id='form:save']").click();
    assertThat(one.locator(".toasts .good")).isVisible();
    two.locator("[id='form:subject']").fill("第二位的主题");
    two.locator("[id='form:save']").click();
    assertThat(two.locator(".message.bad")).containsText("其他人已修改");
    assertThat(two.locator("[id='form:subject']")).hasValue("第二位的主题");

    endSession(two);
    two.locator("[id='form:overwrite']").click();
    assertThat(two.locator("[role=status]")).containsText("会话已结束");
    enter(two, "admin");
    assertThat(two.locator(".restored")).isVisible();
    assertThat(two.locator("[id='form:subject']")).hasValue("第二位的主题");
    two.locator("[id='form:save']").click();
    assertThat(two.locator(".toasts .good")).isVisible();
    assertThat(two.locator("[id='form:subject']")).hasValue("第二位的主题");
    one.context().close();
    two.context().close();
  }

  @Test
  void whatARoleMayNotChangeIsReadOnlyAndSaysWhy() {
    String viewer = user("viewer");
    long template = scenario.template("Hi", "<p>Hi</p>");
    long builtIn = builtInServer();
    Page page = logIn(viewer, 1440, "en-US", ColorScheme.LIGHT);
    long pool = Scenario.id(api.get("/api/pools").ok().getJsonArray("items").getJsonObject(0));
    for (String path :
        List.of("/template?id=" + template, "/server?id=" + builtIn, "/pool?id=" + pool)) {
      page.navigate(server.url() + path);
      assertThat(page.locator("main > .note")).not().hasCount(0);
      assertThat(
              page.locator(
                  "#form input:not([type=hidden], [type=submit], [readonly], [disabled]),"
                      + " #form textarea:not([readonly]), #form select:not([disabled])"))
          .hasCount(0);
    }
    for (String path : List.of("/template", "/server", "/pool", "/campaign-edit", "/users")) {
      assertThat(page.navigate(server.url() + path).status()).as(path).isEqualTo(403);
      assertThat(page.locator("h1")).containsText("Not allowed");
      assertThat(page.locator("main a.button")).isVisible();
    }
    page.context().close();
    Page admin = logIn(1440, "en-US");
    admin.navigate(server.url() + "/server?id=" + builtIn);
    assertThat(admin.locator("[id='form:host']")).not().isEditable();
    admin.context().close();
  }

  @Test
  void aFailedConnectionTestSaysInChineseWhatToDo() {
    long dead =
        Scenario.id(
            api.post(
                    "/api/servers",
                    "{\"name\":\""
                        + Api.unique("Dead")
                        + "\",\"host\":\"127.0.0.1\",\"port\":2,\"tls\":\"none\"}")
                .ok());
    Page page = logIn(1440, "zh-CN");
    page.navigate(server.url() + "/server?id=" + dead);
    page.locator("[id='test:go']").click();
    assertThat(page.locator(".note.bad")).containsText("无法建立连接");
    assertThat(page.locator("code[lang=en]")).containsText("127.0.0.1:2");
    page.context().close();
  }

  @Test
  void aListIsFilteredAsOneTypesAndDeletedWithWhatItHolds() {
    long list = scenario.list(List.of("ann@typed.example", "bob@typed.example"));
    Page page = logIn(1440, "en-US");
    page.navigate(server.url() + "/list?id=" + list);
    page.locator("#text").pressSequentially("ann");
    assertThat(page.locator("#contacts tbody tr")).hasCount(1);
    assertThat(page).hasURL(Pattern.compile("text=ann"));
    page.locator("[data-dialog='delete-dialog']").click();
    assertThat(page.locator("#delete-dialog")).containsText("2 contacts and 1 import");
    page.locator("[id='delete:go']").click();
    assertThat(page.locator(".toasts .good")).isVisible();
    assertThat(api.get("/api/lists/" + list).status()).isEqualTo(404);
    page.context().close();
  }

  @Test
  void whatIsWrongStandsBesideItsField() {
    Page page = logIn(390, "en-US");
    page.navigate(server.url() + "/campaign-edit");
    page.locator("[id='form:forward']").click();
    assertThat(page.locator(".field:has([id='form:name']) .message.bad"))
        .containsText("Is missing");
    assertThat(page.locator("fieldset.field .message.bad"))
        .containsText("Choose at least one list");
    assertThat(page.locator("[id='form:name']")).isFocused();
    page.context().close();
  }

  @Test
  void aQuestionIsPutWithTheNumbersOfThatMomentAndThePageLooksOnUntilTheyStand() {
    long campaign =
        scenario.campaign(
            scenario.list(
                IntStream.range(0, 200).mapToObj(i -> "slow+" + i + "@asked.example").toList()),
            scenario.template("Hi", "<p>Hi</p>"),
            ",\"workers\":1");
    Page page = logIn(1440, "en-US");
    page.navigate(server.url() + "/campaign?id=" + campaign);
    page.locator("[data-dialog='start-dialog']").click();
    assertThat(page.locator("#start-dialog")).containsText("200 recipients");
    page.locator("[id='start:go']").click();
    assertThat(page.locator("#live .numbers a[href$='CLAIMED']"))
        .not()
        .containsText(
            Pattern.compile("sent0$"),
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
    page.locator("[data-dialog='cancel-dialog']").click();
    assertThat(page.locator("#cancel-dialog"))
        .containsText(Pattern.compile("(200|1\\d\\d) recipients have not got their mail"));
    assertThat(page.locator("[id='cancel:go']")).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.locator("[id='cancel:go']")).isHidden();

    page.locator("[id='live:pause']").click();
    assertThat(page.locator("#live .state").first()).containsText("Paused");
    assertThat(page.locator("#live .numbers a[href$='CLAIMED']"))
        .containsText(Pattern.compile("sent0$"), SOON);
    JsonObject counts = api.get("/api/campaigns/" + campaign).ok().getJsonObject("counts");
    assertThat(page.locator("#live .numbers a[href$='PENDING']"))
        .containsText(String.valueOf(counts.getInt("pending")), SOON);
    assertThat(page.locator("#shown tbody tr").first()).isVisible();
    assertThat(page.locator("#shown")).not().containsText("Next try");

    page.locator("[data-dialog='cancel-dialog']").click();
    page.locator("[id='cancel:go']").click();
    assertThat(page.locator("#live .numbers a[href$='CANCELLED']"))
        .containsText(String.valueOf(counts.getInt("pending")), SOON);
    page.context().close();
  }

  @Test
  void oneMailInDoubtIsDecidedAndTheOthersStay() {
    long campaign =
        scenario.campaign(
            scenario.list(
                List.of("drop+1@doubt.example", "drop+2@doubt.example", "drop+3@doubt.example")),
            scenario.template("Hi", "<p>Hi</p>"),
            ",\"onAmbiguous\":\"hold\"");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    scenario.awaitState(campaign, "completed");
    Page page = logIn(390, "zh-CN");
    assertThat(page.locator("#now li:has(a[href^='campaign?id=" + campaign + "'])"))
        .containsText("3 封存疑");
    page.navigate(server.url() + "/campaign?id=" + campaign + "&state=IN_DOUBT");
    Locator row = page.locator("#shown tr:has-text('drop+2@doubt.example')");
    row.locator("[data-dialog='one-sent-dialog']").click();
    assertThat(page.locator("#one-sent-dialog")).containsText("drop+2@doubt.example");
    page.locator("[id='one-sent:go']").click();
    assertThat(row).hasCount(0);
    assertThat(page).hasURL(Pattern.compile("state=IN_DOUBT"));
    assertThat(Scenario.count(api.get("/api/campaigns/" + campaign).ok(), "sent")).isEqualTo(1);
    page.locator("#shown tr:has-text('drop+3@doubt.example') [data-dialog='one-resend-dialog']")
        .click();
    page.locator("[id='one-resend:go']").click();
    assertThat(page.locator(".toasts .good")).containsText("1 封");
    page.context().close();

    Page viewer = logIn(user("viewer"), 1440, "en-US", ColorScheme.LIGHT);
    viewer.navigate(server.url() + "/campaign?id=" + campaign);
    assertThat(viewer.locator("#shown tbody tr")).hasCount(3);
    assertThat(viewer.locator("[data-dialog^='one-']")).hasCount(0);
    viewer.context().close();
  }

  @Test
  void whatCannotBeStartedSaysWhyAndAnAddressThatIsNoneIsNamedAtItsField() {
    long broken = scenario.template("Hi", "<p>Hi</p>");
    long campaign = scenario.campaign(scenario.list(List.of("ann@notyet.example")), broken, "");
    Page page = logIn(1440, "en-US");
    page.navigate(server.url() + "/template?id=" + broken);
    page.locator("[id='form:html']").fill("<p>{{#if name}}</p>");
    page.locator("[id='form:save']").click();
    assertThat(page.locator(".messages .message.warn"))
        .containsText("cannot be sent: it has 1 error");
    assertThat(page.locator(".messages .message.warn a")).hasAttribute("href", "#problems");

    page.navigate(server.url() + "/campaign?id=" + campaign);
    assertThat(page.locator("[data-dialog='start-dialog']")).hasCount(0);
    assertThat(page.locator("button[aria-describedby='not-yet']")).isDisabled();
    assertThat(page.locator("#not-yet")).containsText("The template has errors");

    page.locator("[id='test:to']").fill("ann@example.com, nobody@");
    page.locator("[id='test:send']").click();
    assertThat(page.locator(".field:has([id='test:to']) .message.bad")).containsText("“nobody@”");
    page.context().close();
  }

  @Test
  void aLogInWithoutItsMethodIsRefusedAndNotDropped() {
    Page page = logIn(1440, "zh-CN");
    page.navigate(server.url() + "/server");
    page.locator("[id='form:name']").fill(Api.unique("Half a log-in"));
    page.locator("[id='form:host']").fill("mail.example.com");
    page.locator("[id='form:auth_username']").fill("someone");
    page.locator("[id='form:save']").click();
    assertThat(page.locator("body")).containsText("请选择登录方式，或将两者清空。");
    assertThat(page.locator("[id='form:auth_username']")).hasValue("someone");
    page.context().close();
  }

  @Test
  void aSigningKeyIsMadeAndSignsWhenAPersonSaysSo() {
    Page page = logIn(1440, "en-US");
    String domain = "s" + System.nanoTime() + ".example";
    page.navigate(server.url() + "/signing");
    page.locator("[id='form:domain']").fill("not a domain");
    page.locator("[id='form:create']").click();
    assertThat(page.locator(".field .message.bad")).containsText("Is not a domain name");
    page.locator("[id='form:domain']").fill(domain);
    page.locator("[id='form:algorithm']").selectOption("ed25519-sha256");
    page.locator("[id='form:create']").click();
    Locator key = page.locator("li").filter(new Locator.FilterOptions().setHasText(domain));
    assertThat(key).containsText("v=DKIM1; k=ed25519; p=");
    assertThat(key).containsText("Does not sign");
    key.locator("input[value='Let it sign']").click();
    assertThat(key.locator(".state")).hasText("Signs");

    // The longest there is: it must neither widen the page nor be cut off.
    page.locator("[id='form:domain']").fill("l" + domain);
    page.locator("[id='form:create']").click();
    Locator line =
        page.locator("li")
            .filter(new Locator.FilterOptions().setHasText("l" + domain))
            .locator("pre");
    page.locator("li:has-text('l" + domain + "') summary").click();
    for (int width : new int[] {1440, 390}) {
      page.setViewportSize(width, 900);
      assertThat((Integer) line.evaluate("e => e.scrollWidth - e.clientWidth"))
          .isLessThanOrEqualTo(0);
      assertThat(line.boundingBox().width).isLessThan(width);
    }
    page.context().close();
  }

  @Test
  void aFormOfAPageThatIsUnknownLeadsBackToItWithWhatWasTyped() {
    Page page = logIn(1440, "zh-CN");
    page.navigate(server.url() + "/template");
    page.locator("[id='form:subject']").fill("写了一半");
    page.evaluate(
        "document.querySelectorAll('[name=\"jakarta.faces.ViewState\"]').forEach((e) => e.value = '1:2')");
    page.locator("[id='form:save']").click();
    assertThat(page.locator("[data-again]")).containsText("服务器已不再认识此页面");
    assertThat(page).hasURL(Pattern.compile("/template$"));
    assertThat(page.locator("[id='form:subject']")).hasValue("写了一半");
    page.reload();
    assertThat(page.locator("[data-again]")).hasCount(0);
    page.context().close();

    Page door = browser.newContext().newPage();
    door.navigate(server.url() + "/login");
    door.evaluate(
        "document.querySelectorAll('[name=\"jakarta.faces.ViewState\"]').forEach((e) => e.value = 'x')");
    enter(door, "admin");
    assertThat(door.locator("[role=status]")).containsText("Please log in again");
    door.context().close();
  }

  @Test
  void aNoticeThatWasPutAwayIsBroughtBack() {
    long campaign =
        scenario.campaign(
            scenario.list(List.of("ann@notice.example")), scenario.template("Hi", "<p>Hi</p>"), "");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    scenario.awaitState(campaign, "completed");
    Page page = logIn(390, "en-US");
    Locator notice = page.locator("#notices li:has(a[href='campaign?id=" + campaign + "'])");
    Awaitility.await()
        .atMost(Scenario.LONG)
        .until(
            () -> {
              page.navigate(server.url() + "/");
              return notice.count() == 1;
            });
    notice.locator("input[value='Put away']").click();
    assertThat(notice).hasCount(0);
    page.locator("[id='notices:undo']").click();
    assertThat(notice).hasCount(1);

    notice.locator("input[value='Put away']").click();
    assertThat(notice).hasCount(0);
    page.navigate(server.url() + "/?all=true");
    notice.locator("input[value='Bring back']").click();
    assertThat(notice.locator("input[value='Put away']")).isVisible();
    page.context().close();
  }

  @Test
  void whatAJobIsAboutIsChosenByName() {
    long campaign =
        scenario.campaign(
            scenario.list(List.of("ann@chosen.example")), scenario.template("Hi", "<p>Hi</p>"), "");
    Page page = logIn(1440, "zh-CN");
    page.navigate(server.url() + "/job-start?job=send-campaign");
    page.locator("[id='form:go']").click();
    assertThat(page.locator(".field .message.bad")).containsText("必须填写");
    page.locator("[id='form:parameter-campaignId']").selectOption(String.valueOf(campaign));
    page.locator("[id='form:parameter-workers']").fill("999");
    page.locator("[id='form:go']").click();
    assertThat(page.locator(".field .message.bad")).containsText("必须在 0 到 128 之间");
    page.locator("[id='form:parameter-workers']").fill("1");
    page.locator("[id='form:go']").click();
    assertThat(page).hasURL(Pattern.compile("/execution\\?id="));
    scenario.awaitState(campaign, "completed");

    page.navigate(server.url() + "/schedules");
    page.locator("[id='form:campaignId']").selectOption(String.valueOf(campaign));
    page.locator("[id='form:create']").click();
    assertThat(page.locator(".toasts .good")).isVisible();
    assertThat(page.locator("[id='list'] a[href='campaign?id=" + campaign + "']"))
        .containsText("编号 " + campaign);
    page.navigate(server.url() + "/job-start?job=import-recipients");
    assertThat(page.locator("[id='form:parameter-importId']")).isVisible();
    page.context().close();
  }

  @Test
  void aScheduleIsEditedAndHistorySaysWhatARunWasFor() {
    long list = scenario.list(List.of("ann@planned.example"));
    long campaign = scenario.campaign(list, scenario.template("Hi", "<p>Hi</p>"), "");
    String name = api.get("/api/campaigns/" + campaign).ok().getString("name");
    long schedule =
        Scenario.id(
            api.post(
                    "/api/schedules",
                    ("{\"job\":\"send-campaign\",\"campaignId\":%d,\"cron\":\"0 9 * * 1\","
                            + "\"zone\":\"Asia/Shanghai\",\"misfire\":\"ask\",\"parameters\":{\"workers\":\"2\"}}")
                        .formatted(campaign))
                .ok());
    Page page = logIn(390, "en-US");
    page.navigate(server.url() + "/schedules");
    page.locator("a[href='schedules?edit=" + schedule + "']").click();
    assertThat(page.locator("[id='form:campaignId']")).hasValue(String.valueOf(campaign));
    assertThat(page.locator("[id='form:zone']")).hasValue("Asia/Shanghai");
    assertThat(page.locator("[id='form:misfire']")).hasValue("ASK");
    assertThat(page.locator("[id='form:parameters']")).hasValue("workers=2");
    page.locator("[id='form:cron']").fill("not cron");
    page.locator("[id='form:create']").click();
    assertThat(page.locator(".field:has([id='form:cron']) .message.bad")).isVisible();
    assertThat(page.locator("[id='form:cron']")).hasValue("not cron");
    page.locator("[id='form:cron']").fill("30 7 * * 2");
    patch("/api/schedules/" + schedule, "{\"zone\":\"UTC\"}");
    page.locator("[id='form:create']").click();
    page.locator("[id='form:overwrite']").click();
    assertThat(page.locator(".toasts .good")).hasText(Pattern.compile("The schedule is saved\\."));
    JsonObject changed = api.get("/api/schedules/" + schedule).ok();
    assertThat(changed.getString("cron")).isEqualTo("30 7 * * 2");
    assertThat(changed.getString("zone")).isEqualTo("Asia/Shanghai");
    assertThat(changed.getJsonObject("parameters").getString("workers")).isEqualTo("2");
    api.send(api.request("/api/schedules/" + schedule).header("If-Match", "*").DELETE());

    api.post("/api/campaigns/" + campaign + "/start").ok();
    scenario.awaitState(campaign, "completed");
    page.navigate(server.url() + "/jobs?job=send-campaign");
    assertThat(page.locator("#history a[href='campaign?id=" + campaign + "']")).hasText(name);
    page.navigate(server.url() + "/jobs?job=import-recipients");
    assertThat(page.locator("#history a[href='list?id=" + list + "']").first()).isVisible();
    page.context().close();
  }

  private void patch(String path, String json) {
    api.send(
            api.request(path)
                .header("If-Match", "*")
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(json)))
        .ok();
  }

  @Test
  void whatIsMarkedToBeCopiedStaysWhileThePageLooksOn() {
    Page page = logIn(1440, "en-US");
    page.navigate(server.url() + "/routes");
    Locator name = page.locator("td.title strong").first();
    name.selectText();
    String marked = (String) page.evaluate("getSelection().toString()");
    Locator table = page.locator("tbody").first();
    table.evaluate("e => { e.dataset.old = 'yes'; }");
    page.waitForTimeout(4500);
    assertThat(page.evaluate("getSelection().toString()")).isEqualTo(marked);
    page.evaluate("getSelection().removeAllRanges()");
    assertThat(page.locator("tbody[data-old]")).hasCount(0);
    page.context().close();
  }

  @Test
  void aWrongSourceAddressIsRefusedAtItsFieldAndTheRouteShowsWhatWentByIt() {
    long built = builtInServer();
    int port = api.get("/api/servers/" + built).ok().getInt("port");
    long relay =
        Scenario.id(
            api.post(
                    "/api/servers",
                    "{\"name\":\"%s\",\"host\":\"127.0.0.1\",\"port\":%d,\"tls\":\"none\"}"
                        .formatted(Api.unique("Sources"), port))
                .ok());
    Page page = logIn(1440, "zh-CN");
    page.navigate(server.url() + "/server?id=" + relay);
    page.locator("details:has([id='form:sources']) summary").click();
    page.locator("[id='form:sources']").fill("mail.example.com");
    page.locator("[id='form:save']").click();
    assertThat(page.locator(".field:has([id='form:sources']) .message.bad"))
        .containsText("不能用作源地址");
    assertThat(page.locator("[id='form:sources']")).isVisible();
    assertThat(page.locator("[id='form:sources']")).hasValue("mail.example.com");
    page.locator("[id='form:sources']").fill("127.0.0.2\n127.0.0.3 3");
    page.locator("[id='form:save']").click();
    assertThat(page.locator(".toasts .good")).isVisible();

    long pool =
        Scenario.id(
            api.post(
                    "/api/pools",
                    "{\"name\":\"%s\",\"servers\":[{\"id\":%d,\"weight\":1}]}"
                        .formatted(Api.unique("Sources"), relay))
                .ok());
    List<String> people = IntStream.range(0, 40).mapToObj(i -> "p" + i + "@chart.example").toList();
    long campaign =
        scenario.campaign(scenario.list(people), scenario.template("Hi", "<p>Hi</p>"), "");
    patch("/api/campaigns/" + campaign, "{\"poolId\":" + pool + "}");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    scenario.awaitState(campaign, "completed");
    page.navigate(server.url() + "/site?name=chart.example");
    assertThat(page.locator("#rate-title")).hasText("邮件数随时间的变化");
    // A minute may have begun between them.
    assertThat(
            page.locator("#rate-table tbody tr").all().stream()
                .mapToInt(row -> Integer.parseInt(row.locator("td.number").first().textContent()))
                .sum())
        .isEqualTo(40);
    page.locator("nav.tabs a[href*='route=']").first().click();
    assertThat(page.locator("#rate-title")).containsText("127.0.0.");
    page.locator("table.cards td.title a").first().click();
    assertThat(page.locator("section:has(#met-title) tbody")).containsText("chart.example");
    page.context().close();
  }

  @Test
  void aRouteIsTakenOutPutBackAndLimitedByHand() {
    String name = Api.unique("Relay");
    long route =
        Scenario.id(
            api.post(
                    "/api/servers",
                    "{\"name\":\""
                        + name
                        + "\",\"host\":\"127.0.0.1\",\"port\":9,\"tls\":\"none\"}")
                .ok());
    Page page = logIn(390, "en-US");
    page.navigate(server.url() + "/server?id=" + route);
    page.locator("#limits summary").click();
    page.locator("[id='form:quotas']").fill("40 per minute\n3 a week");
    page.locator("[id='form:save']").click();
    assertThat(page.locator(".field .message.bad")).containsText("40 per minute");
    page.locator("[id='form:quotas']").fill("40 per minute");
    page.locator("[id='form:save']").click();
    assertThat(page.locator(".toasts .good")).isVisible();

    page.navigate(server.url() + "/route?id=" + route);
    assertThat(page.locator(".gauge")).containsText("0 of 40");
    page.locator("#do-out").click();
    page.locator("[id='out:why']").fill("new <rack>");
    page.locator("[id='out:go']").click();
    assertThat(page.locator(".note.warn")).containsText("taken out by admin: new <rack>");
    page.locator("[data-dialog='new-dialog']").click();
    page.locator("[id='new:steps']").fill("50 x");
    page.locator("[id='new:go']").click();
    assertThat(page.locator("#new-dialog .message.bad")).containsText("whole numbers");
    page.locator("[id='new:steps']").fill("50 100");
    page.locator("[id='new:go']").click();
    page.locator("[id='grow:hold']").click();
    assertThat(page.locator("[id='grow:resume']")).isVisible();
    page.locator("#do-back").click();
    page.locator("[id='back:go']").click();
    assertThat(page.locator("#live .state").first()).hasText("Healthy");
    page.context().close();
  }

  @Test
  void aChangedAndARemovedQuotaComeBack() {
    String site = Api.unique("undo").replace(' ', '-') + ".example";
    Page page = logIn(390, "en-US");
    page.navigate(server.url() + "/quotas");
    page.locator("[id='form:subject']").fill(site);
    page.locator("[id='form:rule']").fill("40 per minute");
    page.locator("[id='form:create']").click();
    Locator row = page.locator("table.cards tr", new Page.LocatorOptions().setHasText(site));
    row.locator("[data-dialog='edit-dialog']").click();
    page.locator("[id='edit:rule']").fill("7 per hour");
    page.locator("[id='edit:go']").click();
    assertThat(row).containsText("7");
    assertThat(page.locator("#last-step")).containsText("changed");
    page.locator("[id='last-step:undo']").click();
    assertThat(row).containsText("40");
    assertThat(page.locator("#last-step")).not().isVisible();
    row.locator("[data-dialog='delete-dialog']").click();
    page.locator("[id='delete:go']").click();
    assertThat(row).hasCount(0);
    page.locator("[id='last-step:undo']").click();
    assertThat(row).containsText("40");
    page.context().close();
  }

  @Test
  void aSuppressionThatWasRemovedComesBackAsItWas() {
    String email = Api.unique("back").replace(' ', '-') + "@example.net";
    Page page = logIn(1440, "en-US");
    page.navigate(server.url() + "/suppressions");
    page.locator("[id='form:email']").fill(email);
    page.locator("[id='form:note']").fill("asked by phone");
    page.locator("[id='form:add']").click();
    Locator row = page.locator("#found tbody tr", new Page.LocatorOptions().setHasText(email));
    assertThat(row).containsText("asked by phone");
    row.locator("[data-dialog]").click();
    page.locator("dialog[open] input.danger").click();
    assertThat(page.locator("#last-step")).containsText(email);
    assertThat(row).hasCount(0);
    page.locator("[id='last-step:undo']").click();
    assertThat(row).containsText("asked by phone");
    page.context().close();
  }

  @Test
  void aMailThatCameBackIsHandledAgain() {
    String address = Api.unique("gone").replace(" ", "-") + "@example.org";
    Api.Answer taken =
        api.send(
            api.request("/api/feedback/messages")
                .header("Content-Type", "message/rfc822")
                .header("X-Requested-With", "test")
                .POST(
                    BodyPublishers.ofString(
                        """
                        From: MAILER-DAEMON@mx.example.org
                        Subject: Undelivered Mail Returned to Sender
                        Message-ID: <%s>

                        <%s>: host mx.example.org said: 550 5.1.1 no such user
                        """
                            .formatted(address, address))));
    assertThat(taken.status()).isEqualTo(200);
    JsonObject mail =
        api.get("/api/returned-mails?limit=1&order=desc")
            .ok()
            .getJsonArray("items")
            .getJsonObject(0);
    Page page = logIn(1440, "en-US");
    page.navigate(server.url() + "/returned-mail?id=" + mail.getInt("id"));
    assertThat(page.locator("main")).containsText(address);
    page.locator("[id='handle:again']").click();
    assertThat(page.getByText("The mail was handled.")).isVisible();
    assertThat(page.locator("main")).containsText(address);
    for (String none : List.of("/returned-mail?id=abc", "/returned-mail", "/feed?id=abc")) {
      assertThat(page.navigate(server.url() + none).status()).as(none).isEqualTo(404);
    }
    page.context().close();
  }

  @Test
  void aFeedIsChangedRemovedAndComesBackWithItsUrl() {
    String name = Api.unique("Feed");
    Page page = logIn(1440, "en-US");
    page.navigate(server.url() + "/");
    page.locator("nav a[href$='/feeds']").click();
    page.locator("[id='form:name']").fill(name);
    page.locator("[id='form:kind']").selectOption("generic");
    page.locator("[id='form:secret']").fill("0123456789abcdef");
    page.locator("[id='form:create']").click();
    Locator row = page.locator("ul.rows li", new Page.LocatorOptions().setHasText(name));
    String url = row.locator("code").first().textContent();
    row.locator("a[href^='feed?id=']").click();
    page.locator("[id='form:name']").fill(name + " two");
    page.locator("[id='form:secret']").fill("fedcba9876543210");
    page.locator("[id='form:save']").click();
    page.waitForURL("**/feeds");
    assertThat(row).containsText(name + " two");
    assertThat(page.content()).doesNotContain("fedcba9876543210");
    row.locator("input[type='submit'].quiet").click();
    assertThat(page.locator("#last-step")).containsText(name + " two");
    assertThat(row).hasCount(0);
    page.locator("[id='last-step:undo']").click();
    assertThat(row.locator("code").first()).hasText(url);
    page.context().close();
  }

  @Test
  void aWebhookThatWasRemovedComesBack() {
    String host = Api.unique("hook").replace(' ', '-') + ".example";
    Page page = logIn(390, "en-US");
    page.navigate(server.url() + "/notices");
    page.locator("[id='form:url']").fill("https://" + host + "/in");
    page.locator("[id='form:secret']").fill("0123456789abcdef");
    page.locator("[id='form:create']").click();
    Locator row = page.locator("#hooks li", new Page.LocatorOptions().setHasText(host));
    row.locator("input[type='submit'].quiet").click();
    assertThat(page.locator("#last-step")).containsText(host);
    assertThat(row).hasCount(0);
    page.locator("[id='last-step:undo']").click();
    assertThat(row).hasCount(1);
    row.locator("input[type='submit'].quiet").click();
    page.context().close();
  }

  @Test
  void aBuiltInSiteIsChangedAndComesBack() {
    Page page = logIn(1440, "zh-CN");
    page.navigate(server.url() + "/sites?text=yahoo");
    page.locator("td.title a").first().click();
    page.locator("a[href^='site-edit']").click();
    page.locator("[id='form:displayName']").fill("雅虎");
    page.locator("[id='form:save']").click();
    assertThat(page.locator("h1")).hasText("雅虎");
    String site = page.url();
    page.locator("[id='learning:off']").click();
    assertThat(page.locator(".note.warn")).containsText("学习已关闭");
    page.locator("[id='learning:on']").click();
    assertThat(page.locator("[id='learning:off']")).isVisible();
    page.locator("a[href^='site-edit']").click();
    page.locator("[data-dialog='delete-dialog']").click();
    page.locator("[id='delete:go']").click();
    assertThat(page.locator("h1")).containsText("Yahoo");
    page.locator("[id='last-step:undo']").click();
    page.waitForURL("**/sites");
    page.navigate(site);
    assertThat(page.locator("h1")).hasText("雅虎");
    page.locator("a[href^='site-edit']").click();
    page.locator("[data-dialog='delete-dialog']").click();
    page.locator("[id='delete:go']").click();
    assertThat(page.locator("h1")).containsText("Yahoo");
    page.context().close();
  }

  @Test
  void whatIsEmptySaysWhatComesNextAsFarAsTheRoleGoes() {
    long empty =
        Scenario.id(api.post("/api/lists", "{\"name\":\"" + Api.unique("Empty") + "\"}").ok());
    Page page = logIn(user("viewer"), 390, "zh-CN", ColorScheme.LIGHT);
    page.navigate(server.url() + "/list?id=" + empty);
    assertThat(page.locator(".empty")).containsText("由发送者或管理员导入");
    page.navigate(server.url() + "/jobs?job=import-recipients&status=STOPPED");
    assertThat(page.locator(".empty a.button")).hasAttribute("href", "jobs");
    page.navigate(server.url() + "/jobs?campaign=x");
    assertThat(page.locator(".messages .message.bad"))
        .hasText(Pattern.compile("^\\s*此页面地址中的“x”不是整数，已忽略。"));
    page.navigate(server.url() + "/campaigns?state=PREPARING");
    assertThat(page.locator(".empty a.button")).hasAttribute("href", "campaigns");
    page.navigate(server.url() + "/sandbox?text=nothing-like-this");
    assertThat(page.locator(".empty a.button")).hasAttribute("href", "sandbox");
    page.context().close();
  }

  private String user(String role) {
    String name = Api.unique(role).replace(' ', '-');
    api.post(
            "/api/users",
            "{\"name\":\""
                + name
                + "\",\"password\":\""
                + UberJar.PASSWORD
                + "\",\"role\":\""
                + role
                + "\"}")
        .ok();
    return name;
  }

  private long builtInServer() {
    return Scenario.id(api.get("/api/servers").ok().getJsonArray("items").getJsonObject(0));
  }

  /**
   * Every page at both widths, in both languages: it fits, it is translated, it has no barriers.
   */
  @ParameterizedTest
  @CsvSource({"1440, en-US, LIGHT", "390, zh-CN, DARK"})
  void everyPageFitsSpeaksTheLanguageAndHasNoBarriers(int width, String locale, ColorScheme colours)
      throws IOException {
    String axe = axe();
    Page page = logIn("admin", width, locale, colours);
    for (String path : paths()) {
      assertThat(page.navigate(server.url() + path).status()).as(path).isEqualTo(200);
      int overflow =
          (Integer)
              page.evaluate(
                  "document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assertThat(overflow).as(path + " at " + width).isLessThanOrEqualTo(0);
      assertThat(page.locator("html").getAttribute("lang")).startsWith(locale.substring(0, 2));
      assertThat(page.locator("h1").first().innerText()).as(path).isNotBlank();
      if (width > 640) {
        assertThat(rowsUnderOtherHeadings(page)).as(path).isEmpty();
      }
      assertNoBarriers(page, axe, path);
    }
    page.navigate(server.url() + "/list?id=" + someList);
    page.locator("[data-dialog='delete-dialog']").click();
    assertThat(page.locator("#delete-dialog")).isVisible();
    assertNoBarriers(page, axe, "a dialog");
    page.navigate(server.url() + "/nothing-here");
    assertNoBarriers(page, axe, "an error page");
    page.context().clearCookies();
    page.navigate(server.url() + "/login");
    assertNoBarriers(page, axe, "the log-in");
    page.context().close();
  }

  /** Of tables that are cards on a narrow screen: a wide one shows a cell under each heading. */
  private static List<?> rowsUnderOtherHeadings(Page page) {
    return (List<?>)
        page.evaluate(
            """
            () => {
              const shown = (cells) => [...cells].filter((c) => c.getClientRects().length > 0)
                .reduce((n, c) => n + c.colSpan, 0);
              return [...document.querySelectorAll('table.cards')].flatMap((table) =>
                [...table.tBodies].flatMap((body) => [...body.rows])
                  .filter((row) => row.getClientRects().length > 0 && table.tHead
                    && shown(row.cells) !== shown(table.tHead.rows[0].cells))
                  .map((row) => row.innerText));
            }
            """);
  }

  private static void assertNoBarriers(Page page, String axe, String what) {
    page.evaluate(axe);
    Object found =
        page.evaluate(
            """
            async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}))
              .violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html).slice(0, 3).join(' '))
            """);
    assertThat((List<?>) found).as(what).isEmpty();
  }

  /** The script of axe-core; its value is of no use and cannot be handed over. */
  private static String axe() throws IOException {
    try (InputStream script = ConsoleIT.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8) + ";0";
    }
  }

  /** One of each page, with something on it. */
  private List<String> paths() {
    if (paths == null) {
      someList = scenario.list(List.of("bounce@pages.example", "ann@pages.example"));
      long template = scenario.template("Hi {{name}} 您好", "<p>Hi {{name}} 您好</p>");
      long done = scenario.campaign(someList, template, "");
      long draft = scenario.campaign(someList, template, "");
      api.post("/api/campaigns/" + done + "/start").ok();
      scenario.awaitState(done, "completed");
      int execution =
          api.get("/api/executions?order=desc")
              .ok()
              .getJsonArray("items")
              .getJsonObject(0)
              .getInt("id");
      long feed =
          Scenario.id(
              api.post(
                      "/api/feeds",
                      "{\"name\":\""
                          + Api.unique("Feed")
                          + "\",\"kind\":\"generic\",\"secret\":\"0123456789abcdef\"}")
                  .ok());
      paths =
          List.of(
              "/",
              "/campaigns",
              "/campaign-edit",
              "/campaign-edit?id=" + draft,
              "/campaign-edit?id=" + done,
              "/campaign?id=" + draft,
              "/campaign?id=" + done,
              "/campaign?id=" + done + "&tab=report",
              "/campaign?id=" + done + "&tab=runs",
              "/reports",
              "/report?id=" + done,
              "/compare?ids=" + done,
              "/lists",
              "/list?id=" + someList,
              "/templates",
              "/template",
              "/template?id=" + template,
              "/servers",
              "/server",
              "/server?id=" + builtInServer(),
              "/pool",
              "/signing",
              "/routes",
              "/route?id=" + builtInServer(),
              "/quotas",
              "/sites",
              "/site?name=gmail",
              "/site-edit?name=gmail",
              "/jobs",
              "/job-start?job=send-campaign",
              "/execution?id=" + execution,
              "/schedules",
              "/suppressions",
              "/bounce",
              "/feeds",
              "/feed?id=" + feed,
              "/mailboxes",
              "/mailbox",
              "/returned-mails",
              "/notices",
              "/review",
              "/keeping",
              "/keeping?count=yes",
              "/person",
              "/users",
              "/sandbox");
    }
    return paths;
  }
}
