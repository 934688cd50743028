package io.mailwright.delivery.send;

import io.mailwright.campaign.Campaign;
import io.mailwright.content.program.MailSender;
import io.mailwright.content.program.MessageProgram;
import io.mailwright.content.render.CompiledTemplate;
import io.mailwright.kernel.address.EmailAddress;
import java.util.Optional;

/** The message program of a campaign. */
final class Programs {
  private Programs() {}

  /** Encodes what all its mails share; once a run. */
  static MessageProgram of(Campaign campaign, CompiledTemplate template) {
    return MessageProgram.of(
        new MailSender(
            EmailAddress.of(campaign.fromAddress()),
            campaign.fromName(),
            campaign.replyTo().map(EmailAddress::of)),
        template.attachments(),
        Optional.empty());
  }
}
