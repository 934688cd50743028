package io.mailwright.smtp;

import io.mailwright.delivery.courier.Credentials;
import io.mailwright.delivery.courier.Phase;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.TlsMode;
import io.mailwright.kernel.error.Causes;
import io.mailwright.kernel.smtp.SmtpReply;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Angus's SMTP transport, of which connect, EHLO, STARTTLS, AUTH, commands and replies are used. It
 * knows at every moment how far the session has come, and closes what Angus leaves open: EHLO
 * refused after STARTTLS, a log-in that is wanted and silently left out, one sent in the clear.
 */
final class CourierTransport extends SMTPTransport {
  private static final int CHALLENGE = 334;

  /** With its line end (RFC 5321 section 4.5.3.1.4). */
  private static final int LONGEST_COMMAND = 512;

  private final ServerEndpoint endpoint;
  private final LiveSocket live;
  private final DialogListener dialog;
  private Phase phase = Phase.CONNECT;
  private SmtpReply lastReply;
  private SmtpReply lastRefusal;
  private boolean reading;

  /** A password or token was said in answer to, or together with, AUTH. */
  private boolean isSecretSaid;

  /** Why the server does not take the token, in its words; null if it has not said so. */
  private String tokenRefusal;

  private CourierTransport(
      ServerEndpoint endpoint, SSLSocketFactory tls, LiveSocket live, DialogListener dialog) {
    super(
        Session.getInstance(SmtpProperties.of(endpoint, tls, live)),
        null,
        "smtp",
        endpoint.tls() == TlsMode.TLS);
    this.endpoint = endpoint;
    this.live = live;
    this.dialog = dialog;
  }

  /** Opens a session that is ready for MAIL. */
  static CourierTransport open(
      ServerEndpoint endpoint, SSLSocketFactory tls, LiveSocket live, DialogListener dialog)
      throws RouteFailure {
    CourierTransport transport = new CourierTransport(endpoint, tls, live, dialog);
    transport.open();
    return transport;
  }

  private synchronized void open() throws RouteFailure {
    try {
      connect(
          endpoint.host(),
          endpoint.port(),
          endpoint.credentials().map(Credentials::username).orElse(null),
          endpoint.credentials().map(c -> c.secret().reveal()).orElse(null));
      live.readTimeOut((int) endpoint.timeOuts().reply().toMillis());
    } catch (MessagingException | IOException | IllegalStateException e) {
      live.cut();
      throw routeFailure(e);
    }
  }

  private RouteFailure routeFailure(Exception thrown) {
    Phase at = phaseOf(thrown);
    Optional<SmtpReply> refusal = Optional.ofNullable(lastRefusal);
    String what = refusal.map(SmtpReply::toString).orElseGet(() -> reason(thrown));
    if (tokenRefusal != null) {
      what += " (it said of the token: " + tokenRefusal + ")";
    }
    return new RouteFailure(
        at,
        refusal,
        "no session with " + endpoint.address() + " (" + step(at) + "): " + what,
        thrown);
  }

  private Phase phaseOf(Exception thrown) {
    if (phase != Phase.CONNECT) {
      return phase;
    }
    if (endpoint.source().isPresent() && Causes.has(thrown, BindException.class)) {
      return Phase.SOURCE;
    }
    return Causes.has(thrown, SSLException.class) ? Phase.TLS : Phase.CONNECT;
  }

  private static String step(Phase at) {
    return switch (at) {
      case SOURCE, CONNECT -> "connecting";
      case TLS -> "encryption";
      case EHLO -> "greeting";
      case AUTH -> "log-in";
      case MAIL, RCPT, DATA, DOT -> "sender";
    };
  }

  private String reason(Exception thrown) {
    if (tokenRefusal != null) {
      return "the server refused the token";
    }
    if (phaseOf(thrown) == Phase.SOURCE) {
      return "the source address "
          + endpoint.source().get().getHostAddress()
          + " is none of this machine's";
    }
    return Causes.has(thrown, IOException.class)
        ? ConnectionLost.describe(thrown)
        : thrown.getMessage();
  }

