package io.mailwright.rest.campaign;

import io.mailwright.operations.dryrun.DryRun;
import io.mailwright.operations.dryrun.DryRunResult;
import io.mailwright.operations.dryrun.MailProblems;
import io.mailwright.operations.dryrun.Prediction;
import io.mailwright.rest.JsonAnswer;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A dry run as JSON. */
final class DryRunJson {
  private DryRunJson() {}

  static JsonAnswer json(DryRun run) {
    return new JsonAnswer()
        .put("id", run.id())
        .put("campaignId", run.campaignId())
        .put("state", run.state())
        .put("phase", run.phase())
        .put("percent", run.percent())
        .put("done", run.done())
        .put("total", run.total())
        .put("virtualTime", run.virtualTime())
        .put("startedAt", run.startedAt())
        .put("endedAt", run.endedAt())
        .put("why", run.why())
        .put("result", run.result().map(DryRunJson::result));
  }

  private static JsonAnswer result(DryRunResult result) {
    Prediction prediction = result.prediction();
    return new JsonAnswer()
        .put("addresses", result.addresses())
        .put("suppressed", result.suppressed())
        .put("unmeasured", result.unmeasured())
        .put("startAt", prediction.start())
        .put("finishAt", prediction.finish())
        .put("accepted", prediction.accepted())
        .put("deferrals", prediction.deferrals())
        .put("failed", prediction.failed())
        .put("expired", prediction.expired())
        .put("left", prediction.left())
        .put("whyLeft", prediction.whyLeft())
        .put("binding", prediction.binding().map(DryRunJson::limit))
        .put("limits", prediction.limits().stream().map(DryRunJson::limit).toList())
        .put(
            "byHour",
            new TreeMap<>(prediction.byHour()).entrySet().stream().map(DryRunJson::hour).toList())
        .put("sites", prediction.sites().stream().map(DryRunJson::site).toList())
        .put("otherSites", prediction.otherSites())
        .put("problems", problems(result.problems()));
  }

  private static JsonAnswer limit(Prediction.Limit limit) {
    return new JsonAnswer()
        .put("why", limit.why())
        .put("scope", limit.scope())
        .put("held", limit.held())
        .put("waitedSeconds", limit.waited());
  }

  private static JsonAnswer hour(Map.Entry<Instant, Long> hour) {
    return new JsonAnswer().put("from", hour.getKey()).put("accepted", hour.getValue());
  }

  private static JsonAnswer site(Prediction.SiteForecast site) {
    return new JsonAnswer()
        .put("site", site.site())
        .put("mails", site.mails())
        .put("deferrals", site.deferrals())
        .put("failed", site.failed())
        .put("left", site.left())
        .put("finishAt", site.finish());
  }

  private static JsonAnswer problems(MailProblems problems) {
    return new JsonAnswer()
        .put("made", problems.made())
        .put("isSample", problems.isSample())
        .put("reasons", problems.problems().stream().map(DryRunJson::problem).toList());
  }

  private static JsonAnswer problem(MailProblems.Problem problem) {
    return new JsonAnswer()
        .put("kind", problem.kind())
        .put("reason", problem.reason())
        .put("count", problem.count())
        .put(
            "examples",
            problem.examples().stream()
                .map(
                    example ->
                        new JsonAnswer()
                            .put("contactId", example.contactId())
                            .put("email", example.email()))
                .toList());
  }
}
