package io.mailwright.smtp.mailbox;

import io.mailwright.feedback.mailbox.MailboxAuth;
import io.mailwright.feedback.mailbox.MailboxEndpoint;
import io.mailwright.feedback.mailbox.MailboxFailure;
import io.mailwright.feedback.mailbox.MailboxFinding;
import io.mailwright.feedback.mailbox.MailboxSession;
import io.mailwright.routing.TlsMode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;

/** From the greeting to the open mailbox, over POP3. */
final class Pop3Opening {
  private final Wire wire;
  private final MailboxEndpoint endpoint;
  private final Step step;
  private final Pop3Dialog dialog;

  Pop3Opening(Wire wire, MailboxEndpoint endpoint, Step step) {
    this.wire = wire;
    this.endpoint = endpoint;
    this.step = step;
    this.dialog = new Pop3Dialog(wire);
  }

  MailboxSession open(SSLSocketFactory tls) throws IOException, MailboxFailure {
    String greeting = wire.line();
    if (!Pop3Dialog.isOk(greeting)) {
      throw Failures.refused(
          greeting.startsWith("-ERR")
              ? MailboxFinding.GREETING_REFUSED
              : MailboxFinding.OTHER_PROTOCOL,
          greeting);
    }
    if (endpoint.tls() == TlsMode.STARTTLS) {
      step.at("tls");
      startTls(tls);
    }
    step.at("login");
    logIn();
    step.at("folder");
    return new Pop3Session(wire, dialog);
  }

  /** RFC 2595 section 4. Some servers do it without saying so before. */
  private void startTls(SSLSocketFactory tls) throws IOException, MailboxFailure {
    String answer = dialog.ask("STLS");
    if (Pop3Dialog.isOk(answer)) {
      wire.secure(tls, endpoint.host());
    } else if (endpoint.tlsRequired()) {
      throw Failures.refused(MailboxFinding.NO_STARTTLS, Pop3Dialog.words(answer));
    }
  }

  private void logIn() throws IOException, MailboxFailure {
    if (endpoint.tls() != TlsMode.NONE && !wire.isSecured()) {
      throw Failures.refused(MailboxFinding.LOGIN_NOT_SAFE, "");
    }
    Set<String> offered = dialog.capabilities();
    if (endpoint.auth() == MailboxAuth.XOAUTH2) {
      byMechanism("XOAUTH2", Sasl.xoauth2(endpoint), MailboxFinding.TOKEN_REFUSED);
    } else if (!offered.isEmpty() && !offered.contains("USER") && offersPlain(offered)) {
      byMechanism("PLAIN", Sasl.plain(endpoint), MailboxFinding.LOGIN_REFUSED);
    } else {
      dialog.need("USER " + endpoint.username(), MailboxFinding.LOGIN_REFUSED);
      refuseUnlessOk(
          dialog.ask("PASS " + endpoint.secret(), "PASS ****"), MailboxFinding.LOGIN_REFUSED);
    }
  }

  private static boolean offersPlain(Set<String> offered) {
    return offered.stream()
        .anyMatch(line -> line.startsWith("SASL ") && List.of(line.split(" ")).contains("PLAIN"));
  }

  /** RFC 5034, by two steps, which all servers know. */
  private void byMechanism(String mechanism, String first, MailboxFinding otherwise)
      throws IOException, MailboxFailure {
    String asked = dialog.ask("AUTH " + mechanism);
    if (!asked.startsWith("+")) {
      throw Failures.refused(MailboxFinding.LOGIN_NOT_OFFERED, Pop3Dialog.words(asked));
    }
    String answer = dialog.ask(first, "****");
    if (answer.startsWith("+ ")) {
      String why = Sasl.decoded(answer.substring(2)).orElse("");
      dialog.ask("");
      throw Failures.refused(otherwise, why);
    }
    refuseUnlessOk(answer, otherwise);
  }

  private static void refuseUnlessOk(String answer, MailboxFinding otherwise)
      throws MailboxFailure {
    if (!Pop3Dialog.isOk(answer)) {
      throw Failures.refused(otherwise, Pop3Dialog.words(answer));
    }
  }
}
