package io.mailwright.smtp;

import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.KillSwitch;
import io.mailwright.delivery.courier.MailSource;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.OutgoingMail;
import io.mailwright.delivery.courier.Phase;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.ServerOffer;
import java.io.IOException;
import java.util.Optional;

/** Keeps one connection over many mails, and opens it anew when the server closed it meanwhile. */
final class SmtpSession implements CourierSession {
  private static final int QUIT_MILLIS = 5_000;
  private static final int CLOSING = 421;

  private final ServerEndpoint endpoint;
  private final Connector connector;
  private final WriteWatch watch;
  private CourierTransport transport;
  private Conversation conversation;
  private boolean used;
  private boolean over;
  private boolean retired;
  private int mailsSent;
  private volatile LiveSocket live = new LiveSocket();
  private volatile boolean cut;

  /** Opens the connection of a session. */
  interface Connector {
    /**
     * @param live to be told of the sockets
     */
    CourierTransport connect(LiveSocket live) throws RouteFailure;
  }

  private SmtpSession(ServerEndpoint endpoint, Connector connector, WriteWatch watch) {
    this.endpoint = endpoint;
    this.connector = connector;
    this.watch = watch;
  }

  /** Opens a session that the switch can cut, also while it is opened. */
  static SmtpSession open(
      ServerEndpoint endpoint, Connector connector, WriteWatch watch, KillSwitch killSwitch)
      throws RouteFailure {
    SmtpSession session = new SmtpSession(endpoint, connector, watch);
    killSwitch.holds(session::cut);
    session.connect();
    return session;
  }

  private void connect() throws RouteFailure {
    LiveSocket next = new LiveSocket();
    live = next;
    if (cut) {
      throw new RouteFailure(Phase.CONNECT, Optional.empty(), "stopped before it was open", null);
    }
    transport = connector.connect(next);
    try {
      conversation = new Conversation(transport, endpoint.timeOuts(), watch);
    } catch (IOException e) {
      transport.live().cut();
      throw new RouteFailure(
          Phase.EHLO, Optional.empty(), "the connection ended at once: " + e.getMessage(), e);
    }
    mailsSent = 0;
    used = false;
  }

  /**
   * A mail that was taken and is not concluded.
   *
   * @param commands how it is offered
   * @param isAnnounced whether its commands are written already
   * @param mayMove whether it may be offered once more over a new connection: the server may have
   *     closed this one before it saw the mail
   */
  private record Turn(
      OutgoingMail mail, WireEnvelope.Commands commands, boolean isAnnounced, boolean mayMove) {}

  @Override
  public void sendAll(MailSource source) throws InterruptedException {
    boolean ended = false;
    try {
      Optional<Turn> turn = Optional.empty();
      while (turn.isPresent() || isUsable()) {
        if (turn.isPresent()) {
          turn = conclude(turn.get(), source);
        } else {
          Optional<OutgoingMail> next = source.next(true);
          if (next.isEmpty()) {
            break;
          }
          turn = turnOf(next.get(), source);
        }
      }
      ended = true;
    } finally {
      if (!ended) {
        // The source or a body threw: nothing may follow in the middle of a mail.
        abandon();
      }
    }
  }

  /** Empty if the mail cannot be offered to this server; it is concluded then. */
  private Optional<Turn> turnOf(OutgoingMail mail, MailSource source) {
    WireEnvelope wire = WireEnvelope.of(mail.envelope(), mail.body(), transport);
    if (wire instanceof WireEnvelope.Commands commands) {
      return Optional.of(new Turn(mail, commands, false, used));
    }
    source.concluded(mail, ((WireEnvelope.Refused) wire).outcome());
    return Optional.empty();
  }

