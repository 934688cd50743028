package io.mailwright.operations.timer;

import io.mailwright.feedback.feed.FeedMarks;
import io.mailwright.feedback.reader.ReaderVisits;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.operations.campaign.DoubtNotices;
import io.mailwright.operations.campaign.LeftCampaigns;
import io.mailwright.operations.campaign.LimitWatch;
import io.mailwright.operations.campaign.ReopenedCampaigns;
import io.mailwright.operations.connection.RouteBlameWatch;
import io.mailwright.operations.connection.RouteCare;
import io.mailwright.operations.execution.RemoteStops;
import io.mailwright.operations.feedback.MailboxCare;
import io.mailwright.operations.keeping.NightlyPurge;
import io.mailwright.operations.node.RunLeases;
import io.mailwright.operations.notice.NoticeMailer;
import io.mailwright.operations.notice.NoticeOutbox;
import io.mailwright.operations.notice.QuotaNotices;
import io.mailwright.operations.person.Erasing;
import io.mailwright.operations.recovery.AutoRestart;
import io.mailwright.operations.recovery.CrashRecovery;
import io.mailwright.operations.review.ReviewRuns;
import io.mailwright.operations.webhook.WebhookCalls;
import io.mailwright.report.projection.Projector;
import io.mailwright.routing.quota.Quotas;
import io.mailwright.routing.rate.SiteRateKeeper;
import io.mailwright.routing.share.ShareExchange;
import io.mailwright.routing.warmup.WarmUp;
import io.mailwright.routing.window.HourLearning;
import io.mailwright.routing.window.HourTable;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The node's clockwork. Every node ticks; the database arbitrates what is done once: leases for
 * runs, conditional updates for schedules.
 */
@ApplicationScoped
public class Ticks {
  private static final Logger LOG = Logger.getLogger(Ticks.class.getName());

  @Resource private ManagedScheduledExecutorService scheduler;
  @Inject private Settings settings;
  @Inject private RunLeases leases;
  @Inject private WaitingCampaigns waiting;
  @Inject private ScheduleFiring schedules;
  @Inject private CampaignFiring campaigns;
  @Inject private CrashRecovery recovery;
  @Inject private LeftCampaigns left;
  @Inject private AutoRestart restart;
  @Inject private ReopenedCampaigns reopened;
  @Inject private RemoteStops stops;
  @Inject private LimitWatch limits;
  @Inject private RouteCare routes;
  @Inject private SiteRateKeeper rates;
  @Inject private WarmUp warmUp;
  @Inject private HourLearning hours;
  @Inject private HourTable hourTable;
  @Inject private Quotas quotas;
  @Inject private ShareExchange shares;
  @Inject private ReaderVisits readers;
  @Inject private FeedMarks feedMarks;
  @Inject private MailboxCare mailboxes;
  @Inject private NoticeMailer mailer;
  @Inject private WebhookCalls webhooks;
  @Inject private NoticeOutbox outbox;
  @Inject private QuotaNotices quotaNotices;
  @Inject private DoubtNotices doubts;
  @Inject private Projector reports;
  @Inject private NightlyPurge purge;
  @Inject private Erasing erasing;
  @Inject private ReviewRuns reviews;
  @Inject private RouteBlameWatch blames;

  private final List<ScheduledFuture<?>> running = new ArrayList<>();

  /** Starts ticking; once. */
  public void start() {
    rates.recall();
    every((int) settings.leaseRenewal().toSeconds(), leases::renewAll, "renewing leases");
    every(1, waiting::goOn, "letting waiting campaigns go on");
    every(1, limits::look, "looking whether limits have changed");
    every(1, readers::write, "storing opens and clicks");
    every(3600, feedMarks::forgetOldMarks, "forgetting used tokens of feeds");
    every(1, shares::exchange, "telling other nodes what campaigns take");
    every(2, stops::obey, "looking for stop requests");
    every(2, routes::lookAfterAll, "looking after the routes");
    every(5, schedules::fireDue, "firing schedules");
    every(5, rates::keep, "storing what sites told of their rates");
    every(2, campaigns::fireDue, "starting scheduled campaigns");
    every(5, warmUp::settle, "bringing back mails of warm-ups that were not sent");
    every(30, recovery::recoverOthers, "looking for crashed executions");
    every(30, left::settleUnchanged, "looking for campaigns that a crash left");
    every(3, restart::goOn, "going on with what was interrupted");
    every(10, hours::flush, "storing what was learned about the hours of sites");
    every(60, hourTable::refreshIfAsked, "reading what was learned about the hours of sites");
    every(5, mailboxes::lookAfterAll, "looking into the mailboxes");
    every(30, mailboxes::handleWhatIsLeft, "looking for mails that were stored and not handled");
    every(5, quotas::upkeep, "bringing back unused permits");
    every(10, outbox::recover, "looking for notices that a crash left");
    every(2, mailer::sendDue, "sending notices by mail");
    every(2, webhooks::callDue, "calling webhooks");
    every(10, quotaNotices::look, "looking for quotas that are reached");
    every(30, doubts::look, "looking for mails in doubt");
    every(10, reports::catchUp, "counting for reports");
    every(5, blames::look, "looking for mails that came back and blame their route");
    every(2, reviews::goOn, "reading stored mails again");
    every(5, erasing::goOn, "erasing people who asked for it");
    every(60, purge::startIfDue, "starting the nightly purge");
    every(30, reopened::reopen, "looking for finished campaigns with mails to send again");
  }

  private void every(int seconds, Runnable work, String what) {
    running.add(
        scheduler.scheduleWithFixedDelay(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                // A tick that throws would never come again; the next one tries anew.
                LOG.log(
                    Level.WARNING,
                    e,
                    () -> what + " failed; it is tried again in " + seconds + " s");
              }
            },
            seconds,
            seconds,
            TimeUnit.SECONDS));
  }

  /** Ends the clockwork. */
  public void stop() {
    running.forEach(f -> f.cancel(false));
    running.clear();
    try {
      readers.drain();
    } catch (DatabaseException e) {
      LOG.log(Level.WARNING, "the last opens and clicks are not stored: {0}", e.toString());
    }
    try {
      routes.stop();
    } catch (DatabaseException e) {
      LOG.log(Level.WARNING, "the last counters of routes are not stored: {0}", e.toString());
    }
  }
}
