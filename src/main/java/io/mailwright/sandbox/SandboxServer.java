package io.mailwright.sandbox;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;

/**
 * The simulator's SMTP server, on 127.0.0.1 only, without TLS and log-in. Announces SIZE, 8BITMIME,
 * SMTPUTF8 and CHUNKING, not PIPELINING (its library answers one command at a time; commands sent
 * ahead are read in order all the same). At most 200 connections; further ones get 421. Messages
 * over 25 MB get 552. Mails coming in hold at most 64 MB together; what is over that gets 452.
 * Thread-safe; can be started again after a stop.
 */
public final class SandboxServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(SandboxServer.class.getName());
  private static final int MOST_CONNECTIONS = 200;
  private static final int MOST_RECIPIENTS = 100;
  private static final int BACKLOG = 200;
  private static final int IDLE_SECONDS = 300; // RFC 5321, 4.5.3.2.7

  private final SandboxSettings settings;
  private final SandboxInbox inbox;
  private final Clock clock;
  private final RepeatCounter repeats = new RepeatCounter();
  private SMTPServer running;
  private CountDownLatch stopping;

  /**
   * @param settings where it listens and what it keeps
   * @param inbox where mails are put
   * @param clock tells when a mail came
   */
  public SandboxServer(SandboxSettings settings, SandboxInbox inbox, Clock clock) {
    this.settings = settings;
    this.inbox = inbox;
    this.clock = clock;
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
    MailTransaction.Shared shared =
        new MailTransaction.Shared(
            inbox,
            repeats,
            new ReceiveBudget(SandboxInbox.MOST_BYTES),
            settings.slowDelay(),
            latch,
            clock);
    SMTPServer server =
        SMTPServer.port(settings.port())
            .bindAddress(loopback())
            .hostName("sandbox.mailwright.invalid")
            .softwareName("Mailwright sandbox")
            .backlog(BACKLOG)
            .maxConnections(MOST_CONNECTIONS)
            .maxRecipients(MOST_RECIPIENTS)
            .maxMessageSize(MailTransaction.LARGEST_MESSAGE)
            .connectionTimeout(IDLE_SECONDS, TimeUnit.SECONDS)
            .insertReceivedHeaders(false)
            // Takes any sender: the library's own check would refuse what real servers take.
            .fromAddressValidator(sender -> true)
            .messageHandlerFactory(context -> new MailTransaction(shared, (Session) context))
            .build();
    try {
      server.start();
    } catch (RuntimeException e) {
      throw new MailwrightException(
          ErrorCode.SANDBOX_NOT_STARTED,
          "The sandbox cannot listen on 127.0.0.1:%d (%s). No mail was touched. Free the port or"
                  .formatted(settings.port(), rootMessage(e))
              + " choose another one for the sandbox.",
          e);
    }
    running = server;
    stopping = latch;
    logStarted(portOf(server));
  }

  /** The port it listens on, or 0 if it does not. */
  public synchronized int port() {
    return running == null ? 0 : portOf(running);
  }

  /** Closes all connections and stops listening. Mails caught so far stay in the inbox. */
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
    return settings.port() == 0 ? server.getPortAllocated() : settings.port();
  }

  private static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new UncheckedIOException("Four bytes are always an address", e);
    }
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null && !(root instanceof IOException)) {
      root = root.getCause();
    }
    return root.getMessage();
  }

  private static void logStarted(int port) {
    LOG.log(Level.INFO, "The sandbox listens on 127.0.0.1:{0}", Integer.toString(port));
  }

  private static void logStopped() {
    LOG.log(Level.INFO, "The sandbox has stopped");
  }
}
