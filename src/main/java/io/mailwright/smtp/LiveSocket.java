package io.mailwright.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/**
 * The socket a transport speaks through at the moment. Angus keeps its own private; ours come from
 * our factories, which report them here. Thread-safe, so that a watchdog can cut it.
 */
final class LiveSocket {
  private volatile BoundedSocket transportLevel;
  private volatile Socket applicationLevel;
  private volatile boolean cut;

  /** Takes note of a new TCP socket and sets what SMTP wants of it. */
  Socket opened(BoundedSocket socket) throws IOException {
    // Commands are short and each waits for its answer: Nagle's algorithm only adds delay.
    socket.setTcpNoDelay(true);
    transportLevel = socket;
    applicationLevel = socket;
    if (cut) {
      socket.close();
      throw new SocketException("cut while it was opened");
    }
    return socket;
  }

  /** Takes note of the TLS layer over the TCP socket; the handshake is bounded like a reply. */
  void secured(Socket tls) {
    applicationLevel = tls;
    transportLevel.beginReply();
  }

  /** A reply is read from now on: its time-out and its length are those of the whole. */
  void beginReply() {
    transportLevel.beginReply();
  }

  /** The reply has been read, or will not be. */
  void endReply() throws SocketException {
    transportLevel.endReply();
  }

  /** Whether TLS is spoken. */
  boolean isSecured() {
    return applicationLevel != transportLevel;
  }

  /** This machine's end of the connection. */
  InetAddress localAddress() {
    return transportLevel.getLocalAddress();
  }

  /** Where content is written; unbuffered. */
  OutputStream output() throws IOException {
    return applicationLevel.getOutputStream();
  }

  /** Whether the server has sent something that nobody has read yet. */
  boolean hasUnreadInput() throws IOException {
    return transportLevel.getInputStream().available() > 0;
  }

  /** How long a read waits from now on. */
  void readTimeOut(int millis) throws SocketException {
    applicationLevel.setSoTimeout(millis);
  }

  /**
   * Cuts the connection at once, from any thread, without a word to the server; one that is not
   * open yet will not be.
   */
  void cut() {
    cut = true;
    Socket socket = transportLevel;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        SmtpLog.closeFailed(e);
      }
    }
  }
}
