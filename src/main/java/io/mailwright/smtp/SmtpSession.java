package io.mailwright.smtp;

import io.mailwright.delivery.courier.BeforeDot;
import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.courier.MailBody;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.Phase;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.courier.ServerEndpoint;
import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;

/** Keeps one connection over many mails, and opens it anew when the server closed it meanwhile. */
final class SmtpSession implements CourierSession {
  private static final int QUIT_MILLIS = 5_000;
  private static final int CLOSING = 421;

  private final ServerEndpoint endpoint;
  private final Connector connector;
  private final ScheduledExecutorService watchdog;
  private CourierTransport transport;
  private boolean used;
  private boolean over;
  private int mailsSent;

  /** Opens the connection of a session. */
  interface Connector {
    CourierTransport connect() throws RouteFailure;
  }

  SmtpSession(ServerEndpoint endpoint, Connector connector, ScheduledExecutorService watchdog)
      throws RouteFailure {
    this.endpoint = endpoint;
    this.connector = connector;
    this.watchdog = watchdog;
    this.transport = connector.connect();
  }

  @Override
  public Outcome send(Envelope envelope, MailBody body, BeforeDot beforeDot) {
    if (over) {
      return new Outcome.NotTried("the connection is closed");
    }
    boolean kept = used;
    used = true;
    MailTransaction first = new MailTransaction(transport, endpoint.timeOuts(), watchdog);
    Outcome outcome = run(first, envelope, body, beforeDot);
    if (!kept || !isClosedMeanwhile(outcome)) {
      return settle(first, outcome);
    }
    try {
      reopen();
    } catch (RouteFailure e) {
      over = true;
      return e.toOutcome();
    }
    MailTransaction second = new MailTransaction(transport, endpoint.timeOuts(), watchdog);
    return settle(second, run(second, envelope, body, beforeDot));
  }

  private Outcome run(
      MailTransaction transaction, Envelope envelope, MailBody body, BeforeDot beforeDot) {
    boolean ended = false;
    try {
      Outcome outcome = transaction.run(envelope, body, beforeDot);
      ended = true;
      return outcome;
    } finally {
      if (!ended) {
        // The callback or the body threw: nothing may follow in the middle of a mail.
        abandon();
      }
    }
  }

  /** A server that times a kept connection out says so, or hangs up, at the next command. */
  private static boolean isClosedMeanwhile(Outcome outcome) {
    return (outcome instanceof Outcome.LostBeforeDot lost && lost.phase() == Phase.MAIL)
        || (outcome instanceof Outcome.Deferred deferred
            && deferred.phase() == Phase.MAIL
            && deferred.reply().code() == CLOSING);
  }

  private void reopen() throws RouteFailure {
    transport.live().cut();
    transport = connector.connect();
    mailsSent = 0;
    SmtpLog.sessionReopened(endpoint);
  }

  private Outcome settle(MailTransaction transaction, Outcome outcome) {
    if (outcome instanceof Outcome.Accepted) {
      mailsSent++;
    }
    if (!transaction.leavesConnectionFit()) {
      abandon();
    }
    return outcome;
  }

  private void abandon() {
    over = true;
    transport.live().cut();
  }

  /** Whether the server has said something that nobody has read yet. */
  boolean hasUnreadInput() throws IOException {
    return transport.live().hasUnreadInput();
  }

  @Override
  public boolean isUsable() {
    return !over && mailsSent < endpoint.maxMailsPerConnection();
  }

  @Override
  public int mailsSent() {
    return mailsSent;
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      transport.quit(QUIT_MILLIS);
    }
  }
}
