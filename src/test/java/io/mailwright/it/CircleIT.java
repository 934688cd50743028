package io.mailwright.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The whole circle without any other program: what the sandbox takes comes back and is acted on.
 */
class CircleIT {
  private final Api api = ServerUnderTest.shared().api();
  private final Scenario scenario = new Scenario(api);

  private static String address(String behaviour) {
    return (behaviour + "+" + Api.unique("c").replace(' ', '-') + "@example.net")
        .toLowerCase(Locale.ROOT);
  }

  private long mailbox() {
    JsonObject sandbox = api.get("/api/sandbox").ok();
    assertThat(sandbox.getBoolean("on")).isTrue();
    assertThat(sandbox.getInt("smtpPort")).isPositive();
    return Scenario.id(
        api.post(
                "/api/mailboxes",
                """
                {"name": "%s", "protocol": "pop3", "host": "127.0.0.1", "port": %d, "tls": "none",
                 "auth": {"method": "password", "username": "sandbox", "secret": "sandbox"}, "enabled": false}
                """
                    .formatted(Api.unique("Sandbox"), sandbox.getInt("mailboxPort")))
            .ok());
  }

  private JsonObject collected(long mailbox) {
    Api.Answer started =
        Awaitility.await()
            .atMost(Scenario.LONG)
            .pollInterval(Duration.ofMillis(200))
            .until(
                // The job may be on its way for another's mailbox.
                () -> api.post("/api/mailboxes/" + mailbox + "/collect"), a -> a.status() == 202);
    long execution = started.ok().getJsonNumber("executionId").longValue();
    return Awaitility.await()
        .atMost(Scenario.LONG)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> api.get("/api/executions/" + execution).ok(), e -> !e.isNull("endedAt"));
  }

  private JsonArray suppressions(String who) {
    return api.get("/api/suppressions?email=" + who.replace("+", "%2B")).ok().getJsonArray("items");
  }

  @Test
  void whatTheSandboxReturnsIsReadCountedAndActedOn() {
    String dead = address("bounce-later");
    String angry = address("complain");
    String good = address("accept");
    long list = scenario.list(List.of(dead, angry, good));
    long template = scenario.template("Hi", "<p>Hi</p>");
    long mailbox = mailbox();
    try {
      long campaign = scenario.campaign(list, template, "");
      api.post("/api/campaigns/" + campaign + "/start").ok();
      scenario.awaitState(campaign, "completed");

      JsonObject execution = collected(mailbox);
      assertThat(execution.getString("exitStatus")).isEqualTo("COMPLETED");
      JsonObject feedback = api.get("/api/campaigns/" + campaign).ok().getJsonObject("feedback");
      assertThat(feedback.getInt("hardBounce")).isEqualTo(1);
      assertThat(feedback.getInt("complaint")).isEqualTo(1);
      assertThat(suppressions(dead).getJsonObject(0).getString("reason")).isEqualTo("hard-bounce");
      assertThat(suppressions(angry).getJsonObject(0).getString("reason")).isEqualTo("complaint");
      assertThat(suppressions(good)).isEmpty();

      // It decides what is sent next.
      long next = scenario.campaign(list, template, "");
      api.post("/api/campaigns/" + next + "/start").ok();
      JsonObject counts = scenario.awaitState(next, "completed").getJsonObject("counts");
      assertThat(counts.getInt("sent")).isEqualTo(1);
      assertThat(counts.getInt("suppressed")).isEqualTo(2);
    } finally {
      api.send(api.request("/api/mailboxes/" + mailbox).DELETE());
    }
  }
}
