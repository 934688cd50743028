package io.mailwright.demo;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.function.Consumer;

/** Prints what became of everybody, and checks that it adds up. */
final class DemoReport {
  private final ApiClient api;
  private final Consumer<String> out;

  DemoReport(ApiClient api, Consumer<String> out) {
    this.api = api;
    this.out = out;
  }

  void print(long campaignId, JsonObject imported, JsonObject campaign)
      throws IOException, InterruptedException {
    JsonObject counts = campaign.getJsonObject("counts");
    JsonObject report = api.get("/campaigns/" + campaignId + "/report");
    out.accept("");
    out.accept("Report");
    out.accept("  rows read              " + imported.getInt("rowsRead"));
    out.accept("  rejected rows          " + imported.getInt("rejected"));
    out.accept("  recipients             " + counts.getInt("total"));
    out.accept("  sent                   " + counts.getInt("sent"));
    out.accept("  of these deferred once " + report.getInt("deferredAndSent"));
    out.accept("  failed                 " + counts.getInt("failed"));
    out.accept("  expired                " + counts.getInt("expired"));
    out.accept("  suppressed             " + counts.getInt("suppressed"));
    out.accept("  in doubt               " + counts.getInt("inDoubt"));
    out.accept("Reasons");
    for (JsonValue reason : report.getJsonArray("topErrors")) {
      JsonObject r = reason.asJsonObject();
      out.accept(
          String.format(
              "  %5d  %-9s  %s", r.getInt("count"), r.getString("state"), r.getString("text")));
    }
    out.accept("Rejected rows (line, column, value, reason)");
    api.text("/imports/" + imported.getInt("id") + "/rejects")
        .lines()
        .skip(1)
        .forEach(line -> out.accept("  " + line));
    check(imported, counts);
  }

  private static void check(JsonObject imported, JsonObject counts) {
    int settled =
        counts.getInt("sent")
            + counts.getInt("failed")
            + counts.getInt("expired")
            + counts.getInt("suppressed")
            + counts.getInt("inDoubt")
            + counts.getInt("cancelled");
    if (imported.getInt("rowsRead")
            != imported.getInt("imported")
                + imported.getInt("updated")
                + imported.getInt("rejected")
        || counts.getInt("total") != imported.getInt("imported")
        || settled != counts.getInt("total")) {
      throw new DemoFailure(
          "the counts do not add up: import " + imported + ", campaign " + counts);
    }
  }
}
