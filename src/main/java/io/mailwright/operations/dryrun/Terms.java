package io.mailwright.operations.dryrun;

import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.delivery.policy.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the campaign says, and by which routes it goes.
 *
 * @param name the campaign's
 * @param from the address in From
 * @param workers that it wants and may have, 1 or more
 * @param interval least time between two of its mails; zero for none
 * @param ways at least one
 * @param start when it starts
 */
record Terms(
    long campaignId,
    String name,
    String from,
    String envelopeSender,
    int workers,
    Duration interval,
    RetrySchedule retry,
    SendPolicy policy,
    List<Way> ways,
    Instant start) {}
