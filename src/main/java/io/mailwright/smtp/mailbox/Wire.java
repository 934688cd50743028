package io.mailwright.smtp.mailbox;

import io.mailwright.feedback.mailbox.MailboxConnector.Line;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection of lines. What is asked for has to be answered within a time as a whole: a watchdog
 * cuts the connection when it is over, whether the server is silent, drips or never ends.
 */
final class Wire {
  /** Octets of a line at most. */
  static final int LONGEST_LINE = 64 * 1024;

  private static final int MOST_SHOWN = 200;
  private static final int LONGEST_SHOWN = 500;

  private final List<Line> dialog = new ArrayList<>();
  private final boolean isRecorded;
  private final Patience patience;
  private final Socket tcp;
  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private boolean isSecured;
  private volatile long deadline;
  private volatile boolean isLate;

  private Wire(Socket tcp, Patience patience, boolean isRecorded) {
    this.patience = patience;
    this.tcp = tcp;
    this.isRecorded = isRecorded;
  }

  static Wire connect(String host, int port, Patience patience, boolean isRecorded)
      throws IOException {
    Socket socket = new Socket();
    Wire wire = new Wire(socket, patience, isRecorded);
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) patience.silence().toMillis());
      socket.connect(new InetSocketAddress(host, port), (int) patience.connect().toMillis());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    wire.speakThrough(socket);
    wire.within(patience.answer());
    return wire;
  }

  private void speakThrough(Socket other) throws IOException {
    socket = other;
    in = new BufferedInputStream(other.getInputStream(), 16 * 1024);
    out = other.getOutputStream();
  }

  /** Lays TLS over it. What the server said before in the clear and nobody read is forgotten. */
  void secure(SSLSocketFactory factory, String host) throws IOException {
    SSLSocket tls = (SSLSocket) factory.createSocket(socket, host, socket.getPort(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    speakThrough(tls);
    isSecured = true;
  }

  Patience patience() {
    return patience;
  }

  boolean isSecured() {
    return isSecured;
  }

  /** What is asked for from now on has to be there within this time. */
  void within(Duration time) {
    deadline = System.nanoTime() + time.toNanos();
  }

  /** Called by the watchdog. */
  void cutIfLate() {
    if (System.nanoTime() - deadline > 0) {
      isLate = true;
      cut();
    }
  }

  /**
   * @param shown the same without secrets
   */
  void send(String line, String shown) throws IOException {
    note(true, shown);
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** A line without its end, octet by octet as characters. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = octet(); c != '\n'; c = octet()) {
      if (line.length() == LONGEST_LINE) {
        throw new WireNonsense("a line has more than " + LONGEST_LINE + " octets");
      }
      line.append((char) c);
    }
    if (line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    String said = line.toString();
    note(false, said);
    return said;
  }

  /** The next octet. */
  int octet() throws IOException {
    try {
      int c = in.read();
      if (c < 0) {
        throw new EOFException("the connection was closed");
      }
      return c;
    } catch (IOException e) {
      throw isLate ? late(e) : e;
    }
  }

  byte[] octets(int count) throws IOException {
    try {
      byte[] all = in.readNBytes(count);
      if (all.length < count) {
        throw new EOFException("the connection was closed");
      }
      return all;
    } catch (IOException e) {
      throw isLate ? late(e) : e;
    }
  }

  private static SocketTimeoutException late(IOException cause) {
    SocketTimeoutException late = new SocketTimeoutException("the answer did not end in time");
    late.initCause(cause);
    return late;
  }

  private void note(boolean isOurs, String text) {
    if (isRecorded && dialog.size() < MOST_SHOWN) {
      dialog.add(new Line(isOurs, shown(text, LONGEST_SHOWN)));
    }
  }

  /** What a server said, harmless for pages and logs. */
  static String shown(String text, int longest) {
    String harmless = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]", "\uFFFD");
    return harmless.length() <= longest ? harmless : harmless.substring(0, longest) + "…";
  }

  List<Line> dialog() {
    return List.copyOf(dialog);
  }

  boolean isOpen() {
    return !tcp.isClosed();
  }

  /** Cuts it, from any thread; TLS would wait for a write that hangs. */
  void cut() {
    try {
      tcp.close();
    } catch (IOException e) {
      MailboxLog.closeFailed(e);
    }
  }
}
