package io.mailwright.operations.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.settings.Network;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.kernel.store.Revision;
import io.mailwright.operations.notice.FailureList;
import io.mailwright.operations.notice.FailureLists;
import io.mailwright.operations.notice.Notice;
import io.mailwright.operations.notice.NoticeKind;
import io.mailwright.operations.notice.OutboxEntry;
import io.mailwright.operations.notice.OutboxRig;
import io.mailwright.operations.notice.OutboxState;
import io.mailwright.report.CampaignReport;
import io.mailwright.smtp.TrustedCertificates;
import io.mailwright.testing.TestEntities;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WebhookCallsTest {
  private static final String SECRET = "a secret of some length";

  private final SecretBox secrets =
      new SecretBox(new SecretKeySpec(new byte[32], "AES"), new SecureRandom());
  private final List<Map<String, List<String>>> headers = new ArrayList<>();
  private final List<byte[]> bodies = new ArrayList<>();
  private HttpServer server;
  private int status = 200;
  private OutboxRig rig;
  private TestWebhooks webhooks;
  private WebhookCalls calls;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
    server.createContext(
        "/",
        exchange -> {
          headers.add(Map.copyOf(exchange.getRequestHeaders()));
          bodies.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    webhooks.close();
  }

  private Webhook on(Database database, Set<NoticeKind> kinds) {
    rig = OutboxRig.on(database);
    webhooks = new TestWebhooks(new TestEntities(database), secrets, "127.0.0.0/8");
    calls =
        new WebhookCalls(
            webhooks,
            rig.outbox,
            rig.notices,
            new FailureLists() {
              @Override
              public FailureList of(Notice notice) {
                return new FailureList(
                    List.of(new CampaignReport.Reason("failed", "550 no", 2)), 2, 2, new byte[0]);
              }
            },
            secrets,
            new Settings(name -> Optional.empty()),
            rig.clock,
            new HookCall(
                new PublicAddresses(InetAddress::getAllByName, List.of(Network.of("127.0.0.0/8"))),
                TrustedCertificates.ofJava(),
                Duration.ofSeconds(5)));
    return webhooks.create(
        new WebhookDraft(
            "http://127.0.0.1:" + server.getAddress().getPort() + "/in",
            Optional.of(SECRET),
            kinds,
            true));
  }

  private OutboxEntry entry(Webhook webhook) {
    return rig.entries().stream()
        .filter(e -> e.target().equals(Long.toString(webhook.id())))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void tellsOfANoticeOnceAndSigned(Database database) throws Exception {
    Webhook webhook = on(database, Set.of(NoticeKind.CAMPAIGN_FAILED));
    rig.say("campaign-failed", Optional.empty(), "a");
    rig.say("campaign-paused", Optional.empty(), "b");
    calls.callDue();
    calls.callDue();

    assertThat(bodies).hasSize(1);
    JsonObject told = Json.createReader(new ByteArrayInputStream(bodies.get(0))).readObject();
    assertThat(told.getString("kind")).isEqualTo("campaign-failed");
    assertThat(told.getString("subject")).isEqualTo("Something");
    assertThat(told.getJsonObject("failures").getInt("total")).isEqualTo(2);
    String time = headers.get(0).get("Mailwright-timestamp").get(0);
    assertThat(time).isEqualTo(Long.toString(OutboxRig.START.getEpochSecond()));
    assertThat(headers.get(0).get("Mailwright-signature").get(0))
        .isEqualTo("v1=" + byOpenssl(time, bodies.get(0)));
    assertThat(headers.get(0).get("Mailwright-notice").get(0))
        .isEqualTo(told.getJsonNumber("id").toString());
    assertThat(entry(webhook).state()).isEqualTo(OutboxState.SENT);
    assertThat(storedSecret(database)).doesNotContain(SECRET);
  }

  /** By another program, as the other side would. */
  private static String byOpenssl(String time, byte[] body) throws Exception {
    Process process = new ProcessBuilder("openssl", "dgst", "-sha256", "-hmac", SECRET).start();
    process.getOutputStream().write((time + ".").getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().write(body);
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said.substring(said.lastIndexOf(' ') + 1).strip();
  }

  private static String storedSecret(Database database) {
    return database.query(
        connection -> {
          try (var select = connection.prepareStatement("SELECT secret FROM webhook");
              var row = select.executeQuery()) {
            row.next();
            return row.getString(1);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void triesAgainAfterAGrowingTimeAndGivesUpAfterADay(Database database) {
    Webhook webhook = on(database, Set.of(NoticeKind.values()));
    status = 503;
    rig.say("campaign-failed", Optional.empty(), "a");
    calls.callDue();
    assertThat(entry(webhook).nextAt()).contains(rig.clock.instant().plusSeconds(10));
    assertThat(entry(webhook).words()).contains("answered 503");
    calls.callDue();
    assertThat(bodies).hasSize(1);
    rig.clock.forward(Duration.ofSeconds(10));
    calls.callDue();
    assertThat(entry(webhook).nextAt()).contains(rig.clock.instant().plusSeconds(20));
    rig.clock.forward(Duration.ofDays(1));
    calls.callDue();
    assertThat(entry(webhook).state()).isEqualTo(OutboxState.FAILED);
    assertThat(rig.notices.latest(1, true).get(0).kind()).isEqualTo("webhook-given-up");

    status = 200;
    rig.outbox.retry(entry(webhook).id());
    calls.callDue();
    assertThat(entry(webhook).state()).isEqualTo(OutboxState.SENT);
    assertThat(bodies).hasSize(4);
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void takesARedirectForNoSuccessAndCallsNoneThatIsSwitchedOff(Database database) {
    Webhook webhook = on(database, Set.of(NoticeKind.values()));
    status = 302;
    rig.say("campaign-failed", Optional.empty(), "a");
    calls.callDue();
    assertThat(entry(webhook).state()).isEqualTo(OutboxState.WAITING);
    assertThat(entry(webhook).words().orElseThrow()).contains("redirects are not followed");
    assertThat(calls.test(webhook).isTaken()).isFalse();

    webhooks.change(
        webhook.id(),
        Revision.latest(),
        new WebhookDraft(webhook.url(), Optional.empty(), webhook.kinds(), false));
    rig.clock.forward(Duration.ofMinutes(1));
    calls.callDue();
    assertThat(entry(webhook).state()).isEqualTo(OutboxState.FAILED);
    assertThat(bodies).hasSize(2);
    status = 200;
    assertThat(calls.test(webhooks.get(webhook.id())).isTaken()).as("its secret is kept").isTrue();
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void aRemovedWebhookComesBackWithWhatWaitedForIt(Database database) {
    Webhook webhook = on(database, Set.of(NoticeKind.values()));
    rig.say("campaign-failed", Optional.empty(), "given up meanwhile");
    webhooks.delete(webhook.id(), Revision.latest());
    calls.callDue();
    assertThat(entry(webhook).state()).isEqualTo(OutboxState.FAILED);
    assertThat(entry(webhook).words()).contains("the webhook is gone");

    Webhook back = calls.restore(webhook);
    assertThat(back.id()).isEqualTo(webhook.id());
    assertThat(back.draft()).isEqualTo(webhook.draft());
    assertThat(back.createdAt()).isEqualTo(webhook.createdAt());
    calls.callDue();
    assertThat(entry(webhook).state()).isEqualTo(OutboxState.SENT);
    assertThat(bodies).hasSize(1);
    assertThat(calls.test(webhooks.get(back.id())).isTaken()).as("its secret is kept").isTrue();
    assertThatThrownBy(() -> calls.restore(webhook)).as("it is there already").isNotNull();
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void refusesWhatItCouldNotCall(Database database) {
    on(database, Set.of(NoticeKind.values()));
    assertThatThrownBy(
            () ->
                webhooks.create(
                    new WebhookDraft(
                        "https://10.0.0.1/",
                        Optional.of(SECRET),
                        Set.of(NoticeKind.values()),
                        true)))
        .hasMessageContaining("not public");
    assertThatThrownBy(
            () ->
                new WebhookDraft(
                    "https://a.example/", Optional.of("short"), Set.of(NoticeKind.values()), true))
        .hasMessageContaining("secret");
    assertThatThrownBy(
            () -> new WebhookDraft("https://a.example/", Optional.of(SECRET), Set.of(), true))
        .hasMessageContaining("notices");
  }
}
