package io.mailwright.delivery.send;

import io.mailwright.content.program.MessageProgram;
import io.mailwright.content.render.CompiledTemplate;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What is fixed while a campaign runs, and where it may go now.
 *
 * @param from the address in From
 * @param program makes the mails from what the template yields
 * @param limits what may be changed of the campaign while it runs, as it stands now
 * @param sites the site of a recipient's domain; answers at once
 * @param routes the pool's servers as they are now: their limits act on a running campaign
 */
public record SendPlan(
    long campaignId,
    long incarnation,
    String from,
    String envelopeSender,
    Supplier<SendLimits> limits,
    CompiledTemplate template,
    MessageProgram program,
    UnaryOperator<String> sites,
    Supplier<List<Route>> routes) {}
