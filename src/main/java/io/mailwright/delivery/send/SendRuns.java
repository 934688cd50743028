package io.mailwright.delivery.send;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.content.program.MailSigners;
import io.mailwright.content.render.CompiledTemplate;
import io.mailwright.content.render.TemplateCompiler;
import io.mailwright.content.template.TemplateRepository;
import io.mailwright.delivery.courier.Connections;
import io.mailwright.delivery.journal.Journal;
import io.mailwright.delivery.journal.JournalUnavailable;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.policy.FailurePolicy;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.routing.governor.Governor;
import io.mailwright.routing.route.Pace;
import io.mailwright.routing.route.RouteCounters;
import io.mailwright.routing.route.RouteHealth;
import io.mailwright.routing.route.SourceTurns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * The sending runs of this node: made when a run's workers start, forgotten when it has ended.
 * Thread-safe.
 */
@ApplicationScoped
public class SendRuns {
  /** All workers together hold mails of at most this part of the heap. */
  private static final int PART_OF_THE_HEAP = 8;

  private final Map<Long, SendRun> runs = new ConcurrentHashMap<>();
  private LiveRuns live;
  private CampaignRepository campaigns;
  private TemplateRepository templates;
  private PoolRoutes routes;
  private RunningLimits limits;
  private RouteHealth health;
  private SourceTurns turns;
  private NodeIdentity node;
  private MailSigners signers;
  private TemplateCompiler compiler;
  private SendTools tools;

  SendRuns() {}

  /** For injection. */
  @Inject
  public SendRuns(
      LiveRuns live,
      CampaignRepository campaigns,
      TemplateRepository templates,
      PoolRoutes routes,
      RunningLimits limits,
      RouteHealth health,
      SourceTurns turns,
      NodeIdentity node,
      MailSigners signers,
      Ledger ledger,
      Connections connections,
      Pace pace,
      RouteCounters counters,
      Journal journal,
      Clock clock,
      RandomGenerator random,
      Settings settings) {
    this.live = live;
    this.campaigns = campaigns;
    this.templates = templates;
    this.routes = routes;
    this.limits = limits;
    this.health = health;
    this.turns = turns;
    this.node = node;
    this.signers = signers;
    this.compiler = new TemplateCompiler();
    this.tools =
        new SendTools(
            ledger,
            connections,
            FailurePolicy.standard(),
            new Governor(List.of(), pace),
            counters,
            journal,
            clock,
            random,
            Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP / settings.workers());
  }

  /** Makes the plan of a run from what is frozen. Its lease must be held here. */
  public SendRun begin(long campaignId) {
    Campaign campaign = campaigns.get(campaignId);
    int templateNo =
        campaign
            .templateNo()
            .orElseThrow(
                () -> new IllegalStateException("campaign " + campaignId + " is not frozen"));
    CompiledTemplate template =
        compiler.compile(templates.source(campaign.templateId(), templateNo));
    SendPlan plan =
        new SendPlan(
            campaignId,
            node.incarnation(),
            campaign.fromAddress(),
            campaign.envelopeSender(),
            limits.of(campaignId),
            template,
            Programs.of(campaign, template, signers),
            domain -> domain,
            routes.of(campaign.poolId()));
    SendRun run = new SendRun(plan, live.get(campaignId), health, turns, tools.clock());
    try {
      tools.journal().makeReady();
    } catch (JournalUnavailable e) {
      run.journalUnavailable(e);
    }
    runs.put(campaignId, run);
    return run;
  }

  /**
   * A worker of a run that has begun.
   *
   * @param name unique among the workers of the node
   * @param number which of the run's workers it is, from 0
   * @param chunkSize rows a claim, 1 or more
   */
  public LaneWorker worker(long campaignId, String name, int number, int chunkSize) {
    return new LaneWorker(get(campaignId), tools, name, number, chunkSize);
  }

  /**
   * The run of a campaign.
   *
   * @throws IllegalStateException if it has not begun
   */
  public SendRun get(long campaignId) {
    return find(campaignId)
        .orElseThrow(
            () -> new IllegalStateException("campaign " + campaignId + " has not begun to send"));
  }

  /** The run of a campaign, if its workers were started. */
  public Optional<SendRun> find(long campaignId) {
    return Optional.ofNullable(runs.get(campaignId));
  }

  /** Forgets a run whose last thread has ended. */
  public void end(long campaignId) {
    runs.remove(campaignId);
  }
}
