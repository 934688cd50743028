package io.mailwright.console.report;

import io.mailwright.campaign.CampaignRepository;
import io.mailwright.console.campaign.HourChart;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.report.CampaignReport;
import io.mailwright.report.CampaignReports;
import io.mailwright.report.Funnel;
import io.mailwright.report.export.ReportTables;
import io.mailwright.report.export.Table;
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
    return HourChart.of(
        report.byHour().stream()
            .filter(hour -> hour.sent() + hour.deferrals() + hour.failed() > 0)
            .map(
                hour ->
                    new HourChart.Hour(hour.start(), hour.sent(), hour.deferrals(), hour.failed()))
            .toList(),
        report.zone());
  }

  /** The tables of the report that there are as CSV. */
  public List<String> getParts() {
    return ReportTables.of(getReport()).stream().map(Table::name).toList();
  }

  /** Whether it is known yet who gets it. */
  public boolean isStarted(CampaignReport report) {
    return report.counts().total() > 0;
  }

  /** Whether readers are asked about: else nothing is said of opens. */
  public boolean isRead(CampaignReport report) {
    return report.cameBack().stream()
        .anyMatch(
            one ->
                one.recipients() > 0
                    && switch (one.kind()) {
                      case OPEN, CLICK -> true;
                      case HARD_BOUNCE, SOFT_BOUNCE, COMPLAINT, UNSUBSCRIBE -> false;
                    });
  }

  /** How a page colours what a state means. */
  public String tone(CampaignReport report) {
    long intended = report.intended();
    if (intended == 0 || report.accepted() == 0) {
      return "";
    }
    return report.failed() * 20 > intended || report.counts().of(DeliveryState.IN_DOUBT) > 0
        ? "warn"
        : "good";
  }

  public long getId() {
    return id;
  }

  public void setId(long id) {
    this.id = id;
  }
}
