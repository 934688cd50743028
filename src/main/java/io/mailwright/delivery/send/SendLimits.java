package io.mailwright.delivery.send;

import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.delivery.policy.RetrySchedule;
import io.mailwright.routing.share.Standing;
import io.mailwright.routing.window.WindowTerms;
import java.time.Duration;

/**
 * What people may change of a campaign while it runs.
 *
 * @param interval least time between two mails of the campaign; zero for none
 * @param retry when a deferred mail is tried again, and how often
 * @param resendsWhenInDoubt whether a mail whose final reply was lost is sent again without asking
 * @param workers how many workers it wants, 1 or more
 * @param window at which hours it sends
 * @param standing how it stands beside other campaigns
 * @param policy its canary and breaker
 */
public record SendLimits(
    Duration interval,
    RetrySchedule retry,
    boolean resendsWhenInDoubt,
    int workers,
    WindowTerms window,
    Standing standing,
    SendPolicy policy) {}
