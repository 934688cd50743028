package io.mailwright.delivery.send;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.content.link.LinkMaker;
import io.mailwright.content.program.MailSigners;
import io.mailwright.content.render.CompiledTemplate;
import io.mailwright.content.render.TemplateCompiler;
import io.mailwright.content.template.TemplateRepository;
import io.mailwright.content.tracking.TrackedTemplate;
import io.mailwright.delivery.journal.JournalUnavailable;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.routing.route.RouteHealth;
import io.mailwright.routing.route.SourceTurns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The sending runs of this node: made when a run's workers start, forgotten when it has ended.
 * Thread-safe.
 */
@ApplicationScoped
public class SendRuns {
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
  private LinkMaker links;
  private TemplateCompiler compiler;
  private Steering steering;
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
      LinkMaker links,
      Steering steering,
      SendTools tools) {
    this.live = live;
    this.campaigns = campaigns;
    this.templates = templates;
    this.routes = routes;
    this.limits = limits;
    this.health = health;
    this.turns = turns;
    this.node = node;
    this.signers = signers;
    this.links = links;
    this.compiler = new TemplateCompiler();
    this.steering = steering;
    this.tools = tools;
  }

  /** Makes the plan of a run from what is frozen. Its lease must be held here. */
  public SendRun begin(long campaignId) {
    Campaign campaign = campaigns.get(campaignId);
    int templateNo =
        campaign
            .templateNo()
            .orElseThrow(
                () -> new IllegalStateException("campaign " + campaignId + " is not frozen"));
    TrackedTemplate tracked =
        Programs.tracked(
            campaign, templates.source(campaign.templateId(), templateNo), compiler, links);
    CompiledTemplate template = tracked.template();
    Supplier<SendLimits> now = limits.of(campaignId);
    SendPlan plan =
        new SendPlan(
            campaignId,
            campaign.name(),
            node.incarnation(),
            campaign.fromAddress(),
            campaign.envelopeSender(),
            now,
            template,
            Programs.of(campaign, template, signers),
            links.of(campaignId),
            tracked.tracking(),
            steering.sites(),
            routes.of(campaign.poolId()),
            steering.window(campaignId, now),
            steering.mostWorkers(campaignId),
            steering.brake(campaignId));
    steering.begin(campaignId, now);
    SendRun run = new SendRun(plan, live.get(campaignId), health, turns, tools.clock());
    try {
      tools.journal().makeReady();
    } catch (JournalUnavailable e) {
      run.journalUnavailable(e);
    }
    run.pauseIfBraked();
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

  /** Lets the runs of this node look anew at what is held where a route has come back. */
  public void lookForRoutes() {
    runs.values().forEach(SendRun::lookForRoutes);
  }

  /** Forgets a run whose last thread has ended. */
  public void end(long campaignId) {
    if (runs.remove(campaignId) != null) {
      steering.end(campaignId);
    }
  }
}
