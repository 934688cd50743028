package io.mailwright.operations.notice;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.delivery.ledger.DeliveryView;
import io.mailwright.report.CampaignReport;
import io.mailwright.report.CampaignReports;
import io.mailwright.report.DeliverySheet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Makes the lists of failures that go with notices, none larger than a mail can carry. */
@ApplicationScoped
public class FailureLists {
  /** Rows of the file at most; the console has them all. */
  static final int MOST_ROWS = 5_000;

  private static final int MOST_CHARACTERS = 1_000_000;
  private static final int PAGE = 500;
  private static final int MOST_REASONS = 10;

  private DeliveryQuery deliveries;
  private CampaignReports reports;

  /** For CDI. */
  protected FailureLists() {}

  @Inject
  FailureLists(DeliveryQuery deliveries, CampaignReports reports) {
    this.deliveries = deliveries;
    this.reports = reports;
  }

  /** The failures that belong to a notice, as they stand now. */
  public FailureList of(Notice notice) {
    boolean hasFailures = NoticeKind.of(notice.kind()).filter(NoticeKind::hasFailures).isPresent();
    return hasFailures && notice.campaignId().isPresent()
        ? of(notice.campaignId().get())
        : FailureList.NONE;
  }

  private FailureList of(long campaignId) {
    DeliveryCounts counts = deliveries.counts(campaignId);
    long total = DeliverySheet.FAILURES.stream().mapToLong(counts::of).sum();
    if (total == 0) {
      return FailureList.NONE;
    }
    List<CampaignReport.Reason> reasons =
        reports.failures(campaignId).stream().limit(MOST_REASONS).toList();
    StringWriter text = new StringWriter();
    long listed = write(campaignId, text);
    return new FailureList(
        reasons, Math.max(total, listed), listed, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private long write(long campaignId, StringWriter out) {
    try {
      DeliverySheet sheet = new DeliverySheet(out);
      long listed = 0;
      long after = 0;
      List<DeliveryView> page;
      do {
        page =
            deliveries.list(
                campaignId,
                new DeliveryQuery.Filter(
                    DeliverySheet.FAILURES, Optional.empty(), after, PAGE, false));
        for (DeliveryView row : page) {
          if (listed == MOST_ROWS || out.getBuffer().length() > MOST_CHARACTERS) {
            sheet.flush();
            return listed;
          }
          sheet.write(row);
          sheet.flush();
          after = row.id();
          listed++;
        }
      } while (page.size() == PAGE);
      return listed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
