package io.mailwright.delivery.send;

import io.mailwright.content.render.CompiledTemplate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is fixed while a campaign runs, and where it may go now.
 *
 * @param limits what may be changed of the campaign while it runs, as it stands now
 * @param routes the pool's servers as they are now: their limits act on a running campaign
 */
public record SendPlan(
    long campaignId,
    long incarnation,
    String from,
    Optional<String> fromName,
    Optional<String> replyTo,
    String envelopeSender,
    Supplier<SendLimits> limits,
    CompiledTemplate template,
    Supplier<List<Route>> routes) {}
