package io.mailwright.demo;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The way back: what the sandbox returned of the campaign's mails is read from its mailbox, and
 * whoever bounced or complained is suppressed.
 */
final class DemoFeedback {
  private static final String HARD_BOUNCE = "hard-bounce";
  private static final String COMPLAINT = "complaint";

  private static final int LONGEST_SECONDS = 120;

  private final ApiClient api;
  private final Consumer<String> out;
  private final DemoScript.Pause pause;

  DemoFeedback(ApiClient api, Consumer<String> out, DemoScript.Pause pause) {
    this.api = api;
    this.out = out;
    this.pause = pause;
  }

  /**
   * Adds the sandbox's mailbox, for this campaign and for those that you will send yourself.
   *
   * @return its id
   */
  long setUp() throws IOException, InterruptedException {
    JsonObject sandbox = api.get("/sandbox");
    if (sandbox.isNull("mailboxPort")) {
      throw new DemoFailure("the sandbox has no mailbox here");
    }
    JsonObject mailbox =
        Json.createObjectBuilder()
            .add("name", "Bounces and complaints (sandbox)")
            .add("protocol", "pop3")
            .add("host", "127.0.0.1")
            .add("port", sandbox.getInt("mailboxPort"))
            .add("tls", "none")
            .add(
                "auth",
                Json.createObjectBuilder()
                    .add("method", "password")
                    .add("username", "sandbox")
                    .add("secret", "sandbox"))
            // Longer than the demonstration takes, so that its own reading is the only one.
            .add("interval", "PT10M")
            .build();
    return api.post("/mailboxes", mailbox).getJsonNumber("id").longValue();
  }

  /** Reads the mailbox by the job, to its end. */
  void read(long mailboxId) throws IOException, InterruptedException {
    long executionId =
        api.post("/mailboxes/" + mailboxId + "/collect").getJsonNumber("executionId").longValue();
    JsonObject execution = api.get("/executions/" + executionId);
    for (int i = 0; i < LONGEST_SECONDS && execution.isNull("endedAt"); i++) {
      pause.aMoment();
      execution = api.get("/executions/" + executionId);
    }
    if (!execution.getString("batchStatus").equals("COMPLETED")
        || !execution.getString("exitStatus").equals("COMPLETED")) {
      throw new DemoFailure("the mailbox was not read: execution " + execution);
    }
    out.accept(
        "Read "
            + api.get("/mailboxes/" + mailboxId).getInt("total")
            + " mails that came back (job collect-feedback, execution "
            + executionId
            + ")");
  }

  /** Prints what came back and who gets no more mail for it, and checks that it adds up. */
  void print(long campaignId, long mailboxId) throws IOException, InterruptedException {
    JsonObject feedback = api.get("/campaigns/" + campaignId).getJsonObject("feedback");
    int returned = api.get("/mailboxes/" + mailboxId).getInt("total");
    List<JsonObject> suppressed = suppressed();
    out.accept("What came back");
    out.accept("  mails read             " + returned);
    out.accept("  hard bounces           " + feedback.getInt("hardBounce"));
    out.accept("  complaints             " + feedback.getInt("complaint"));
    out.accept("  suppressed for it      " + suppressed.size());
    out.accept("Suppressed (address, reason, evidence): the next campaign leaves them out");
    for (JsonObject one : suppressed) {
      out.accept(
          String.format(
              "  %-32s %-11s  %s",
              one.getString("email"), one.getString("reason"), one.getString("evidence")));
    }
    if (feedback.getInt("hardBounce") != count(suppressed, HARD_BOUNCE)
        || feedback.getInt("complaint") != count(suppressed, COMPLAINT)
        || returned != suppressed.size()
        || returned == 0) {
      throw new DemoFailure(
          "what came back does not add up: "
              + returned
              + " mails, campaign "
              + feedback
              + ", suppressed "
              + suppressed);
    }
  }

  /** Those by a mail that came back, without those whom a server refused at once. */
  private List<JsonObject> suppressed() throws IOException, InterruptedException {
    List<JsonObject> found = new ArrayList<>();
    for (String reason : List.of(HARD_BOUNCE, COMPLAINT)) {
      api.get("/suppressions?limit=1000&reason=" + reason).getJsonArray("items").stream()
          .map(JsonValue::asJsonObject)
          .filter(DemoFeedback::isByMail)
          .forEach(found::add);
    }
    return found;
  }

  private static boolean isByMail(JsonObject suppression) {
    return suppression.getString("source").startsWith("mailbox ");
  }

  private static long count(List<JsonObject> suppressed, String reason) {
    return suppressed.stream().filter(one -> one.getString("reason").equals(reason)).count();
  }
}