  /** Brings a mail to its end; what follows is the next one, if it was announced with its dot. */
  private Optional<Turn> conclude(Turn turn, MailSource source) throws InterruptedException {
    if (!conversation.isFit()) {
      return move(turn, source);
    }
    used = true;
    Optional<Turn> ahead = Optional.empty();
    Outcome outcome;
    try {
      conversation.patience(source.patience(turn.mail));
      Optional<Outcome> refused = offer(turn);
      if (refused.isEmpty()) {
        refused = conversation.content(turn.mail.body());
      }
      if (refused.isPresent()) {
        outcome = refused.get();
      } else {
        boolean isDue = source.isDue(turn.mail);
        ahead = isDue ? ahead(source) : Optional.empty();
        if (isDue && source.mayFinish(turn.mail)) {
          outcome = finish(turn.mail, ahead, source);
        } else {
          abandon();
          outcome = new Outcome.NotTried("given up right before the final dot");
        }
      }
    } catch (ConnectionLost e) {
      outcome = unlessCut(conversation.lost(e));
    }
    if (turn.mayMove && isClosedMeanwhile(outcome)) {
      conversation.end();
      return move(turn, source);
    }
    if (outcome instanceof Outcome.Accepted) {
      mailsSent++;
    }
    if (!conversation.isFit()) {
      conversation.end();
    }
    over |= !conversation.isFit() && ahead.isEmpty();
    source.concluded(turn.mail, outcome);
    if (over && ahead.isPresent()) {
      source.concluded(ahead.get().mail, new Outcome.NotTried("the mail before was given up"));
      return Optional.empty();
    }
    return ahead;
  }

  private Optional<Outcome> offer(Turn turn) throws ConnectionLost {
    if (!conversation.isPipelining()) {
      return conversation.offerStepwise(turn.commands);
    }
    if (!turn.isAnnounced) {
      conversation.announce(turn.commands);
    }
    return conversation.answerToGroup();
  }

  /** The mail whose commands can leave together with the dot that comes now. */
  private Optional<Turn> ahead(MailSource source) throws InterruptedException {
    if (!conversation.isPipelining() || mailsSent + 1 >= endpoint.maxMailsPerConnection()) {
      return Optional.empty();
    }
    Optional<OutgoingMail> next = source.next(false);
    return next.isEmpty()
        ? Optional.empty()
        : turnOf(next.get(), source).map(t -> new Turn(t.mail, t.commands, true, true));
  }

  private Outcome finish(OutgoingMail mail, Optional<Turn> ahead, MailSource source)
      throws ConnectionLost {
    conversation.dot();
    if (ahead.isPresent()) {
      conversation.announce(ahead.get().commands);
    }
    conversation.flush();
    source.handedOver(mail);
    return conversation.answerToDot();
  }

  /** What was lost because we cut it has not been tried. */
  private Outcome unlessCut(Outcome lost) {
    return cut && !(lost instanceof Outcome.LostAfterDot)
        ? new Outcome.NotTried("stopped before the final dot")
        : lost;
  }

  /** A server that times a kept connection out says so, or hangs up, at the next command. */
  private static boolean isClosedMeanwhile(Outcome outcome) {
    return (outcome instanceof Outcome.LostBeforeDot lost && lost.phase() == Phase.MAIL)
        || (outcome instanceof Outcome.Deferred deferred
            && deferred.phase() == Phase.MAIL
            && deferred.reply().code() == CLOSING);
  }

  /** Offers a mail that the old connection never took over a new one. */
  private Optional<Turn> move(Turn turn, MailSource source) {
    try {
      connect();
      SmtpLog.sessionReopened(endpoint);
    } catch (RouteFailure e) {
      over = true;
      source.concluded(turn.mail, unlessCut(e.toOutcome()));
      return Optional.empty();
    }
    return turnOf(turn.mail, source).map(t -> new Turn(t.mail, t.commands, false, false));
  }

  private void abandon() {
    over = true;
    conversation.end();
  }

  /** Whether the server has said something that nobody has read yet. */
  boolean hasUnreadInput() throws IOException {
    return transport.live().hasUnreadInput();
  }

  @Override
  public boolean isUsable() {
    return !over && !cut && !retired && mailsSent < endpoint.maxMailsPerConnection();
  }

  @Override
  public ServerOffer offer() {
    return new ServerOffer(transport.sizeLimit(), transport.supportsExtension("SMTPUTF8"));
  }

  @Override
  public void retire() {
    retired = true;
  }

  @Override
  public void cut() {
    cut = true;
    live.cut();
  }

  @Override
  public int mailsSent() {
    return mailsSent;
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      if (cut) {
        conversation.end();
      } else {
        conversation.quit(QUIT_MILLIS);
      }
    }
  }
}