  @Override
  protected boolean ehlo(String domain) throws MessagingException {
    phase = Phase.EHLO;
    boolean accepted = super.ehlo(helloName(domain));
    if (accepted) {
      checkOffer();
    } else if (live.isSecured()) {
      // Angus would go on with what was offered before, in the clear.
      throw new MessagingException("EHLO was refused over TLS");
    }
    return accepted;
  }

  @Override
  protected void helo(String domain) throws MessagingException {
    super.helo(helloName(domain));
    checkOffer();
  }

  /**
   * This machine's name if it is one that others may know it by, else its address as a literal (RFC
   * 5321 sections 2.3.5 and 4.1.3). Many servers refuse {@code localhost} and other names without a
   * dot, and Java gives a bare address where it finds no name.
   */
  private String helloName(String machine) {
    boolean isSet = endpoint.heloName().isPresent();
    return isSet || HelloName.isFullyQualified(machine)
        ? machine
        : HelloName.literalOf(live.localAddress());
  }

  /** Refuses to go on without what the endpoint wants and the server does not offer. */
  private void checkOffer() throws MessagingException {
    boolean mayStillStartTls =
        endpoint.tls() == TlsMode.STARTTLS && !live.isSecured() && supportsExtension("STARTTLS");
    if (mayStillStartTls) {
      phase = Phase.TLS;
      return;
    }
    if (endpoint.tls() == TlsMode.STARTTLS && !live.isSecured() && endpoint.tlsRequired()) {
      phase = Phase.TLS;
      throw new NotOffered(
          ProbeFinding.NO_STARTTLS, "the server does not offer STARTTLS, which is required");
    }
    if (endpoint.credentials().isPresent()) {
      phase = Phase.AUTH;
      String mechanism = endpoint.credentials().get().method().name();
      if (endpoint.tls() == TlsMode.STARTTLS && !live.isSecured()) {
        throw new NotOffered(
            ProbeFinding.LOGIN_NOT_SAFE, "the log-in is not sent over a connection without TLS");
      }
      if (isOnlyOfferedOverTls()) {
        throw new NotOffered(
            ProbeFinding.TLS_WANTED,
            "the server offers no log-in without encryption, but it offers STARTTLS");
      }
      if (!supportsAuthentication(mechanism)) {
        throw new NotOffered(
            ProbeFinding.LOGIN_NOT_OFFERED, "the server does not offer AUTH " + mechanism);
      }
    }
  }

  private boolean isOnlyOfferedOverTls() {
    return !live.isSecured() && supportsExtension("STARTTLS") && !supportsExtension("AUTH");
  }

  @Override
  protected void sendCommand(String command) throws MessagingException {
    String masked = masked(command);
    isSecretSaid |= !masked.equals(command);
    dialog.sent(masked);
    super.sendCommand(command);
  }

  /**
   * A response that makes AUTH longer than a command may be is kept until the server asks for it by
   * an empty challenge (RFC 4954 section 4): servers cut or refuse longer commands, and tokens of a
   * kilobyte or two are usual.
   */
  @Override
  public synchronized int simpleCommand(String command) throws MessagingException {
    int response = command.startsWith("AUTH ") ? command.indexOf(' ', "AUTH ".length()) : -1;
    if (response < 0 || command.length() + 2 <= LONGEST_COMMAND) {
      return super.simpleCommand(command);
    }
    int code = super.simpleCommand(command.substring(0, response));
    return code == CHALLENGE
        ? simpleCommand(command.substring(response + 1).getBytes(StandardCharsets.US_ASCII))
        : code;
  }

  /** Only log-ins use this form. */
  @Override
  protected int simpleCommand(byte[] command) throws MessagingException {
    isSecretSaid = true;
    dialog.sent("********");
    return super.simpleCommand(command);
  }

