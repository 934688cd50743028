package io.mailwright.smtp;

import io.mailwright.content.program.MailBody;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.Phase;
import io.mailwright.delivery.courier.TimeOuts;
import io.mailwright.kernel.smtp.SmtpReply;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Mails over one connection: MAIL, RCPT, DATA, content, dot (RFC 5321 section 3.3). With PIPELINING
 * the three commands leave as one group (RFC 2920 section 3.1), and may follow the dot of the mail
 * before; all replies of a group are read before anything else is said. Each reply is held to the
 * step it answers.
 */
final class Conversation {
  private static final int BLOCK = 64 * 1024;
  private static final int EARLY_REPLY_MILLIS = 1_000;
  private static final int CLOSING = 421;
  private static final int GO_AHEAD = 354;
  private static final byte[] DOT = ".\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DATA = "DATA\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] RSET = "RSET\r\n".getBytes(StandardCharsets.US_ASCII);

  private final CourierTransport transport;
  private final TimeOuts timeOuts;
  private final WriteWatch watch;
  private final boolean pipelining;
  private final GuardedOutput guarded;
  private final BufferedOutputStream wire;
  private Phase phase = Phase.MAIL;
  private boolean fit = true;
  private boolean resetDue;
  private boolean resetSent;
  private Duration patience;
  private boolean isUnanswered;

  Conversation(CourierTransport transport, TimeOuts timeOuts, WriteWatch watch) throws IOException {
    this.transport = transport;
    this.timeOuts = timeOuts;
    this.watch = watch;
    this.patience = timeOuts.reply();
    this.pipelining = transport.supportsExtension("PIPELINING");
    this.guarded = new GuardedOutput(transport.live(), timeOuts.write().toMillis());
    this.wire = new BufferedOutputStream(guarded, BLOCK);
    watch.add(guarded);
  }

  /** Whether a group of commands may be written without waiting for each answer. */
  boolean isPipelining() {
    return pipelining;
  }

  /** Whether another mail can follow. */
  boolean isFit() {
    return fit;
  }

  /** The connection is of no use any more. */
  void end() {
    fit = false;
    watch.remove(guarded);
    transport.live().cut();
  }

  /** Says goodbye and closes. */
  void quit(int millis) {
    fit = false;
    watch.remove(guarded);
    transport.quit(millis);
  }

  /** Writes a mail's commands behind what is written already, as a group. */
  void announce(WireEnvelope.Commands commands) throws ConnectionLost {
    try {
      resetSent = resetDue;
      if (resetDue) {
        wire.write(RSET);
      }
      resetDue = false;
      line(commands.mail());
      line(commands.rcpt());
      wire.write(DATA);
    } catch (IOException e) {
      throw ConnectionLost.by(e);
    }
  }

  private void line(String command) throws IOException {
    wire.write(command.getBytes(StandardCharsets.UTF_8));
    wire.write('\r');
    wire.write('\n');
  }

  /** How long each answer before the dot is waited for from now on; never over the time-out. */
  void patience(Duration most) {
    patience = most.compareTo(timeOuts.reply()) < 0 ? most : timeOuts.reply();
  }

  /**
   * Whether the server takes the content of the mail whose commands were announced.
   *
   * @return empty if it waits for it
   */
  Optional<Outcome> answerToGroup() throws ConnectionLost {
    flush();
    if (resetSent) {
      resetSent = false;
      SmtpReply reset = read(Phase.MAIL);
      if (!reset.isPositive()) {
        return Optional.of(closing(Phase.MAIL, reset));
      }
    }
    SmtpReply mail = read(Phase.MAIL);
    if (mail.code() == CLOSING) {
      return Optional.of(closing(Phase.MAIL, mail));
    }
    SmtpReply rcpt = read(Phase.RCPT);
    if (mail.isPositive() && rcpt.code() == CLOSING) {
      return Optional.of(closing(Phase.RCPT, rcpt));
    }
    SmtpReply data = read(Phase.DATA);
    boolean refused = !mail.isPositive() || !rcpt.isPositive();
    if (data.code() == GO_AHEAD) {
      if (!refused) {
        return Optional.empty();
      }
      loneDot();
    } else if (data.code() == CLOSING) {
      fit = false;
    }
    if (!mail.isPositive()) {
      return Optional.of(refusal(Phase.MAIL, mail, new Outcome.SenderRefused(mail)));
    }
    if (!rcpt.isPositive()) {
      return Optional.of(refusal(Phase.RCPT, rcpt, new Outcome.RecipientRefused(rcpt)));
    }
    return Optional.of(refusal(Phase.DATA, data, new Outcome.ContentRefused(Phase.DATA, data)));
  }

  /** The same, command by command. */
  Optional<Outcome> offerStepwise(WireEnvelope.Commands commands) throws ConnectionLost {
    if (resetDue) {
      resetDue = false;
      SmtpReply reset = step(Phase.MAIL, "RSET");
      if (!reset.isPositive()) {
        return Optional.of(closing(Phase.MAIL, reset));
      }
    }
    SmtpReply mail = step(Phase.MAIL, commands.mail());
    if (!mail.isPositive()) {
      return Optional.of(refusal(Phase.MAIL, mail, new Outcome.SenderRefused(mail)));
    }
    SmtpReply rcpt = step(Phase.RCPT, commands.rcpt());
    if (!rcpt.isPositive()) {
      return Optional.of(refusal(Phase.RCPT, rcpt, new Outcome.RecipientRefused(rcpt)));
    }
    SmtpReply data = step(Phase.DATA, "DATA");
    return data.code() == GO_AHEAD
        ? Optional.empty()
        : Optional.of(refusal(Phase.DATA, data, new Outcome.ContentRefused(Phase.DATA, data)));
  }

  private SmtpReply step(Phase at, String command) throws ConnectionLost {
    try {
      line(command);
    } catch (IOException e) {
      throw ConnectionLost.by(e);
    }
    flush();
    return read(at);
  }

  /**
   * An empty mail ends what a server opened that refused the recipient and takes DATA all the same.
   * Its answer says nothing about any mail.
   */
  private void loneDot() throws ConnectionLost {
    try {
      wire.write(DOT);
    } catch (IOException e) {
      throw ConnectionLost.by(e);
    }
    flush();
    if (transport.await(Phase.DATA, (int) timeOuts.afterDot().toMillis()).code() == CLOSING) {
      fit = false;
    }
  }

  /** What a negative reply comes to; the server forgets the envelope before the next one. */
  private Outcome refusal(Phase at, SmtpReply reply, Outcome ifPermanent) {
    if (reply.code() == CLOSING || reply.code() < 400) {
      return closing(at, reply);
    }
    resetDue = true;
    return reply.isTransient() ? new Outcome.Deferred(at, reply) : ifPermanent;
  }

  private Outcome closing(Phase at, SmtpReply reply) {
    fit = false;
    return reply.isTransient()
        ? new Outcome.Deferred(at, reply)
        : new Outcome.LostBeforeDot(at, "the server answered " + at + " with " + reply.code());
  }

  /**
   * Writes the content up to the final dot.
   *
   * @return what became of the mail if the server has spoken already; empty if the dot may follow
   */
  Optional<Outcome> content(MailBody body) throws ConnectionLost {
    phase = Phase.DATA;
    try {
      WireLines lines = new WireLines(wire);
      body.writeTo(lines);
      lines.endLine();
      if (transport.live().hasUnreadInput()) {
        wire.flush();
        return Optional.of(early(transport.await(Phase.DATA, EARLY_REPLY_MILLIS)));
      }
      return Optional.empty();
    } catch (IOException e) {
      throw ConnectionLost.by(e);
    }
  }

  /** The server has spoken before it was asked: it will not take the rest of this mail. */
  private Outcome early(SmtpReply reply) {
    fit = false;
    if (reply.isTransient()) {
      return new Outcome.Deferred(Phase.DATA, reply);
    }
    return reply.isPermanent()
        ? new Outcome.ContentRefused(Phase.DATA, reply)
        : new Outcome.LostBeforeDot(Phase.DATA, "the server spoke out of turn: " + reply.code());
  }

  /**
   * Writes the dot. From here on a failed write is in doubt too: TLS may fail after the last octet.
   */
  void dot() throws ConnectionLost {
    phase = Phase.DOT;
    try {
      wire.write(DOT);
    } catch (IOException e) {
      throw ConnectionLost.by(e);
    }
  }

  /** The server's word on the mail, once all has been flushed. */
  Outcome answerToDot() throws ConnectionLost {
    SmtpReply reply = transport.await(Phase.DOT, (int) timeOuts.afterDot().toMillis());
    phase = Phase.MAIL;
    if (reply.code() == CLOSING || !(reply.isPositive() || reply.code() >= 400)) {
      fit = false;
    }
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

  /** What a lost connection means for the mail at hand. */
  Outcome lost(ConnectionLost e) {
    end();
    if (phase == Phase.DOT) {
      return new Outcome.LostAfterDot(e.getMessage());
    }
    return isUnanswered && patience.compareTo(timeOuts.reply()) < 0
        ? new Outcome.Silent(phase, patience)
        : new Outcome.LostBeforeDot(phase, e.getMessage());
  }

  private SmtpReply read(Phase at) throws ConnectionLost {
    phase = at;
    try {
      return transport.await(at, (int) patience.toMillis());
    } catch (ConnectionLost e) {
      isUnanswered = e.isTimeOut();
      throw e;
    }
  }

  /** Gives the network what was written. */
  void flush() throws ConnectionLost {
    try {
      wire.flush();
    } catch (IOException e) {
      throw ConnectionLost.by(e);
    }
  }
}
