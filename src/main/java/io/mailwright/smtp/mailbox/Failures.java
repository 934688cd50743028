package io.mailwright.smtp.mailbox;

import io.mailwright.feedback.mailbox.MailboxFailure;
import io.mailwright.feedback.mailbox.MailboxFinding;
import io.mailwright.kernel.error.Causes;
import io.mailwright.smtp.CertificateRefused;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What went wrong, for people. */
final class Failures {
  private static final int LONGEST_WORDS = 300;

  private Failures() {}

  /** The server said no. */
  static MailboxFailure refused(MailboxFinding finding, String words) {
    return new MailboxFailure(
        finding,
        words.isBlank() ? Optional.empty() : Optional.of(Wire.shown(words, LONGEST_WORDS)),
        false,
        null);
  }

  /** The connection is of no use any more. */
  static MailboxFailure lost(IOException e) {
    if (e instanceof Wrapped wrapped) {
      return wrapped.failure();
    }
    return new MailboxFailure(finding(e), words(e), true, e);
  }

  private static MailboxFinding finding(IOException e) {
    if (e instanceof WireNonsense) {
      return MailboxFinding.NONSENSE;
    }
    if (e instanceof UnknownHostException) {
      return MailboxFinding.UNKNOWN_HOST;
    }
    if (e instanceof SocketTimeoutException) {
      return MailboxFinding.NO_ANSWER;
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return MailboxFinding.UNREACHABLE;
    }
    if (Causes.find(e, CertificateException.class).isPresent()) {
      return MailboxFinding.BAD_CERTIFICATE;
    }
    if (e instanceof SSLException) {
      return MailboxFinding.NO_TLS;
    }
    return MailboxFinding.CLOSED;
  }

  private static Optional<String> words(IOException e) {
    if (e instanceof EOFException || e instanceof SocketTimeoutException) {
      return Optional.empty();
    }
    Optional<String> certificate =
        Causes.find(e, CertificateRefused.class).map(refused -> refused.detail().english());
    return certificate
        .or(() -> Optional.ofNullable(e.getMessage()))
        .map(said -> Wire.shown(said, LONGEST_WORDS));
  }

  /** A failure on its way through a stream. */
  static final class Wrapped extends IOException {
    private static final long serialVersionUID = 1L;

    private final MailboxFailure failure;

    Wrapped(MailboxFailure failure) {
      super(failure);
      this.failure = failure;
    }

    MailboxFailure failure() {
      return failure;
    }
  }
}
