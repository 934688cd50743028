package io.mailwright.smtp;

import io.mailwright.delivery.courier.BeforeDot;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.courier.MailBody;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.Phase;
import io.mailwright.delivery.courier.TimeOuts;
import io.mailwright.kernel.smtp.SmtpReply;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.angus.mail.smtp.SMTPOutputStream;

/**
 * One mail over one connection: MAIL, RCPT, DATA, content, dot (RFC 5321 section 3.3), each reply
 * held to the step it answers.
 */
final class MailTransaction {
  private static final int BLOCK = 64 * 1024;
  private static final int EARLY_REPLY_MILLIS = 1_000;
  private static final int CLOSING = 421;
  private static final byte[] DOT = ".\r\n".getBytes(StandardCharsets.US_ASCII);

  private final CourierTransport transport;
  private final TimeOuts timeOuts;
  private final ScheduledExecutorService watchdog;
  private Phase phase = Phase.MAIL;
  private boolean connectionFit = true;

  MailTransaction(
      CourierTransport transport, TimeOuts timeOuts, ScheduledExecutorService watchdog) {
    this.transport = transport;
    this.timeOuts = timeOuts;
    this.watchdog = watchdog;
  }

  /** Whether another mail can follow over the same connection. Asked after {@link #run}. */
  boolean leavesConnectionFit() {
    return connectionFit;
  }

  Outcome run(Envelope envelope, MailBody body, BeforeDot beforeDot) {
    WireEnvelope wire = WireEnvelope.of(envelope, body, transport);
    if (wire instanceof WireEnvelope.Refused refused) {
      return refused.outcome();
    }
    WireEnvelope.Commands commands = (WireEnvelope.Commands) wire;
    try {
      Optional<Outcome> refused = offer(commands);
      return refused.isPresent() ? refused.get() : content(body, beforeDot);
    } catch (ConnectionLost e) {
      connectionFit = false;
      return phase == Phase.DOT
          ? new Outcome.LostAfterDot(e.getMessage())
          : new Outcome.LostBeforeDot(phase, e.getMessage());
    }
  }

  /** MAIL, RCPT and DATA; empty if the content may follow. */
  private Optional<Outcome> offer(WireEnvelope.Commands commands) throws ConnectionLost {
    SmtpReply mail = step(Phase.MAIL, commands.mail());
    if (!mail.isPositive()) {
      return Optional.of(giveUp(mail, new Outcome.SenderRefused(mail)));
    }
    SmtpReply rcpt = step(Phase.RCPT, commands.rcpt());
    if (!rcpt.isPositive()) {
      return Optional.of(giveUp(rcpt, new Outcome.RecipientRefused(rcpt)));
    }
    SmtpReply data = step(Phase.DATA, "DATA");
    if (data.code() != 354) {
      return Optional.of(giveUp(data, new Outcome.ContentRefused(Phase.DATA, data)));
    }
    return Optional.empty();
  }

  private SmtpReply step(Phase at, String command) throws ConnectionLost {
    phase = at;
    return transport.exchange(at, command);
  }

  private Outcome content(MailBody body, BeforeDot beforeDot) throws ConnectionLost {
    OutputStream out;
    try {
      out = new GuardedOutput(transport.live(), watchdog, timeOuts.write().toMillis());
      write(body, new BufferedOutputStream(out, BLOCK));
      if (transport.live().hasUnreadInput()) {
        return earlyReply(transport.await(Phase.DATA, EARLY_REPLY_MILLIS));
      }
    } catch (IOException e) {
      throw ConnectionLost.by(e);
    }
    if (!beforeDot.mayFinish()) {
      connectionFit = false;
      return new Outcome.NotTried("given up right before the final dot");
    }
    // From here on a failed write is in doubt too: TLS may fail after the last octet has left.
    phase = Phase.DOT;
    try {
      out.write(DOT);
      out.flush();
    } catch (IOException e) {
      throw ConnectionLost.by(e);
    }
    return afterDot(transport.await(Phase.DOT, (int) timeOuts.afterDot().toMillis()));
  }

  private static void write(MailBody body, OutputStream out) throws IOException {
    // Doubles leading dots, and makes a line end of every lone CR or LF, so that no receiver can
    // see an end of the mail inside of it.
    SMTPOutputStream lines = new SMTPOutputStream(out);
    body.writeTo(lines);
    lines.ensureAtBOL();
    out.flush();
  }

  /** The server has spoken before it was asked: it will not take the rest of this mail. */
  private Outcome earlyReply(SmtpReply reply) {
    connectionFit = false;
    if (reply.isTransient()) {
      return new Outcome.Deferred(Phase.DATA, reply);
    }
    return reply.isPermanent()
        ? new Outcome.ContentRefused(Phase.DATA, reply)
        : new Outcome.LostBeforeDot(Phase.DATA, "the server spoke out of turn: " + reply.code());
  }

  private Outcome afterDot(SmtpReply reply) {
    connectionFit = reply.code() != CLOSING && reply.code() >= 400 || reply.isPositive();
    if (reply.isPositive()) {
      return new Outcome.Accepted(reply);
    }
    if (reply.isTransient()) {
      return new Outcome.Deferred(Phase.DOT, reply);
    }
    return reply.isPermanent()
        ? new Outcome.ContentRefused(Phase.DOT, reply)
        : new Outcome.LostAfterDot("the server answered the final dot with " + reply.code());
  }

  /** What a negative reply comes to, and the connection made fit for the next mail by RSET. */
  private Outcome giveUp(SmtpReply reply, Outcome ifPermanent) {
    Phase at = phase;
    if (reply.code() < 400) {
      connectionFit = false;
      return new Outcome.LostBeforeDot(at, "the server answered " + at + " with " + reply.code());
    }
    if (reply.code() == CLOSING) {
      connectionFit = false;
    } else {
      reset();
    }
    return reply.isTransient() ? new Outcome.Deferred(at, reply) : ifPermanent;
  }

  /**
   * The outcome stands, whatever becomes of RSET. Without its answer the connection is cut: a late
   * one would be taken for the answer to the next MAIL. The session then opens it anew.
   */
  private void reset() {
    try {
      connectionFit = transport.exchange(Phase.MAIL, "RSET").isPositive();
    } catch (ConnectionLost e) {
      SmtpLog.resetFailed(e);
      transport.live().cut();
    }
  }
}
