package io.mailwright.operations.caught;

import io.mailwright.sandbox.SandboxAnswer;
import io.mailwright.sandbox.SandboxInbox;
import io.mailwright.sandbox.SandboxMail;
import io.mailwright.smtp.MailReader;
import io.mailwright.smtp.ReadMail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads what the sandbox of this node caught. */
@ApplicationScoped
public class CaughtMails {
  private Instance<SandboxInbox> inboxes;

  /** For CDI. */
  protected CaughtMails() {}

  @Inject
  CaughtMails(Instance<SandboxInbox> inboxes) {
    this.inboxes = inboxes;
  }

  /**
   * Mails, newest first.
   *
   * @param before only ids below this; {@link Long#MAX_VALUE} for the newest
   * @param text only mails with this in envelope, subject, From or Message-ID; blank for all
   * @param limit at least 1
   */
  public List<CaughtMail> list(long before, String text, int limit) {
    return inboxes.stream()
        .flatMap(inbox -> inbox.list(before, text, limit).stream())
        .map(CaughtMails::summary)
        .toList();
  }

  /** One mail, if it is still kept. */
  public Optional<OpenedMail> open(long id) {
    return inboxes.stream().flatMap(inbox -> inbox.find(id).stream()).findFirst().map(this::open);
  }

  /** Throws all away. */
  public void clear() {
    inboxes.forEach(SandboxInbox::clear);
  }

  private OpenedMail open(SandboxMail mail) {
    byte[] raw = mail.raw();
    ReadMail read = read(raw);
    return new OpenedMail(
        summary(mail),
        mail.envelopeSender(),
        read.headers().stream().map(h -> h.name() + ": " + h.value()).toList(),
        read.text(),
        read.html(),
        read.attachments(),
        source(raw));
  }

  private static ReadMail read(byte[] raw) {
    try {
      return MailReader.read(raw);
    } catch (IOException e) {
      // Whoever looks still sees the source, which is all that such a message has to show.
      return new ReadMail(List.of(), Optional.empty(), Optional.empty(), List.of());
    }
  }

  private static String source(byte[] raw) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      return new String(raw, StandardCharsets.ISO_8859_1);
    }
  }

  private static CaughtMail summary(SandboxMail mail) {
    boolean isAccepted =
        mail.answer() instanceof SandboxAnswer.Replied replied && replied.isAccepted();
    return new CaughtMail(
        mail.id(),
        mail.receivedAt(),
        mail.from(),
        String.join(", ", mail.recipients()),
        mail.subject(),
        mail.size(),
        words(mail.answer()),
        isAccepted);
  }

  private static String words(SandboxAnswer answer) {
    return answer instanceof SandboxAnswer.Replied replied
        ? replied.code() + " " + replied.text()
        : "connection closed without an answer";
  }
}
