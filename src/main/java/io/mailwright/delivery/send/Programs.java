package io.mailwright.delivery.send;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.Tracking;
import io.mailwright.content.link.LinkMaker;
import io.mailwright.content.program.MailSender;
import io.mailwright.content.program.MailSigners;
import io.mailwright.content.program.MessageProgram;
import io.mailwright.content.render.CompiledTemplate;
import io.mailwright.content.render.TemplateCompiler;
import io.mailwright.content.render.TemplateSource;
import io.mailwright.content.tracking.TrackedTemplate;
import io.mailwright.kernel.address.EmailAddress;

/** The message program of a campaign, and its template. */
final class Programs {
  private Programs() {}

  /** The template, with what the campaign wants to learn of its readers. */
  static TrackedTemplate tracked(
      Campaign campaign, TemplateSource source, TemplateCompiler compiler, LinkMaker links) {
    Tracking wanted = campaign.tracking();
    return wanted.isOn()
        ? TrackedTemplate.of(
            source,
            compiler,
            wanted.opens(),
            wanted.clicks(),
            links.readers(campaign.id(), wanted.privacy()))
        : TrackedTemplate.untracked(source, compiler);
  }

  /** Encodes what all its mails share and takes the keys of its sender's domain; once a run. */
  static MessageProgram of(Campaign campaign, CompiledTemplate template, MailSigners signers) {
    EmailAddress from = EmailAddress.of(campaign.fromAddress());
    return MessageProgram.of(
        new MailSender(from, campaign.fromName(), campaign.replyTo().map(EmailAddress::of)),
        template.attachments(),
        signers.of(from));
  }
}
