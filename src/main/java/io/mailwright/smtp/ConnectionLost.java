package io.mailwright.smtp;

import io.mailwright.kernel.error.Causes;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** The connection is of no use any more; its message says in one line why. */
final class ConnectionLost extends Exception {
  private static final long serialVersionUID = 1L;

  ConnectionLost(String message, Throwable cause) {
    super(message, cause);
  }

  /** Says what happened from what was thrown. */
  static ConnectionLost by(Exception thrown) {
    return new ConnectionLost(describe(thrown), thrown);
  }

  /** Whether the server said nothing for as long as was waited. */
  boolean isTimeOut() {
    return Causes.has(getCause(), SocketTimeoutException.class);
  }

  /** One line about the innermost I/O error, without the server's words. */
  static String describe(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SocketTimeoutException) {
        return "no answer from the server in time";
      }
      if (t instanceof EOFException) {
        return "the server closed the connection";
      }
      if (t instanceof UnknownHostException) {
        return "the host name " + t.getMessage() + " is not known";
      }
      if (t instanceof ConnectException) {
        return "cannot connect: " + t.getMessage();
      }
      if (t instanceof SSLException) {
        return "no secure connection: " + t.getMessage();
      }
      if (t instanceof IOException && t.getCause() == null) {
        return "connection lost: " + t.getMessage();
      }
    }
    return "connection lost: " + thrown.getMessage();
  }
}
