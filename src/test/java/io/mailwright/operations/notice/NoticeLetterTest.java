package io.mailwright.operations.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.content.render.RenderedMail;
import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.DeliveryView;
import io.mailwright.operations.access.Language;
import io.mailwright.report.CampaignReport;
import io.mailwright.report.CampaignReports;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NoticeLetterTest {
  private static final URI CONSOLE = URI.create("https://mail.example");

  private static Notice notice(String kind, String subject, String body) {
    return new Notice(
        1,
        Instant.parse("2026-12-01T09:00:00Z"),
        "warning",
        kind,
        Optional.of(7L),
        Optional.empty(),
        subject,
        body,
        false,
        1);
  }

  @Test
  void speaksTheReadersLanguageAndLeavesTheServersWords() {
    FailureList failures =
        new FailureList(
            List.of(
                new CampaignReport.Reason("failed", "550 5.1.1 No such user", 1200),
                new CampaignReport.Reason("inDoubt", "the final reply was lost", 3)),
            1300,
            1300,
            new byte[] {1});
    NoticeLetter letter =
        new NoticeLetter(
            CONSOLE,
            notice(
                "campaign-paused",
                "Campaign “Sale” paused itself",
                "too many mails cannot be rendered: x"),
            Language.ZH,
            failures);
    RenderedMail mail = letter.mail("Relay 2", "Relay 1: refused the sender: 550 no");
    assertThat(mail.subject()).isEqualTo("[Mailwright] 活动“Sale”已自动暂停");
    assertThat(mail.text().orElseThrow())
        .contains("无法生成的邮件过多：x", "失败明细：1,300 封", "- 1,200 × 失败：550 5.1.1 No such user")
        .contains("……以及其他原因", "附件列出了全部 1,300 封")
        .contains("此邮件经由 Relay 2 发送", "Relay 1：拒绝了发件人：550 no")
        .contains("打开活动：https://mail.example/campaign?id=7");
    assertThat(mail.html()).contains("lang=\"zh-CN\"");
  }

  @Test
  void letsNothingOutOfItsPlace() {
    NoticeLetter letter =
        new NoticeLetter(
            CONSOLE,
            notice("campaign-failed", "Campaign “a\r\nBcc: x@y.example” failed", "<script>\"&"),
            Language.EN,
            FailureList.NONE);
    RenderedMail mail = letter.mail("Relay", "");
    assertThat(mail.subject()).isEqualTo("[Mailwright] Campaign “a Bcc: x@y.example” failed");
    assertThat(mail.html()).contains("&lt;script&gt;&quot;&amp;").doesNotContain("<script>");
    assertThat(letter.files()).isEmpty();
  }

  /** So many failures, and a reply that is a formula. */
  private record Failures(long count) implements DeliveryQuery, CampaignReports {
    @Override
    public List<DeliveryView> list(long campaignId, Filter filter) {
      return LongStream.rangeClosed(
              filter.after() + 1, Math.min(count, filter.after() + filter.limit()))
          .mapToObj(Failures::row)
          .toList();
    }

    private static DeliveryView row(long id) {
      return new DeliveryView(
          id,
          id,
          "+" + id + "@gone.example",
          DeliveryState.FAILED,
          1,
          Optional.empty(),
          Optional.of("Relay"),
          Optional.of(550),
          Optional.of("5.1.1"),
          Optional.of("@SUM(A1)"),
          Optional.of("\tx"),
          "<m@x>",
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    @Override
    public DeliveryCounts counts(long campaignId) {
      return new DeliveryCounts(Map.of(DeliveryState.FAILED, count));
    }

    @Override
    public Optional<DeliveryView> find(long campaignId, long deliveryId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void forEach(long campaignId, Set<DeliveryState> states, Consumer<DeliveryView> reader) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<Long, DeliveryCounts> counts(Collection<Long> campaignIds) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CampaignReport of(long campaignId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<CampaignReport.Reason> failures(long campaignId) {
      return List.of();
    }
  }

  @Test
  void attachesNoMoreThanAMailCanCarry() {
    Failures many = new Failures(12_345);
    FailureList list = new FailureLists(many, many).of(notice("campaign-completed", "s", "b"));
    assertThat(list.total()).isEqualTo(12_345);
    assertThat(list.listed()).isEqualTo(FailureLists.MOST_ROWS);
    String csv = new String(list.csv(), StandardCharsets.UTF_8);
    assertThat(csv.lines()).hasSize(FailureLists.MOST_ROWS + 1);
    assertThat(csv).contains("\n'+1@gone.example,failed,1,550,5.1.1,'@SUM(A1),'\tx,Relay,,<m@x>");
    assertThat(
            new NoticeLetter(CONSOLE, notice("campaign-completed", "s", "b"), Language.EN, list)
                .mail("Relay", "")
                .text()
                .orElseThrow())
        .contains("first 5,000 of 12,345");
    assertThat(new FailureLists(many, many).of(notice("quota-reached", "s", "b")))
        .isEqualTo(FailureList.NONE);
    Failures few = new Failures(1_000);
    assertThat(new FailureLists(few, few).of(notice("campaign-failed", "s", "b")).listed())
        .isEqualTo(1_000);
  }
}
