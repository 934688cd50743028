package io.mailwright.operations.preview;

import io.mailwright.audience.contact.Contact;
import io.mailwright.content.program.MailHeader;
import io.mailwright.content.program.MailSender;
import io.mailwright.content.program.MailSigner;
import io.mailwright.content.program.MessageProgram;
import io.mailwright.content.render.Recipient;
import io.mailwright.content.render.RenderFailure;
import io.mailwright.content.render.RenderedMail;
import io.mailwright.content.render.TemplateCompiler;
import io.mailwright.content.render.TemplateSource;
import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.text.AttributeName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Fills a template in for one recipient. Thread-safe. */
@ApplicationScoped
public class TemplatePreview {
  /** In place of a recipient's own. */
  private static final String SAMPLE_LINK = "https://mail.example.com/u/sample";

  private static final EmailAddress NOBODY = EmailAddress.of("preview@example.com");

  private Clock clock;
  private final TemplateCompiler compiler = new TemplateCompiler();

  /** For CDI. */
  protected TemplatePreview() {}

  @Inject
  TemplatePreview(Clock clock) {
    this.clock = clock;
  }

  /**
   * One recipient's mail.
   *
   * @param mail its parts
   * @param raw its octets as they would go out, but with the preview's own Message-ID and date, and
   *     its own sender unless one was given; 8-bit clean as ISO 8859-1
   */
  public record Preview(RenderedMail mail, String raw) {}

  /** The values of a contact. */
  public static Recipient recipient(Contact contact) {
    return new Recipient(
        contact.email(),
        contact.name().orElse(""),
        contact.locale().orElse(""),
        contact.timezone().orElse(""),
        contact.attributes(),
        SAMPLE_LINK);
  }

  /**
   * The values that someone made up, by the names of attributes or of columns; the fields of a
   * contact are taken from them by name.
   */
  public static Recipient recipient(Map<String, String> attributes) {
    Map<String, String> others = new HashMap<>();
    attributes.forEach((name, value) -> others.putIfAbsent(AttributeName.of(name), value));
    // A value under the attribute's own name goes before one under a column's.
    others.replaceAll((name, value) -> attributes.getOrDefault(name, value));
    others.keySet().removeAll(Recipient.FIELDS);
    return new Recipient(
        attributes.getOrDefault("email", NOBODY.written()),
        attributes.getOrDefault("name", ""),
        attributes.getOrDefault("locale", ""),
        attributes.getOrDefault("timezone", ""),
        others,
        attributes.getOrDefault(Recipient.UNSUBSCRIBE_URL, SAMPLE_LINK));
  }

  /**
   * Fills a template in.
   *
   * @throws MailwrightException {@link ErrorCode#NOT_RENDERED} with the place and the reason
   */
  public Preview of(TemplateSource template, Recipient recipient) {
    return of(
        template,
        recipient,
        new MailSender(NOBODY, Optional.empty(), Optional.empty()),
        Optional.empty());
  }

  /**
   * Fills a template in, as a sender's mail.
   *
   * @param signer who signs it, if anybody does
   * @throws MailwrightException {@link ErrorCode#NOT_RENDERED} with the place and the reason
   */
  public Preview of(
      TemplateSource template,
      Recipient recipient,
      MailSender sender,
      Optional<MailSigner> signer) {
    RenderedMail mail;
    try {
      mail = compiler.compile(template).render(recipient);
    } catch (RenderFailure e) {
      throw MailwrightException.ofField(
          ErrorCode.NOT_RENDERED,
          e.part().field(),
          e.getMessage() + ". Correct the template or the values.");
    }
    return new Preview(mail, raw(mail, recipient, sender, signer));
  }

  private String raw(
      RenderedMail mail, Recipient recipient, MailSender sender, Optional<MailSigner> signer) {
    EmailAddress to = NOBODY;
    if (EmailAddress.check(recipient.email()) instanceof AddressVerdict.Accepted accepted) {
      to = accepted.address();
    }
    MailHeader header =
        new MailHeader(to, Optional.empty(), "<preview@example.com>", clock.instant());
    MessageProgram program = MessageProgram.of(sender, mail.attachments(), signer);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      program.encode(header, mail).writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }
}
