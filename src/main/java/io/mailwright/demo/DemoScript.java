package io.mailwright.demo;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the demonstration does: routes, import, template, campaign, send, what came back, report.
 */
final class DemoScript {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final List<String> OVER =
      List.of("completed", "failed", "cancelled", "paused", "interrupted");

  private final ApiClient api;
  private final Consumer<String> out;
  private final Pause pause;

  /** Waits a moment between two looks. */
  @FunctionalInterface
  interface Pause {
    void aMoment() throws InterruptedException;
  }

  DemoScript(ApiClient api, Consumer<String> out, Pause pause) {
    this.api = api;
    this.out = out;
    this.pause = pause;
  }

  /**
   * Runs it.
   *
   * @throws DemoFailure if a call is refused, a run does not end well, or the counts do not add up
   */
  void run() throws IOException, InterruptedException {
    long poolId = new DemoRouting(api, out).setUp();
    long listId =
        id(api.post("/lists", Json.createObjectBuilder().add("name", "Demo recipients").build()));
    DemoFeedback feedback = new DemoFeedback(api, out, pause);
    long mailboxId = feedback.setUp();
    JsonObject imported = importRecipients(listId);
    long templateId = id(api.post("/templates", template()));
    long campaignId = id(api.post("/campaigns", campaign(listId, templateId, poolId)));
    api.post("/campaigns/" + campaignId + "/start");
    JsonObject finished = follow(campaignId);
    feedback.read(mailboxId);
    new DemoReport(api, out).print(campaignId, imported, finished);
    feedback.print(campaignId, mailboxId);
  }

  private JsonObject importRecipients(long listId) throws IOException, InterruptedException {
    JsonObject started =
        api.postCsv(
            "/lists/" + listId + "/imports?onError=skip", ApiClient.resource("recipients.csv"));
    long importId = started.getJsonNumber("importId").longValue();
    JsonObject state = api.get("/imports/" + importId);
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!state.getString("state").equals("completed")) {
      if (System.nanoTime() > end
          || List.of("failed", "aborted").contains(state.getString("state"))) {
        throw new DemoFailure("the import ended as " + state);
      }
      pause.aMoment();
      state = api.get("/imports/" + importId);
    }
    out.accept(
        "Imported "
            + state.getInt("imported")
            + " of "
            + state.getInt("rowsRead")
            + " rows; "
            + state.getInt("rejected")
            + " rejected");
    return state;
  }

  private static JsonObject template() throws IOException {
    return Json.createObjectBuilder()
        .add("name", "Demo template")
        .add("subject", text("subject.txt").strip())
        .add("html", text("mail.html"))
        .add("text", text("mail.txt"))
        .add(
            "attachments",
            Json.createArrayBuilder()
                .add(
                    Json.createObjectBuilder()
                        .add("name", "programme.pdf")
                        .add("contentType", "application/pdf")
                        .add(
                            "base64",
                            Base64.getEncoder()
                                .encodeToString(ApiClient.resource("programme.pdf")))))
        .build();
  }

  private static String text(String name) throws IOException {
    return new String(ApiClient.resource(name), StandardCharsets.UTF_8);
  }

  private static JsonObject campaign(long listId, long templateId, long poolId) {
    JsonArrayBuilder lists = Json.createArrayBuilder().add(listId);
    JsonObjectBuilder from =
        Json.createObjectBuilder().add("address", "news@example.com").add("name", "Mailwright 演示");
    JsonObjectBuilder retry =
        Json.createObjectBuilder()
            .add("attempts", 5)
            .add("firstDelay", "PT2S")
            .add("maxAge", "PT1H");
    return Json.createObjectBuilder()
        .add("name", "Demo campaign")
        .add("listIds", lists)
        .add("templateId", templateId)
        .add("from", from)
        .add("poolId", poolId)
        .add("retry", retry)
        .add("onAmbiguous", "hold")
        .build();
  }

  private JsonObject follow(long campaignId) throws IOException, InterruptedException {
    long start = System.nanoTime();
    String last = "";
    while (System.nanoTime() - start < LONGEST.toNanos()) {
      JsonObject campaign = api.get("/campaigns/" + campaignId);
      JsonObject counts = campaign.getJsonObject("counts");
      String line =
          String.format(
              "%-9s  sent %d of %d, deferred %d, failed %d, in doubt %d%s",
              campaign.getString("state"),
              counts.getInt("sent"),
              counts.getInt("total"),
              counts.getInt("deferred"),
              counts.getInt("failed"),
              counts.getInt("inDoubt"),
              campaign.isNull("why") ? "" : "\n          " + campaign.getString("why"));
      if (!line.equals(last)) {
        out.accept(
            String.format(
                "%4d s  %s", Duration.ofNanos(System.nanoTime() - start).toSeconds(), line));
        last = line;
      }
      if (campaign.getString("state").equals("completed")) {
        return campaign;
      }
      if (OVER.contains(campaign.getString("state"))) {
        throw new DemoFailure(
            "the campaign ended as " + campaign.getString("state") + ": " + campaign.get("why"));
      }
      pause.aMoment();
    }
    throw new DemoFailure(
        "the campaign was not finished within " + LONGEST.toMinutes() + " minutes");
  }

  private static long id(JsonObject created) {
    return created.getJsonNumber("id").longValue();
  }
}
