package io.mailwright.console.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.Words;
import io.mailwright.console.Zone;
import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.DeliveryView;
import io.mailwright.feedback.event.FeedbackCounts;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.event.FeedbackRepository;
import io.mailwright.feedback.event.RecipientFeedback;
import io.mailwright.feedback.reader.Readership;
import io.mailwright.feedback.reader.Readerships;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.operations.campaign.CampaignControl;
import io.mailwright.operations.campaign.CampaignControl.TestResult;
import io.mailwright.operations.campaign.CampaignProgressQuery;
import io.mailwright.operations.campaign.CampaignSites;
import io.mailwright.operations.campaign.CampaignStanding;
import io.mailwright.operations.campaign.CanaryProgress;
import io.mailwright.operations.campaign.RestartPreview;
import io.mailwright.operations.campaign.SiteProgress;
import io.mailwright.operations.execution.ExecutionView;
import io.mailwright.operations.execution.Executions;
import io.mailwright.operations.schedule.ScheduleRepository;
import io.mailwright.routing.brake.CanaryPhase;
import jakarta.annotation.Nullable;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One campaign: how far it is, why it does not send, who got what. */
@Named("campaignPage")
@ViewScoped
public class CampaignPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ROWS = 50;
  private static final int FIRST_SITES = 6;

  @Inject private CampaignRepository campaigns;
  @Inject private CampaignProgressQuery progress;
  @Inject private CampaignControl control;
  @Inject private FeedbackRepository feedback;
  @Inject private Readerships readerships;
  @Inject private DeliveryQuery deliveries;
  @Inject private Executions executions;
  @Inject private ScheduleRepository schedules;
  @Inject private RecipientFeedback recipientFeedback;
  @Inject private Attempt attempt;
  @Inject private CampaignSites sites;
  @Inject private Words words;
  @Inject private Zone zone;

  private long id;
  private String tab;
  private String state;
  private String back;
  private String text;
  private long after;
  private String testTo;
  private transient CampaignLine line;
  private transient RestartPreview restart;
  private transient CampaignStanding standing;
  private Optional<Readership> readers;
  private transient List<DeliveryView> rows;
  private transient Map<String, List<RecipientFeedback.CameBack>> cameBackForRows;
  private transient List<TestResult> testResults;
  private boolean hasMore;

  /** Reads the campaign; again on every tick of the page's clock. */
  public void load() {
    Campaign campaign = campaigns.get(id);
    line = new CampaignLine(campaign, progress.of(campaign));
    rows = null;
    cameBackForRows = null;
    restart = null;
    standing = null;
    readers = null;
  }

  /** The campaign and its numbers. */
  public CampaignLine getLine() {
    if (line == null) {
      load();
    }
    return line;
  }

  private CampaignStanding standing() {
    if (standing == null) {
      standing = sites.of(getLine().campaign());
    }
    return standing;
  }

  /** Every site of the campaign, those with most recipients first. */
  public List<SiteProgress> getSites() {
    return standing().sites();
  }

  /** The few that a glance is for: what is held, then what has most to do. */
  public List<SiteProgress> getFirstSites() {
    return getSites().stream()
        .sorted(
            Comparator.comparing((SiteProgress site) -> site.hold().isEmpty())
                .thenComparing(
                    Comparator.comparingLong((SiteProgress site) -> site.counts().open())
                        .reversed()))
        .limit(FIRST_SITES)
        .toList();
  }

  /** Its canary while that holds the others back; null if it does not. */
  public CanaryProgress getCanary() {
    return standing().canary().filter(c -> c.phase() != CanaryPhase.PASSED).orElse(null);
  }

  /** Whether a person can let the others go: its mails went, and something is to be sent. */
  public boolean isCanaryToLetGo() {
    return getCanary().phase() != CanaryPhase.FILLING
        && switch (getLine().campaign().state()) {
          case RUNNING, WAITING, PAUSED, INTERRUPTED, FAILED -> true;
          case DRAFT, SCHEDULED, PREPARING, COMPLETED, CANCELLED -> false;
        };
  }

  /** Whether the canary is its reason, which is shown with what can be done about it. */
  public boolean isCanarysReason() {
    return getCanary() != null
        && getLine().campaign().why().filter(why -> why.startsWith("canary: ")).isPresent();
  }

  /** The hours in which it sends, in words; empty for any. */
  public String getHours() {
    return HoursWords.of(getLine().campaign(), words);
  }

  /** What going on would do. */
  public RestartPreview getRestart() {
    if (restart == null) {
      restart = control.previewRestart(id);
    }
    return restart;
  }

  /** The deliveries that the filter lets through, one page by id. */
  public List<DeliveryView> getRows() {
    if (rows == null) {
      Optional<String> words =
          text == null || text.isBlank() ? Optional.empty() : Optional.of(text.strip());
      List<DeliveryView> found =
          deliveries.list(
              id, new DeliveryQuery.Filter(wanted(), words, wantedBack(), after, ROWS + 1, false));
      hasMore = found.size() > ROWS;
      rows = hasMore ? found.subList(0, ROWS) : found;
    }
    return rows;
  }

  private Set<DeliveryState> wanted() {
    EnumSet<DeliveryState> states = EnumSet.noneOf(DeliveryState.class);
    Arrays.stream(DeliveryState.values())
        .filter(s -> s.name().equalsIgnoreCase(state))
        .forEach(states::add);
    return states;
  }

  private Set<Integer> wantedBack() {
    return FeedbackKind.ofTaken().stream()
        .filter(kind -> kind.name().equalsIgnoreCase(back))
        .map(FeedbackKind::code)
        .collect(Collectors.toSet());
  }

  /** What can come back, to choose from. */
  public List<FeedbackKind> getBackKinds() {
    return FeedbackKind.ofTaken();
  }

  /** What came back for the mail of a row, each kind once; mostly nothing. */
  public List<RecipientFeedback.CameBack> cameBackFor(DeliveryView row) {
    if (cameBackForRows == null) {
      cameBackForRows =
          recipientFeedback.of(id, getRows().stream().map(DeliveryView::email).toList());
    }
    return cameBackForRows.getOrDefault(row.email(), List.of());
  }

  /** The colour of what came back. */
  public String tone(FeedbackKind kind) {
    return switch (kind) {
      case HARD_BOUNCE, COMPLAINT -> "bad";
      case SOFT_BOUNCE, UNSUBSCRIBE, SOFT_REFUSAL -> "warn";
      case OPEN, CLICK -> "good";
    };
  }

  /** What the next page goes on after; 0 if there is none. */
  public long getNext() {
    List<DeliveryView> page = getRows();
    return hasMore ? page.get(page.size() - 1).id() : 0;
  }

  /** Whether what is in doubt can still be sent again: not after the campaign was cancelled. */
  public boolean isResendable() {
    return getLine().campaign().state() != CampaignState.CANCELLED;
  }

  /** Whether the server's reply has to be shown beside the reason: not if the reason quotes it. */
  public boolean isReplyBeside(DeliveryView delivery) {
    return ReplyBeside.isNeeded(delivery);
  }

  /**
   * When a delivery is tried next, if that is still to come: what is due waits for a worker, or for
   * a person if the campaign is paused.
   */
  public Optional<Instant> nextTry(DeliveryView delivery) {
    return delivery.nextAttemptAt().filter(at -> at.isAfter(zone.now()));
  }

  /** The colour of a delivery's state. */
  public String tone(DeliveryState of) {
    return switch (of) {
      case SENT -> "good";
      case CLAIMED -> "live";
      case DEFERRED, IN_DOUBT -> "warn";
      case FAILED, EXPIRED -> "bad";
      case PENDING, SUPPRESSED, CANCELLED -> "";
    };
  }

  /** Every state, in the order of the counts. */
  public DeliveryState[] getStates() {
    return DeliveryState.values();
  }

  /** How many recipients something of a kind came back for. */
  public record CameBack(FeedbackKind kind, long recipients) {}

  /** What came back; kinds of which there is nothing are left out. */
  public List<CameBack> getCameBack() {
    FeedbackCounts counts = feedback.counts(List.of(id));
    return FeedbackKind.ofTaken().stream()
        .map(kind -> new CameBack(kind, counts.of(id, kind).recipients()))
        .filter(one -> one.recipients() > 0)
        .toList();
  }

  /** What became known of its readers; null if it does not want to know, or has not started. */
  public @Nullable Readership getReaders() {
    if (readers == null) {
      readers = readerships.of(campaigns.get(id));
    }
    return readers.orElse(null);
  }

  /** Its executions, newest first. */
  public List<ExecutionView> getExecutions() {
    return executions.list(
        new Executions.Filter(Optional.empty(), Optional.empty(), Optional.of(id), 0, 20, true));
  }

  /** Whether copies of it are sent by the calendar, its own or that of a schedule. */
  public boolean isRepeating() {
    return campaigns.get(id).cron().isPresent() || schedules.sendsCopiesOf(id);
  }

  /** The runs of a recurring campaign. */
  public List<Campaign> getRuns() {
    return campaigns.runsOf(id);
  }

  /** Sends the real mail to a few addresses. */
  public void sendTest() {
    testResults = null;
    attempt
        .withInputs("test:")
        .asSender(
            () ->
                testResults =
                    control.sendTest(
                        id,
                        FormFields.addresses("to", testTo).stream()
                            .map(EmailAddress::written)
                            .toList()));
  }

  /** What the servers answered to the test. */
  public List<TestResult> getTestResults() {
    return testResults;
  }

  public long getId() {
    return id;
  }

  public void setId(long id) {
    this.id = id;
  }

  public String getTab() {
    return tab == null || tab.isBlank() ? "deliveries" : tab;
  }

  public void setTab(String tab) {
    this.tab = tab;
  }

  public String getState() {
    return state;
  }

  public void setState(String state) {
    this.state = state;
  }

  public String getBack() {
    return back;
  }

  public void setBack(String back) {
    this.back = back;
  }

  public String getText() {
    return text;
  }

  public void setText(String text) {
    this.text = text;
  }

  public long getAfter() {
    return after;
  }

  public void setAfter(long after) {
    this.after = after;
  }

  public String getTestTo() {
    return testTo;
  }

  public void setTestTo(String testTo) {
    this.testTo = testTo;
  }
}
