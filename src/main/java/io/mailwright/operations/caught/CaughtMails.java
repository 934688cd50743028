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
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads what the sandbox of this node caught. */
@ApplicationScoped
public class CaughtMails {
  private Iterable<SandboxInbox> inboxes;

  /** For CDI. */
  protected CaughtMails() {}

  @Inject
  CaughtMails(Instance<SandboxInbox> inboxes) {
    this((Iterable<SandboxInbox>) inboxes);
  }

  /** Of these sandboxes, for tests. */
  public CaughtMails(Iterable<SandboxInbox> inboxes) {
    this.inboxes = inboxes;
  }

  private Stream<SandboxInbox> each() {
    return StreamSupport.stream(inboxes.spliterator(), false);
  }

  /**
   * Mails, newest first.
   *
   * @param before only ids below this; {@link Long#MAX_VALUE} for the newest
   * @param text only mails with this in envelope, subject, From or Message-ID; blank for all
   * @param limit at least 1
   */
  public List<CaughtMail> list(long before, String text, int limit) {
    return each()
        .flatMap(inbox -> inbox.list(before, text, limit).stream())
        .map(CaughtMails::summary)
        .toList();
  }

  /** One mail, if it is still kept. */
  public Optional<OpenedMail> open(long id) {
    return each().flatMap(inbox -> inbox.find(id).stream()).findFirst().map(this::open);
  }

  /** Throws all away. */
  public void clear() {
    inboxes.forEach(SandboxInbox::clear);
  }

  /** How many came before a moment. */
  public int olderThan(Instant moment) {
    return each().mapToInt(inbox -> inbox.count(mail -> mail.receivedAt().isBefore(moment))).sum();
  }

  /** Throws those away that came before a moment. Returns how many. */
  public int dropOlderThan(Instant moment) {
    return each().mapToInt(inbox -> inbox.drop(mail -> mail.receivedAt().isBefore(moment))).sum();
  }

  /** Those that name one of these addresses anywhere, newest first. */
  public List<CaughtMail> naming(Set<String> addresses) {
    return each()
        .flatMap(inbox -> inbox.list(mail -> names(mail, addresses)).stream())
        .map(CaughtMails::summary)
        .toList();
  }

  /** Throws those away. Returns how many. */
  public int dropMentioning(Set<String> addresses) {
    return each().mapToInt(inbox -> inbox.drop(mail -> names(mail, addresses))).sum();
  }

  private static boolean names(SandboxMail mail, Set<String> addresses) {
    String all =
        (String.join(" ", mail.recipients()) + " " + source(mail.raw())).toLowerCase(Locale.ROOT);
    return addresses.stream().anyMatch(all::contains);
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