  private static String masked(String command) {
    String[] words = command.split(" ", 3);
    return words[0].equals("AUTH") && words.length > 2
        ? words[0] + " " + words[1] + " ********"
        : command;
  }

  @Override
  protected int readServerResponse() throws MessagingException {
    lastReply = null;
    int code;
    try {
      reading = true;
      live.beginReply();
      code = super.readServerResponse();
      live.endReply();
    } catch (SocketException e) {
      throw new MessagingException("the connection is closed", e);
    } finally {
      reading = false;
    }
    if (code < 0) {
      throw getLastServerResponse().equals("[EOF]")
          ? new MessagingException("no reply", new EOFException())
          : new MessagingException("what the server sent is no SMTP reply");
    }
    String wire = decoded(getLastServerResponse());
    boolean refusesToken = code == CHALLENGE && isTokenShown() && tokenRefusal == null;
    if (!refusesToken) {
      dialog.received(wire);
    }
    lastReply =
        SmtpReply.parse(wire)
            .orElseThrow(() -> new MessagingException("what the server sent is no SMTP reply"));
    lastRefusal = lastReply.code() >= 400 ? lastReply : null;
    return refusesToken ? afterTokenRefusal(lastReply.text()) : code;
  }

  private boolean isTokenShown() {
    return phase == Phase.AUTH
        && isSecretSaid
        && endpoint.credentials().filter(c -> c.method() == Credentials.Method.XOAUTH2).isPresent();
  }

  /**
   * The token was said already, so a challenge is a refusal: it says why, and an empty answer lets
   * the server end the log-in with its reply (RFC 7628 section 3.2.3, and XOAUTH2 alike).
   */
  private int afterTokenRefusal(String challenge) throws MessagingException {
    tokenRefusal = ChallengeText.of(challenge, endpoint.credentials().orElseThrow().secret());
    dialog.received(CHALLENGE + " " + tokenRefusal);
    try {
      sendCommand("");
      return readServerResponse();
    } catch (MessagingException e) {
      // It hung up instead: that the token is refused stays what matters.
      MessagingException refused = new MessagingException("the server refused the token");
      refused.addSuppressed(e);
      throw refused;
    }
  }

  @Override
  public synchronized void close() throws MessagingException {
    if (reading) {
      // Angus says QUIT to what answered nonsense, and would wait minutes for the answer.
      live.cut();
    }
    super.close();
  }

  /** Angus reads octets as Latin-1; most servers that say more than ASCII say it in UTF-8. */
  private static String decoded(String latin1) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      return latin1;
    }
  }

  /** Sends a command of ASCII characters and waits for its reply. */
  synchronized SmtpReply exchange(Phase at, String command) throws ConnectionLost {
    phase = at;
    try {
      simpleCommand(command);
      return lastReply;
    } catch (MessagingException e) {
      throw ConnectionLost.by(e);
    }
  }

  /**
   * Waits for a reply to what was written past Angus.
   *
   * @param millis how long, at least 1
   */
  synchronized SmtpReply await(Phase at, int millis) throws ConnectionLost {
    phase = at;
    try {
      live.readTimeOut(millis);
      readServerResponse();
      live.readTimeOut((int) endpoint.timeOuts().reply().toMillis());
      return lastReply;
    } catch (MessagingException | IOException e) {
      throw ConnectionLost.by(e);
    }
  }

  /** The socket under this session. */
  LiveSocket live() {
    return live;
  }

  /** The most octets a mail may have, 0 if the server does not say (RFC 1870 section 4). */
  long sizeLimit() {
    String parameter = getExtensionParameter("SIZE");
    if (parameter == null || !parameter.strip().matches("\\d{1,18}")) {
      return 0;
    }
    return Long.parseLong(parameter.strip());
  }

  /** Says QUIT, waits for the answer no longer than this, and closes. */
  synchronized void quit(int millis) {
    try {
      live.readTimeOut(millis);
      close();
    } catch (MessagingException | IOException e) {
      SmtpLog.closeFailed(e);
    }
    live.cut();
  }
}
