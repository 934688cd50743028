package io.mailwright.delivery.send;

import io.mailwright.content.link.MailLinks;
import io.mailwright.content.program.MessageProgram;
import io.mailwright.content.render.CompiledTemplate;
import io.mailwright.content.tracking.ReaderTracking;
import io.mailwright.routing.site.SiteDirectory;
import io.mailwright.routing.window.SendWindow;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What is fixed while a campaign runs, and where it may go now.
 *
 * @param from the address in From
 * @param program makes the mails from what the template yields
 * @param links those in the mails that are each recipient's own
 * @param tracking puts into the mails what tells when they are read
 * @param limits what may be changed of the campaign while it runs, as it stands now
 * @param sites which site a recipient's domain belongs to
 * @param window when it sends, as it stands now
 * @param mostWorkers its share of the node's workers now
 * @param brake why it has to pause, if its canary went badly
 * @param routes the pool's servers as they are now: their limits act on a running campaign
 */
public record SendPlan(
    long campaignId,
    String campaignName,
    long incarnation,
    String from,
    String envelopeSender,
    Supplier<SendLimits> limits,
    CompiledTemplate template,
    MessageProgram program,
    MailLinks links,
    ReaderTracking tracking,
    SiteDirectory sites,
    Supplier<List<Route>> routes,
    Supplier<SendWindow> window,
    IntSupplier mostWorkers,
    Supplier<Optional<String>> brake) {}
