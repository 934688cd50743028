package io.mailwright.smtp;

import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.courier.ServerEndpoint;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;

/** The events of this package, one method each. Neither addresses nor secrets are logged. */
final class SmtpLog {
  private static final Logger LOG = System.getLogger("io.mailwright.smtp");

  private SmtpLog() {}

  static void sessionOpened(ServerEndpoint endpoint) {
    LOG.log(Level.DEBUG, "SMTP session with {0} opened", endpoint.address());
  }

  static void sessionFailed(RouteFailure failure) {
    LOG.log(Level.INFO, "{0}", failure.getMessage());
  }

  static void sessionReopened(ServerEndpoint endpoint) {
    LOG.log(Level.DEBUG, "{0} had closed a kept connection, opened anew", endpoint.address());
  }

  static void resetFailed(ConnectionLost cause) {
    LOG.log(Level.DEBUG, "No answer to RSET: {0}", cause.getMessage());
  }

  static void namesUnreadable(CertificateParsingException cause) {
    LOG.log(Level.DEBUG, "A certificate's names cannot be read", cause);
  }

  static void closeFailed(Exception cause) {
    LOG.log(Level.DEBUG, "Closing an SMTP connection failed", cause);
  }

  static void exchangersNotFound(Throwable cause) {
    LOG.log(Level.DEBUG, "A domain''s mail exchangers were not found: {0}", cause.toString());
  }

  static void resolverUnknown(UnknownHostException cause) {
    LOG.log(
        Level.WARNING,
        "The DNS server to ask for mail exchangers is unknown: {0}",
        cause.getMessage());
  }
}
