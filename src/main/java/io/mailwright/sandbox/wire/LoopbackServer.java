package io.mailwright.sandbox.wire;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.subethamail.smtp.server.SMTPServer;

/**
 * An SMTP server on a loopback address, without TLS and log-in. Announces SIZE, 8BITMIME, SMTPUTF8
 * and CHUNKING, not PIPELINING (its library answers one command at a time; commands sent ahead are
 * read in order all the same). Further connections than it may have get 421. Thread-safe; can be
 * started again after a stop.
 */
public final class LoopbackServer implements AutoCloseable {
  /** The largest message taken, in bytes, as EHLO announces it (RFC 1870). */
  public static final int LARGEST_MESSAGE = 25 * 1024 * 1024;

  private static final Logger LOG = System.getLogger(LoopbackServer.class.getName());
  private static final int MOST_RECIPIENTS = 100;
  private static final int IDLE_SECONDS = 300; // RFC 5321, 4.5.3.2.7

  private final InetSocketAddress address;
  private final int mostConnections;
  private final Listener listener;
  private SMTPServer running;
  private CountDownLatch stopping;

  /**
   * @param address a loopback address; port 0 takes any free one
   * @param mostConnections at a time
   * @param listener answers
   * @throws IllegalArgumentException if the address is not of this machine alone
   */
  public LoopbackServer(InetSocketAddress address, int mostConnections, Listener listener) {
    if (address.getAddress() == null || !address.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(address + " is no loopback address");
    }
    this.address = address;
    this.mostConnections = mostConnections;
    this.listener = listener;
  }

  /** The address 127.0.0.1 with a port. */
  public static InetSocketAddress onLoopback(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    } catch (UnknownHostException e) {
      throw new UncheckedIOException("Four bytes are always an address", e);
    }
  }

  /**
   * Listens from now on. Does nothing if it already does.
   *
   * @throws MailwrightException {@link ErrorCode#SANDBOX_NOT_STARTED} if the port is taken
   */
  public synchronized void start() {
    if (running != null) {
      return;
    }
    CountDownLatch latch = new CountDownLatch(1);
    Sessions sessions = new Sessions(listener, latch);
    SMTPServer server =
        SMTPServer.port(address.getPort())
            .bindAddress(address.getAddress())
            .hostName("sandbox.mailwright.invalid")
            .softwareName("Mailwright sandbox")
            .backlog(mostConnections)
            .maxConnections(mostConnections)
            .maxRecipients(MOST_RECIPIENTS)
            .maxMessageSize(LARGEST_MESSAGE)
            .connectionTimeout(IDLE_SECONDS, TimeUnit.SECONDS)
            .insertReceivedHeaders(false)
            // Takes any sender: the library's own check would refuse what real servers take.
            .fromAddressValidator(sender -> true)
            .sessionHandler(sessions)
            .messageHandlerFactory(sessions)
            .build();
    try {
      server.start();
    } catch (RuntimeException e) {
      throw new MailwrightException(
          ErrorCode.SANDBOX_NOT_STARTED,
          "The sandbox cannot listen on %s:%d (%s). No mail was touched. Free the port or"
                  .formatted(
                      address.getAddress().getHostAddress(), address.getPort(), rootMessage(e))
              + " choose another one for the sandbox.",
          e);
    }
    running = server;
    stopping = latch;
    logStarted(address.getAddress().getHostAddress(), portOf(server));
  }

  /** The port it listens on, or 0 if it does not. */
  public synchronized int port() {
    return running == null ? 0 : portOf(running);
  }

  /** Closes all connections and stops listening. Answers that are waited for are not given. */
  public synchronized void stop() {
    if (running == null) {
      return;
    }
    stopping.countDown();
    running.stop();
    running = null;
    logStopped();
  }

  /** The same as {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  // The library tells the port only if it chose it.
  private int portOf(SMTPServer server) {
    return address.getPort() == 0 ? server.getPortAllocated() : address.getPort();
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null && !(root instanceof IOException)) {
      root = root.getCause();
    }
    return root.getMessage();
  }

  private static void logStarted(String host, int port) {
    LOG.log(Level.INFO, "The sandbox listens on {0}:{1}", host, Integer.toString(port));
  }

  private static void logStopped() {
    LOG.log(Level.INFO, "The sandbox has stopped");
  }
}
