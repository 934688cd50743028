package io.mailwright.smtp;

import io.mailwright.content.render.RenderedMail;
import io.mailwright.delivery.courier.MailBody;
import io.mailwright.delivery.courier.MailComposer;
import io.mailwright.kernel.address.EmailAddress;
import jakarta.enterprise.context.ApplicationScoped;

/** Composes mails by {@link MimeBuilder}. */
@ApplicationScoped
class MimeComposer implements MailComposer {
  private final MimeBuilder builder = new MimeBuilder();

  @Override
  public MailBody compose(Headers headers, RenderedMail mail) {
    return builder.build(
        new HeaderFields(
            EmailAddress.of(headers.from()),
            headers.fromName(),
            headers.replyTo().map(EmailAddress::of),
            EmailAddress.of(headers.to()),
            headers.toName(),
            headers.messageId(),
            headers.date()),
        mail);
  }
}
