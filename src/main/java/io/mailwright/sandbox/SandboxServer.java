package io.mailwright.sandbox;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.sandbox.provider.SimulatedProvider;
import io.mailwright.sandbox.wire.LoopbackServer;
import java.time.Clock;
import java.util.List;

/**
 * The sandbox's SMTP server, on 127.0.0.1 only, as {@link LoopbackServer} has it. At most 200
 * connections; further ones get 421. Messages over 25 MB get 552. Mails coming in hold at most 64
 * MB together; what is over that gets 452. Recipients that no {@link SandboxBehaviour} puts off are
 * answered by the simulated site of their domain, if there is one. Thread-safe; can be started
 * again after a stop.
 */
public final class SandboxServer implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 200;

  private final LoopbackServer server;

  /**
   * Without simulated sites.
   *
   * @param settings where it listens and what it keeps
   * @param inbox where mails are put
   * @param clock tells when a mail came
   */
  public SandboxServer(SandboxSettings settings, SandboxInbox inbox, Clock clock) {
    this(settings, inbox, clock, new SimulatedProvider(List.of(), clock, 0));
  }

  /**
   * @param settings where it listens and what it keeps
   * @param inbox where mails are put
   * @param clock tells when a mail came
   * @param sites answer for the domains that they have
   */
  public SandboxServer(
      SandboxSettings settings, SandboxInbox inbox, Clock clock, SimulatedProvider sites) {
    this(settings, inbox, new SandboxMailbox(), clock, sites);
  }

  /**
   * @param settings where it listens and what it keeps
   * @param inbox where mails are put
   * @param mailbox where bounces and complaints come back to
   * @param clock tells when a mail came
   * @param sites answer for the domains that they have
   */
  public SandboxServer(
      SandboxSettings settings,
      SandboxInbox inbox,
      SandboxMailbox mailbox,
      Clock clock,
      SimulatedProvider sites) {
    MailTransaction.Shared shared =
        new MailTransaction.Shared(
            inbox,
            new RepeatCounter(),
            new ReceiveBudget(SandboxInbox.MOST_BYTES),
            new ReturnedMails(mailbox),
            settings.slowDelay(),
            clock);
    server =
        new LoopbackServer(
            LoopbackServer.onLoopback(settings.port()),
            MOST_CONNECTIONS,
            line -> new SandboxGuest(shared, line, sites.from(line.source())));
  }

  /**
   * Listens from now on. Does nothing if it already does.
   *
   * @throws MailwrightException {@link ErrorCode#SANDBOX_NOT_STARTED} if the port is taken
   */
  public void start() {
    server.start();
  }

  /** The port it listens on, or 0 if it does not. */
  public int port() {
    return server.port();
  }

  /** Closes all connections and stops listening. Mails caught so far stay in the inbox. */
  public void stop() {
    server.stop();
  }

  /** The same as {@link #stop}. */
  @Override
  public void close() {
    stop();
  }
}
