package io.mailwright.rest.report;

import io.mailwright.kernel.error.Require;
import io.mailwright.report.CampaignReport;
import io.mailwright.report.ComparedCampaign;
import io.mailwright.report.Funnel;
import io.mailwright.report.OverallReport;
import io.mailwright.report.TemplateUse;
import io.mailwright.report.advice.Advice;
import io.mailwright.report.projection.Counts;
import io.mailwright.report.projection.Measure;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.campaign.CampaignJson;
import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reports as JSON. */
final class ReportJson {
  private ReportJson() {}

  static JsonObject json(CampaignReport report) {
    Map<String, Object> feedback = new LinkedHashMap<>();
    report
        .cameBack()
        .forEach(
            one ->
                feedback.put(
                    Measure.field(one.kind().name()),
                    new JsonAnswer()
                        .put("recipients", one.recipients())
                        .put("events", one.events())));
    return new JsonAnswer()
        .put("campaignId", report.campaignId())
        .put("asOf", report.asOf())
        .put("zone", report.zone())
        .put("template", template(report.template()))
        .put(
            "tracking",
            new JsonAnswer()
                .put("opens", report.tracked().opens())
                .put("clicks", report.tracked().clicks()))
        .put("counts", CampaignJson.counts(report.counts()))
        .put("deferredAndSent", report.deferredAndSent())
        .put("totals", counts(report.totals(), false))
        .put("feedback", feedback)
        .put("funnel", Funnel.of(report).stream().map(ReportJson::json).toList())
        .put("bySite", report.bySite().stream().map(ReportJson::json).toList())
        .put("byRoute", report.byServer().stream().map(ReportJson::json).toList())
        .put(
            "byHour",
            report.byHour().stream()
                .map(
                    hour ->
                        with(
                            new JsonAnswer().put("start", hour.start()).put("sent", hour.sent()),
                            hour.counts(),
                            true))
                .toList())
        .put("byReason", report.causes().stream().map(ReportJson::json).toList())
        .put(
            "topErrors",
            report.topErrors().stream()
                .map(
                    reason ->
                        new JsonAnswer()
                            .put("state", reason.state())
                            .put("text", reason.text())
                            .put("count", reason.count()))
                .toList())
        .put("topReplies", report.topReplies().stream().map(ReportJson::json).toList())
        .put("bounces", report.bounces().stream().map(ReportJson::json).toList())
        .put("worstDomains", report.worstDomains().stream().map(ReportJson::json).toList())
        .put("advice", report.advice().stream().map(ReportJson::json).toList())
        .build();
  }

  static JsonObject json(OverallReport report) {
    return new JsonAnswer()
        .put("from", report.range().from().toString())
        .put("to", report.range().to().toString())
        .put("zone", report.range().zone())
        .put("asOf", report.asOf())
        .put("totals", counts(report.totals(), true))
        .put("before", counts(report.before(), true))
        .put("funnel", Funnel.of(report).stream().map(ReportJson::json).toList())
        .put(
            "campaigns",
            report.campaigns().stream()
                .map(
                    line ->
                        with(
                            new JsonAnswer()
                                .put("id", line.id())
                                .put("name", line.name())
                                .put("state", line.state().toLowerCase(Locale.ROOT)),
                            line.counts(),
                            true))
                .toList())
        .put("bySite", report.bySite().stream().map(ReportJson::timed).toList())
        .put("byRoute", report.byRoute().stream().map(ReportJson::timed).toList())
        .put(
            "byTemplate",
            report.byTemplate().stream()
                .map(
                    line ->
                        with(
                            new JsonAnswer()
                                .put("template", template(line.template()))
                                .put("campaigns", line.campaigns()),
                            line.counts(),
                            true))
                .toList())
        .put(
            "byDay",
            report.byDay().stream()
                .map(
                    day ->
                        with(
                            new JsonAnswer().put("date", day.date().toString()),
                            day.counts(),
                            true))
                .toList())
        .put(
            "byHourOfDay",
            report.byHourOfDay().stream()
                .map(hour -> with(new JsonAnswer().put("hour", hour.hour()), hour.counts(), true))
                .toList())
        .put("byReason", report.causes().stream().map(ReportJson::json).toList())
        .put("topReplies", report.topReplies().stream().map(ReportJson::json).toList())
        .put("bounces", report.bounces().stream().map(ReportJson::json).toList())
        .put("worstDomains", report.worstDomains().stream().map(ReportJson::json).toList())
        .put("advice", report.advice().stream().map(ReportJson::json).toList())
        .build();
  }

