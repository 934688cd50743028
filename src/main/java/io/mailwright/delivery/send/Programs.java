package io.mailwright.delivery.send;

import io.mailwright.campaign.Campaign;
import io.mailwright.content.program.MailSender;
import io.mailwright.content.program.MailSigners;
import io.mailwright.content.program.MessageProgram;
import io.mailwright.content.render.CompiledTemplate;
import io.mailwright.kernel.address.EmailAddress;

/** The message program of a campaign. */
final class Programs {
  private Programs() {}

  /** Encodes what all its mails share and takes the keys of its sender's domain; once a run. */
  static MessageProgram of(Campaign campaign, CompiledTemplate template, MailSigners signers) {
    EmailAddress from = EmailAddress.of(campaign.fromAddress());
    return MessageProgram.of(
        new MailSender(from, campaign.fromName(), campaign.replyTo().map(EmailAddress::of)),
        template.attachments(),
        signers.of(from));
  }
}
