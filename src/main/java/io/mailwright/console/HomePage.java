package io.mailwright.console;

import io.mailwright.audience.list.ContactListRepository;
import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.console.campaign.CampaignLine;
import io.mailwright.content.template.TemplateRepository;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.operations.campaign.CampaignProgress;
import io.mailwright.operations.campaign.CampaignProgressQuery;
import io.mailwright.operations.execution.ExecutionView;
import io.mailwright.operations.execution.Executions;
import io.mailwright.operations.notice.Notice;
import io.mailwright.operations.notice.NoticeRepository;
import io.mailwright.operations.trial.SandboxHost;
import io.mailwright.routing.PoolRepository;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What runs, what needs a person, what happened; and the way to the first campaign. */
@Named("homePage")
@ViewScoped
public class HomePage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ROWS = 20;

  @Inject private CampaignRepository campaigns;
  @Inject private CampaignProgressQuery progress;
  @Inject private Executions executions;
  @Inject private NoticeRepository notices;
  @Inject private ContactListRepository lists;
  @Inject private TemplateRepository templates;
  @Inject private PoolRepository pools;
  @Inject private Attempt attempt;
  @Inject private SandboxHost sandbox;

  private long lastPutAway;
  private String lastSubject = "";
  private boolean isAll;
  private transient List<CampaignLine> active;
  private transient List<CampaignLine> troubled;
  private transient List<CampaignLine> doubtful;
  private transient List<ExecutionView> recent;

  /** Kept between two clicks, so that a row is that row. */
  private transient List<Notice> shown;

  /** Reads everything anew. */
  public void load() {
    active =
        lines(
            EnumSet.of(
                CampaignState.PREPARING,
                CampaignState.RUNNING,
                CampaignState.WAITING,
                CampaignState.PAUSED,
                CampaignState.SCHEDULED));
    troubled = lines(EnumSet.of(CampaignState.INTERRUPTED, CampaignState.FAILED));
    Set<Long> shownAlready =
        troubled.stream().map(line -> line.campaign().id()).collect(Collectors.toSet());
    doubtful =
        lines(
            progress.inDoubt(ROWS).stream()
                .filter(id -> !shownAlready.contains(id))
                .flatMap(id -> campaigns.find(id).stream())
                .toList());
    recent =
        executions.list(
            new Executions.Filter(
                Optional.empty(), Optional.empty(), Optional.empty(), 0, 100, true));
  }

  private List<CampaignLine> lines(Set<CampaignState> states) {
    return lines(campaigns.page(PageRequest.newest(ROWS), states).items());
  }

  private List<CampaignLine> lines(List<Campaign> found) {
    Map<Long, CampaignProgress> numbers = progress.of(found.stream().map(Campaign::id).toList());
    return found.stream()
        .filter(campaign -> numbers.containsKey(campaign.id()))
        .map(campaign -> new CampaignLine(campaign, numbers.get(campaign.id())))
        .toList();
  }

  /** Campaigns that are under way. */
  public List<CampaignLine> getActive() {
    if (active == null) {
      load();
    }
    return active;
  }

  /** Campaigns that a crash or a failure stopped. */
  public List<CampaignLine> getTroubled() {
    getActive();
    return troubled;
  }

  /** Campaigns with mails about which a person has to decide, besides those that were stopped. */
  public List<CampaignLine> getDoubtful() {
    getActive();
    return doubtful;
  }

  /** Executions of other jobs that run now. */
  public List<ExecutionView> getRunning() {
    getActive();
    return recent.stream().filter(e -> e.isLive() && e.campaignId().isEmpty()).toList();
  }

  /** Failed executions of other jobs that nobody has restarted or abandoned. */
  public List<ExecutionView> getFailed() {
    getActive();
    Set<Long> seen = new HashSet<>();
    return recent.stream()
        .filter(e -> e.campaignId().isEmpty() && seen.add(e.instanceId()))
        .filter(e -> e.batchStatus().equals("FAILED"))
        .toList();
  }

  /** Whether a campaign that runs asks for another look soon. */
  public boolean isMoving() {
    return getActive().stream().anyMatch(CampaignLine::isMoving) || !getRunning().isEmpty();
  }

  /** What has been said lately and nobody has put away; or all of it. */
  public List<Notice> getNotices() {
    if (shown == null) {
      shown = notices.latest(ROWS, !isAll);
    }
    return shown;
  }

  /** Puts a notice away. */
  public void putAway(long noticeId) {
    Optional<Notice> notice = getNotices().stream().filter(n -> n.id() == noticeId).findFirst();
    if (attempt.asSender(() -> notices.markRead(noticeId))) {
      lastPutAway = notice.map(Notice::id).orElse(0L);
      lastSubject = notice.map(Notice::subject).orElse("");
      shown = null;
    }
  }

  /** Brings back a notice that was put away. */
  public void bringBack(long noticeId) {
    if (attempt.asSender(() -> notices.markUnread(noticeId))) {
      lastPutAway = 0;
      shown = null;
    }
  }

  /** The notice that was put away last on this page; 0 if none was. */
  public long getLastPutAway() {
    return lastPutAway;
  }

  /** What it was about. */
  public String getLastSubject() {
    return lastSubject;
  }

  /** Whether those put away are shown too. */
  public boolean isAll() {
    return isAll;
  }

  public void setAll(boolean all) {
    isAll = all;
  }

  /** Whether there is a pool of servers. */
  public boolean isPoolThere() {
    return !pools.page(PageRequest.first(1)).items().isEmpty();
  }

  /** Whether the built-in sandbox runs, so that nothing need leave this machine. */
  public boolean isSandboxThere() {
    return sandbox.isOn();
  }

  /** Whether there is a list. */
  public boolean isListThere() {
    return !lists.page(PageRequest.first(1)).items().isEmpty();
  }

  /** Whether there is a template. */
  public boolean isTemplateThere() {
    return !templates.page(PageRequest.first(1)).items().isEmpty();
  }

  /** The first step of the guide that is not done yet, 1 to 4. */
  public int getNextStep() {
    if (!isPoolThere()) {
      return 1;
    }
    if (!isListThere()) {
      return 2;
    }
    return isTemplateThere() ? 4 : 3;
  }

  /** Whether there is a campaign. */
  public boolean isCampaignThere() {
    return !campaigns.page(PageRequest.first(1), Set.of()).items().isEmpty();
  }
}