  static JsonObject json(List<ComparedCampaign> campaigns) {
    return new JsonAnswer()
        .put("items", campaigns.stream().map(campaign -> json(campaign, campaigns)).toList())
        .build();
  }

  private static JsonAnswer json(ComparedCampaign campaign, List<ComparedCampaign> all) {
    Map<String, Object> metrics = new LinkedHashMap<>();
    for (ComparedCampaign.Metric metric : ComparedCampaign.Metric.values()) {
      ComparedCampaign.Share share = campaign.share(metric);
      metrics.put(
          Measure.field(metric.name()),
          new JsonAnswer()
              .put("count", share.part())
              .put("of", share.base())
              .put("share", share.value())
              .put("clearlyBest", campaign.isBest(metric, all)));
    }
    return new JsonAnswer()
        .put("id", campaign.id())
        .put("name", campaign.name())
        .put("state", campaign.state().toLowerCase(Locale.ROOT))
        .put("template", template(campaign.template()))
        .put("startedAt", campaign.startedAt())
        .put("endedAt", campaign.endedAt())
        .put("counts", CampaignJson.counts(campaign.counts()))
        .put("metrics", metrics);
  }

  private static JsonAnswer template(TemplateUse template) {
    return new JsonAnswer()
        .put("id", template.id())
        .put("name", template.name())
        .put("version", template.version());
  }

  private static JsonAnswer json(Funnel.Step step) {
    return new JsonAnswer()
        .put("step", Measure.field(step.name()))
        .put("count", step.count())
        .put("of", step.base());
  }

  private static JsonAnswer json(CampaignReport.Line line) {
    return with(
        new JsonAnswer()
            .put("name", line.name())
            .put("displayName", line.displayName())
            .put("sent", line.sent())
            .put("deferred", line.deferred())
            .put("failed", line.failed())
            .put("inDoubt", line.inDoubt()),
        line.counts(),
        false);
  }

  private static JsonAnswer timed(CampaignReport.Line line) {
    return with(
        new JsonAnswer().put("name", line.name()).put("displayName", line.displayName()),
        line.counts(),
        true);
  }

  private static JsonAnswer json(CampaignReport.Cause cause) {
    return new JsonAnswer()
        .put("reason", cause.cause())
        .put("deferrals", cause.deferrals())
        .put("failed", cause.failures());
  }

  private static JsonAnswer json(CampaignReport.Reply reply) {
    return new JsonAnswer()
        .put("kind", reply.kind())
        .put("reason", reply.cause())
        .put("text", reply.text())
        .put("count", reply.count());
  }

  private static JsonAnswer json(Advice advice) {
    return new JsonAnswer()
        .put("kind", Require.word(advice.kind()))
        .put("subject", advice.subject())
        .put("text", advice.text())
        .put("share", advice.share())
        .put("comparedWith", advice.otherShare())
        .put("avoid", advice.bad())
        .put("prefer", advice.better())
        .put("evidence", advice.evidence());
  }

  private static JsonAnswer counts(Counts counts, boolean isTimed) {
    return with(new JsonAnswer(), counts, isTimed);
  }

  private static JsonAnswer with(JsonAnswer answer, Counts counts, boolean isTimed) {
    for (Measure measure : Measure.values()) {
      if (!isTimed || measure.isTimed()) {
        answer.put(measure.field(), counts.of(measure));
      }
    }
    return answer;
  }
}
