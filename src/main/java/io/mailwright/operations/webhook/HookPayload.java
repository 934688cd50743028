package io.mailwright.operations.webhook;

import io.mailwright.operations.notice.FailureList;
import io.mailwright.operations.notice.Notice;
import io.mailwright.report.CampaignReport;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What a webhook is told, as JSON; its fields stand in docs/notices.md. */
final class HookPayload {
  private static final JsonProvider JSON = JsonProvider.provider();

  private HookPayload() {}

  /**
   * A notice.
   *
   * @param console the address of the console, without a slash at the end
   */
  static byte[] of(Notice notice, FailureList failures, URI console) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("id", notice.id())
            .add("kind", notice.kind())
            .add("level", notice.level())
            .add("at", notice.at().toString())
            .add("subject", notice.subject())
            .add("body", notice.body());
    notice
        .campaignId()
        .ifPresentOrElse(id -> json.add("campaignId", id), () -> json.addNull("campaignId"));
    notice
        .executionId()
        .ifPresentOrElse(id -> json.add("executionId", id), () -> json.addNull("executionId"));
    json.add("url", console + notice.path());
    json.add("failures", failures(failures));
    return json.build().toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What the test button sends. */
  static byte[] test(long webhookId, URI console) {
    return JSON.createObjectBuilder()
        .add("id", 0)
        .add("kind", "test")
        .add("level", "info")
        .add("subject", "A test of webhook " + webhookId)
        .add("body", "Nothing happened.")
        .add("url", console + "/notices")
        .build()
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static JsonValue failures(FailureList failures) {
    JsonArrayBuilder reasons = JSON.createArrayBuilder();
    for (CampaignReport.Reason reason : failures.reasons()) {
      reasons.add(
          JSON.createObjectBuilder()
              .add("state", reason.state())
              .add("text", reason.text())
              .add("count", reason.count()));
    }
    return JSON.createObjectBuilder()
        .add("total", failures.total())
        .add("reasons", reasons)
        .build();
  }
}
