package io.mailwright.delivery.send;

import io.mailwright.content.render.CompiledTemplate;
import io.mailwright.delivery.policy.RetrySchedule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is fixed while a campaign runs, and where it may go now.
 *
 * @param interval least time between two mails of the campaign; zero for none
 * @param resendsWhenInDoubt whether a mail whose final reply was lost is sent again without asking
 * @param routes the pool's servers as they are now: their limits act on a running campaign
 */
public record SendPlan(
    long campaignId,
    long incarnation,
    String from,
    Optional<String> fromName,
    Optional<String> replyTo,
    String envelopeSender,
    Duration interval,
    RetrySchedule retry,
    boolean resendsWhenInDoubt,
    CompiledTemplate template,
    Supplier<List<Route>> routes) {}
