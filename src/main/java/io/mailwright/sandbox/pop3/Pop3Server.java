package io.mailwright.sandbox.pop3;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.sandbox.SandboxMailbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Serves the sandbox's mailbox on 127.0.0.1 over POP3, without TLS: user {@link #USER}, password
 * {@link #PASSWORD}. One at a time has the mailbox (RFC 1939 section 4). Thread-safe; can be
 * started again after a stop.
 */
public final class Pop3Server implements AutoCloseable {
  /** Who may log in. */
  public static final String USER = "sandbox";

  /** Known to everybody: the mails are of trials, and the address is this machine's alone. */
  public static final String PASSWORD = "sandbox";

  private static final Logger LOG = Logger.getLogger(Pop3Server.class.getName());
  private static final int MOST_CONNECTIONS = 10;
  private static final int IDLE_MILLIS = 60_000;

  private final int port;
  private final SandboxMailbox mailbox;
  private final AtomicBoolean inUse = new AtomicBoolean();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private ServerSocket listener;

  /**
   * @param port on 127.0.0.1; 0 takes any free one
   */
  public Pop3Server(int port, SandboxMailbox mailbox) {
    this.port = port;
    this.mailbox = mailbox;
  }

  /**
   * Listens from now on. Does nothing if it already does.
   *
   * @throws MailwrightException {@link ErrorCode#SANDBOX_NOT_STARTED} if the port is taken
   */
  public synchronized void start() {
    if (listener != null) {
      return;
    }
    try {
      ServerSocket socket =
          new ServerSocket(
              port, MOST_CONNECTIONS, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
      listener = socket;
      inBackground(() -> accept(socket));
      LOG.info(
          () ->
              "The sandbox's mailbox can be fetched by POP3 on 127.0.0.1:" + socket.getLocalPort());
    } catch (IOException e) {
      throw new MailwrightException(
          ErrorCode.SANDBOX_NOT_STARTED,
          "The sandbox's mailbox cannot listen on 127.0.0.1:"
              + port
              + " ("
              + e.getMessage()
              + "). Free the port or choose another one.",
          e);
    }
  }

  /** The port it listens on, or 0 if it does not. */
  public synchronized int port() {
    return listener == null ? 0 : listener.getLocalPort();
  }

  private static void inBackground(Runnable work) {
    Thread thread = new Thread(work, "sandbox-pop3");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        if (open.size() >= MOST_CONNECTIONS) {
          client.close();
        } else {
          open.add(client);
          inBackground(() -> serve(client));
        }
      } catch (IOException e) {
        LOG.log(socket.isClosed() ? Level.FINE : Level.WARNING, "no connection by POP3", e);
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setSoTimeout(IDLE_MILLIS);
      new Pop3Session(mailbox, inUse, client.getInputStream(), client.getOutputStream()).run();
    } catch (IOException e) {
      // Whoever hangs up or is silent leaves the mailbox as it was (RFC 1939 section 3).
      LOG.log(Level.FINE, "a POP3 session ended without QUIT", e);
    } finally {
      open.remove(client);
    }
  }

  /** Closes all connections and stops listening. */
  public synchronized void stop() {
    if (listener == null) {
      return;
    }
    close(listener);
    open.forEach(Pop3Server::close);
    listener = null;
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      LOG.log(Level.FINE, "a socket did not close", e);
    }
  }

  /** The same as {@link #stop}. */
  @Override
  public void close() {
    stop();
  }
}
