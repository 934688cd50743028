package io.mailwright.sandbox;

import io.mailwright.sandbox.SandboxAnswer.Replied;
import io.mailwright.sandbox.SandboxAnswer.Unanswered;
import io.mailwright.sandbox.provider.RelayVisit;
import io.mailwright.sandbox.provider.SiteAnswer;
import io.mailwright.sandbox.wire.Line;
import io.mailwright.sandbox.wire.LoopbackServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/**
 * One mail transaction (RFC 5321, 3.3) and the sandbox's answers to it.
 *
 * <p>{@code bounce@} is refused at RCPT, as providers do for unknown mailboxes. {@code full@} and
 * {@code greylist@} answer the final dot, although most providers say so at RCPT: repeats are told
 * apart by recipient and Message-ID, and only the message itself names that; so every new campaign
 * meets the same difficulty, and a sender sees 4yz after the dot, the harder case. Of a mail with
 * several recipients one that must be put off decides; then {@code drop@}; then {@code slow@}; then
 * the simulated sites of the recipients' domains.
 */
final class MailTransaction implements MessageHandler {
  private static final int LARGEST_MESSAGE = LoopbackServer.LARGEST_MESSAGE;
  private static final int PIECE = 64 * 1024;

  /** What all transactions of one server share. */
  record Shared(
      SandboxInbox inbox,
      RepeatCounter repeats,
      ReceiveBudget budget,
      ReturnedMails returned,
      Duration slowDelay,
      Clock clock) {}

  private final Shared shared;
  private final Line line;
  private final RelayVisit visit;
  private final List<String> recipients = new ArrayList<>();
  private String sender = "";

  MailTransaction(Shared shared, Line line, RelayVisit visit) {
    this.shared = shared;
    this.line = line;
    this.visit = visit;
  }

  @Override
  public void from(String from) {
    sender = from;
  }

  @Override
  public void recipient(String recipient) throws RejectException {
    SandboxBehaviour behaviour = SandboxBehaviour.of(recipient);
    if (behaviour == SandboxBehaviour.BOUNCE) {
      throw counted(new Replied(550, "5.1.1 The mailbox does not exist (sandbox)"));
    }
    if (behaviour == SandboxBehaviour.ACCEPT) {
      Optional<SiteAnswer.Replied> refusal =
          visit.recipient(recipient).filter(answer -> !answer.isAccepted());
      if (refusal.isPresent() && line.isAfter(refusal.get().latency())) {
        throw counted(new Replied(refusal.get().code(), refusal.get().text()));
      } else if (refusal.isPresent()) {
        throw line.cut();
      }
    }
    recipients.add(recipient);
  }

  @Override
  public String data(InputStream data) throws RejectException, IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    long held = 0;
    long size = 0;
    boolean crowded = false;
    try {
      // After a refusal the rest is read and dropped: the reply has its place after the dot.
      byte[] piece = new byte[PIECE];
      for (int n = data.read(piece); n >= 0; n = data.read(piece)) {
        size += n;
        if (size > LARGEST_MESSAGE || crowded) {
          continue;
        }
        if (shared.budget().take(n)) {
          held += n;
          message.write(piece, 0, n);
        } else {
          crowded = true;
        }
      }
      if (size > LARGEST_MESSAGE) {
        throw countedOfMessage(
            new Replied(552, "5.3.4 The message is larger than 25 MB (sandbox)"));
      }
      if (crowded) {
        throw countedOfMessage(new Replied(452, "4.3.1 Too many large mails at once (sandbox)"));
      }
      // Within the budget: slow@ holds the message for seconds.
      return answered(message.toByteArray());
    } finally {
      shared.budget().giveBack(held);
    }
  }

  private String answered(byte[] message) throws RejectException, IOException {
    Instant receivedAt = shared.clock().instant();
    SandboxAnswer answer = answerTo(message);
    shared.inbox().add(receivedAt, sender, recipients, message, answer);
    if (answer instanceof Replied replied) {
      if (replied.isAccepted()) {
        shared.returned().taken(receivedAt, sender, recipients, message);
        return replied.text();
      }
      throw line.refusalOfMessage(replied.code(), replied.text());
    }
    throw line.hangUp();
  }

  private SandboxAnswer answerTo(byte[] message) {
    String messageId = MailHeader.of(message).text("Message-ID");
    Replied putOff = null;
    for (String recipient : recipients) {
      SandboxBehaviour behaviour = SandboxBehaviour.of(recipient);
      if (behaviour.triesPutOff() > 0
          && shared.repeats().count(recipient, messageId) <= behaviour.triesPutOff()) {
        putOff =
            behaviour == SandboxBehaviour.FULL
                ? new Replied(452, "4.2.2 The mailbox is full (sandbox)")
                : new Replied(451, "4.7.1 Greylisted, try again later (sandbox)");
      }
    }
    if (putOff != null) {
      return putOff;
    }
    if (anyIs(SandboxBehaviour.DROP)) {
      return new Unanswered();
    }
    if (anyIs(SandboxBehaviour.SLOW) && !line.isAfter(shared.slowDelay())) {
      return new Unanswered();
    }
    return visit
        .message()
        .map(this::afterItsTime)
        .orElse(new Replied(250, "2.0.0 Taken (sandbox)"));
  }

  private boolean anyIs(SandboxBehaviour behaviour) {
    return recipients.stream().anyMatch(r -> SandboxBehaviour.of(r) == behaviour);
  }

  private SandboxAnswer afterItsTime(SiteAnswer.Replied answer) {
    return line.isAfter(answer.latency())
        ? new Replied(answer.code(), answer.text())
        : new Unanswered();
  }

  private RejectException counted(Replied refusal) {
    shared.inbox().count(refusal);
    return line.refusal(refusal.code(), refusal.text());
  }

  private RejectException countedOfMessage(Replied refusal) {
    shared.inbox().count(refusal);
    return line.refusalOfMessage(refusal.code(), refusal.text());
  }

  @Override
  public void done() {
    visit.end();
  }
}
