package io.mailwright.smtp;

import io.mailwright.delivery.courier.Phase;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.kernel.text.Wording;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Tests a connection as a person would by hand: connect, EHLO, STARTTLS, log in, ask whether mail
 * is taken, QUIT. No mail is sent. Thread-safe.
 */
public final class SmtpProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final SmtpCourier courier;

  /**
   * @param courier whose way of connecting is tested
   */
  public SmtpProbe(SmtpCourier courier) {
    this.courier = courier;
  }

  /**
   * What was said, and how it ended.
   *
   * @param dialog the lines in order; TLS and secrets are not in them
   * @param failedAt the step that failed, or empty if all went well
   * @param finding what was found
   * @param explanation the same with what is known of this server and what to do, for people
   * @param reply the server's own words, if a reply ended it
   * @param message how it ended, in one English line without secrets
   */
  public record Report(
      List<DialogLine> dialog,
      Optional<Phase> failedAt,
      ProbeFinding finding,
      Wording explanation,
      Optional<SmtpReply> reply,
      String message) {
    Report(
        List<DialogLine> dialog,
        Optional<Phase> failedAt,
        ProbeFinding finding,
        Optional<SmtpReply> reply,
        String message) {
      this(dialog, failedAt, finding, finding.wording(), reply, message);
    }

    /** Whether mails can be sent this way, as far as can be told without sending one. */
    public boolean isFit() {
      return failedAt.isEmpty();
    }
  }

  /**
   * Tests a server; waits for each answer no longer than 15 s.
   *
   * @param endpoint the server and how to talk to it
   */
  public Report probe(ServerEndpoint endpoint) {
    DialogRecorder recorder = new DialogRecorder();
    try {
      CourierTransport transport = courier.connect(impatient(endpoint), new LiveSocket(), recorder);
      return check(endpoint, transport, recorder);
    } catch (RouteFailure e) {
      return new Report(
          recorder.lines(),
          Optional.of(e.phase()),
          ProbeFinding.of(e),
          ProbeFinding.explained(e),
          e.reply(),
          e.getMessage());
    }
  }

  private static Report check(
      ServerEndpoint endpoint, CourierTransport transport, DialogRecorder recorder) {
    try {
      // Servers that want encryption or a log-in first allow NOOP, but not this.
      SmtpReply mail = transport.exchange(Phase.MAIL, "MAIL FROM:<>");
      if (mail.isPositive()) {
        transport.exchange(Phase.MAIL, "RSET");
      }
      transport.quit((int) PATIENCE.toMillis());
      return mail.isPositive()
          ? new Report(
              recorder.lines(),
              Optional.empty(),
              ProbeFinding.READY,
              Optional.empty(),
              endpoint.address() + " is ready for mail")
          : refused(endpoint, mail, recorder);
    } catch (ConnectionLost e) {
      transport.live().cut();
      return new Report(
          recorder.lines(),
          Optional.of(Phase.MAIL),
          ProbeFinding.lost(e, Phase.MAIL),
          Optional.empty(),
          e.getMessage());
    }
  }

  private static Report refused(ServerEndpoint endpoint, SmtpReply mail, DialogRecorder recorder) {
    ProbeFinding finding = ProbeFinding.mailRefused(mail);
    return finding == ProbeFinding.READY_FOR_SENDERS
        ? new Report(
            recorder.lines(),
            Optional.empty(),
            finding,
            Optional.of(mail),
            endpoint.address() + " takes commands, but no empty sender: " + mail)
        : new Report(
            recorder.lines(),
            Optional.of(Phase.MAIL),
            finding,
            Optional.of(mail),
            endpoint.address() + " takes no mail: " + mail);
  }

  private static ServerEndpoint impatient(ServerEndpoint endpoint) {
    return endpoint.withTimeOuts(endpoint.timeOuts().answeredIn(PATIENCE));
  }
}
