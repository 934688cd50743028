package io.mailwright.console.report;

import io.mailwright.campaign.CampaignRepository;
import io.mailwright.console.campaign.HourChart;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.report.CampaignReport;
import io.mailwright.report.CampaignReports;
import io.mailwright.report.Funnel;
import io.mailwright.report.export.ReportTables;
import io.mailwright.report.export.Table;
import io.mailwright.report.projection.Measure;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What became of a campaign. */
@Named("reportPage")
@RequestScoped
public class ReportPage {
  @Inject private CampaignRepository campaigns;
  @Inject private CampaignReports reports;

  private long id;
  private final Map<Long, CampaignReport> made = new HashMap<>();

  /** The report of the page's campaign. */
  public CampaignReport getReport() {
    return of(id);
  }

  /** The report of a campaign, made once a request. */
  public CampaignReport of(long campaignId) {
    return made.computeIfAbsent(
        campaignId,
        key -> {
          campaigns.get(key);
          return reports.of(key);
        });
  }

  /** The steps of its funnel. */
  public List<Funnel.Step> funnel(CampaignReport report) {
    return Funnel.of(report);
  }

  /** What happened by hour, as a chart in the campaign's zone. */
  public HourChart chart(CampaignReport report) {
    return ReportCharts.sent(ReportCharts.answered(report.byHour()), report.zone());
  }

  /** When mails were read for the first time, as a chart of the first weeks. */
  public HourChart readers(CampaignReport report) {
    return ReportCharts.readers(ReportCharts.firstWeeks(report.byHour()), report.zone());
  }

  /** When mails came back and people left. */
  public ReportCharts.TimeLine cameBack(CampaignReport report) {
    return ReportCharts.cameBack(report.byHour(), report.zone());
  }

  /** The tables of the report that there are as CSV. */
  public List<String> getParts() {
    return ReportTables.of(getReport()).stream().map(Table::name).toList();
  }

  /** Whether it is known yet who gets it. */
  public boolean isStarted(CampaignReport report) {
    return report.counts().total() > 0;
  }

  /** Whether opens or clicks are counted. */
  public boolean isRead(CampaignReport report) {
    return report.isOpenCounted() || report.isClickCounted();
  }

  /** Whether a kind of what came back is counted, so that none of it means none. */
  public boolean isCounted(CampaignReport report, FeedbackKind kind) {
    return switch (kind) {
      case OPEN -> report.isOpenCounted();
      case CLICK -> report.isClickCounted();
      case HARD_BOUNCE, SOFT_BOUNCE, COMPLAINT, UNSUBSCRIBE, SOFT_REFUSAL -> true;
    };
  }

  /** How many machines did what people may do, too. */
  public long machines(CampaignReport report, FeedbackKind kind) {
    return switch (kind) {
      case OPEN -> report.totals().of(Measure.MACHINE_OPENS);
      case CLICK -> report.totals().of(Measure.MACHINE_CLICKS);
      case HARD_BOUNCE, SOFT_BOUNCE, COMPLAINT, UNSUBSCRIBE, SOFT_REFUSAL -> 0;
    };
  }

  /** How a page colours what a state means. */
  public String tone(CampaignReport report) {
    if (report.failed() * 20 > report.intended()
        || report.counts().of(DeliveryState.IN_DOUBT) > 0) {
      return "warn";
    }
    return report.accepted() == 0 ? "" : "good";
  }

  public long getId() {
    return id;
  }

  public void setId(long id) {
    this.id = id;
  }
}
