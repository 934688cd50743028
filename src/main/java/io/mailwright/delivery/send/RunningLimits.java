package io.mailwright.delivery.send;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.OnAmbiguous;
import io.mailwright.campaign.RetryRule;
import io.mailwright.delivery.policy.RetrySchedule;
import io.mailwright.routing.share.Standing;
import io.mailwright.routing.window.WindowTerms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** The limits of a campaign as they stand now, also while it runs. */
@ApplicationScoped
public class RunningLimits {
  /** Deferrals double up to this (design, section 6). */
  private static final Duration LONGEST_DELAY = Duration.ofHours(4);

  private static final double JITTER = 0.2;

  private CampaignRepository campaigns;
  private Clock clock;

  /** This bean with its interceptors: the transaction of {@link #read} is theirs. */
  private RunningLimits self;

  RunningLimits() {}

  /** For injection. */
  @Inject
  public RunningLimits(CampaignRepository campaigns, Clock clock, RunningLimits self) {
    this.campaigns = campaigns;
    this.clock = clock;
    this.self = self;
  }

  /** The limits of a campaign, at most two seconds old at every call. Thread-safe. */
  public Supplier<SendLimits> of(long campaignId) {
    return new FreshEnough<>(clock, () -> self.read(campaignId));
  }

  /**
   * Reads the limits now, in a transaction of its own: a chunk's transaction holds nothing but its
   * checkpoint.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@code NOT_FOUND} if the campaign is
   *     gone
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public SendLimits read(long campaignId) {
    Campaign campaign = campaigns.get(campaignId);
    return new SendLimits(
        campaign.interval().orElse(Duration.ZERO),
        schedule(campaign.retry()),
        campaign.onAmbiguous() == OnAmbiguous.RESEND,
        campaign.workers(),
        new WindowTerms(campaign.window(), campaign.ownZone(), campaign.startedAt()),
        new Standing(campaign.weight(), campaign.policy().urgent()),
        campaign.policy());
  }

  private static RetrySchedule schedule(RetryRule retry) {
    Duration first = retry.firstDelay();
    Duration longest = first.compareTo(LONGEST_DELAY) > 0 ? first : LONGEST_DELAY;
    return new RetrySchedule(retry.attempts(), first, longest, JITTER, retry.maxAge());
  }
}
