package io.mailwright.sandbox.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.Session;

/** One connection, as those who answer on it need it. */
public final class Line {
  private static final int SERVICE_CLOSES = 421;

  private final Session session;
  private final CountDownLatch stopping;

  Line(Session session, CountDownLatch stopping) {
    this.session = session;
    this.stopping = stopping;
  }

  /** The address the client comes from, as text. */
  public String source() {
    return session.getRemoteAddress().getAddress().getHostAddress();
  }

  /**
   * Waits before an answer.
   *
   * @return whether the time has passed; otherwise the server is being stopped
   */
  public boolean isAfter(Duration time) {
    if (time.isZero()) {
      return true;
    }
    try {
      return !stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A refusal to throw; 421 ends the connection (RFC 5321, 4.2.3). */
  public RejectException refusal(int code, String text) {
    return code == SERVICE_CLOSES
        ? new DropConnectionException(code, text)
        : new RejectException(code, text);
  }

  /**
   * A refusal to throw after the final dot. The library leaves the transaction open after it and
   * would answer 503 to the next MAIL; RFC 5321, 4.1.1.4 has the buffers cleared whatever the reply
   * was.
   */
  public RejectException refusalOfMessage(int code, String text) {
    session.resetMailTransaction();
    return refusal(code, text);
  }

  /** Closes the connection without a reply; to throw. */
  public RejectException hangUp() throws IOException {
    session.closeSocket();
    return new DropConnectionException("4.4.2 Closed without a reply (sandbox)");
  }

  /** Cuts the connection as a dead host does, by a TCP reset; to throw. */
  public RejectException cut() {
    try {
      session.getSocket().setSoLinger(true, 0);
      return hangUp();
    } catch (IOException e) {
      // The client has gone already, and the library sees it when it answers.
      return new DropConnectionException("4.4.2 Cut: " + e.getMessage());
    }
  }
}
