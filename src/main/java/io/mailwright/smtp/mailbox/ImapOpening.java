package io.mailwright.smtp.mailbox;

import io.mailwright.feedback.mailbox.MailboxAuth;
import io.mailwright.feedback.mailbox.MailboxEndpoint;
import io.mailwright.feedback.mailbox.MailboxFailure;
import io.mailwright.feedback.mailbox.MailboxFinding;
import io.mailwright.feedback.mailbox.MailboxSession;
import io.mailwright.routing.TlsMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;

/** From the greeting to the open folder, over IMAP. */
final class ImapOpening {
  private final Wire wire;
  private final MailboxEndpoint endpoint;
  private final Step step;
  private final ImapDialog dialog;

  ImapOpening(Wire wire, MailboxEndpoint endpoint, Step step) {
    this.wire = wire;
    this.endpoint = endpoint;
    this.step = step;
    this.dialog = new ImapDialog(wire);
  }

  MailboxSession open(SSLSocketFactory tls) throws IOException, MailboxFailure {
    String greeting = ImapResponse.read(wire).text();
    boolean isKnown = greeting.regionMatches(true, 0, "* PREAUTH", 0, 9);
    if (!isKnown && !greeting.regionMatches(true, 0, "* OK", 0, 4)) {
      throw Failures.refused(
          greeting.regionMatches(true, 0, "* BYE", 0, 5)
              ? MailboxFinding.GREETING_REFUSED
              : MailboxFinding.OTHER_PROTOCOL,
          greeting);
    }
    Set<String> offered = dialog.capabilities();
    if (endpoint.tls() == TlsMode.STARTTLS) {
      step.at("tls");
      offered = startTls(offered, tls, isKnown);
    }
    step.at("login");
    if (!isKnown) {
      logIn(offered);
      offered = dialog.capabilities();
    }
    step.at("folder");
    return select(offered);
  }

  private Set<String> startTls(Set<String> offered, SSLSocketFactory tls, boolean isKnown)
      throws IOException, MailboxFailure {
    // Whoever is known before is so in the clear: an attacker in between may have said it.
    if (!offered.contains("STARTTLS") || isKnown) {
      if (endpoint.tlsRequired() || isKnown) {
        throw Failures.refused(MailboxFinding.NO_STARTTLS, "");
      }
      return offered;
    }
    dialog.need("STARTTLS", MailboxFinding.NO_STARTTLS);
    wire.secure(tls, endpoint.host());
    return dialog.capabilities();
  }

  private void logIn(Set<String> offered) throws IOException, MailboxFailure {
    if (endpoint.tls() != TlsMode.NONE && !wire.isSecured()) {
      throw Failures.refused(MailboxFinding.LOGIN_NOT_SAFE, "");
    }
    ImapDialog.Ended ended =
        endpoint.auth() == MailboxAuth.XOAUTH2
            ? byMechanism(offered, "XOAUTH2", Sasl.xoauth2(endpoint))
            : byPassword(offered);
    if (!ended.isOk()) {
      throw Failures.refused(
          endpoint.auth() == MailboxAuth.XOAUTH2
              ? MailboxFinding.TOKEN_REFUSED
              : MailboxFinding.LOGIN_REFUSED,
          ended.said().flatMap(Sasl::decoded).orElse(ended.words()));
    }
  }

  private ImapDialog.Ended byPassword(Set<String> offered) throws IOException, MailboxFailure {
    boolean isAscii =
        StandardCharsets.US_ASCII.newEncoder().canEncode(endpoint.username() + endpoint.secret());
    if (offered.contains("LOGINDISABLED") || (!isAscii && offered.contains("AUTH=PLAIN"))) {
      return byMechanism(offered, "PLAIN", Sasl.plain(endpoint));
    }
    String user = ImapDialog.quoted(endpoint.username());
    return dialog.ask(
        "LOGIN " + user + " " + ImapDialog.quoted(endpoint.secret()),
        "LOGIN " + user + " ****",
        List.of(),
        wire.patience().answer(),
        response -> {});
  }

  private ImapDialog.Ended byMechanism(Set<String> offered, String mechanism, String first)
      throws IOException, MailboxFailure {
    if (!offered.contains("AUTH=" + mechanism)) {
      throw Failures.refused(MailboxFinding.LOGIN_NOT_OFFERED, "");
    }
    String command = "AUTHENTICATE " + mechanism;
    // RFC 4959: without a round trip.
    return offered.contains("SASL-IR")
        ? dialog.ask(
            command + " " + first,
            command + " ****",
            List.of(),
            wire.patience().answer(),
            response -> {})
        : dialog.ask(command, command, List.of(first), wire.patience().answer(), response -> {});
  }

  private MailboxSession select(Set<String> offered) throws IOException, MailboxFailure {
    List<String> validities = new ArrayList<>();
    ImapDialog.Ended ended =
        dialog.ask(
            "SELECT " + ImapSession.quotedFolder(endpoint.folder()),
            response -> {
              if (validities.isEmpty()) {
                response.code("UIDVALIDITY").ifPresent(validities::add);
              }
            });
    if (!ended.isOk() || ended.text().toUpperCase(Locale.ROOT).contains("[READ-ONLY]")) {
      throw Failures.refused(MailboxFinding.NO_FOLDER, ended.words());
    }
    if (validities.isEmpty() || !validities.get(0).matches("\\d{1,10}")) {
      throw Failures.refused(MailboxFinding.REFUSED, "the folder has no UIDVALIDITY");
    }
    // Many servers begin with the same number everywhere, and people change where a mailbox is.
    String validity = endpoint.account() + "." + validities.get(0);
    return new ImapSession(wire, dialog, endpoint, offered, validity);
  }
}
