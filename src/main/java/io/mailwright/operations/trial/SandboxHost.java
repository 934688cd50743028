package io.mailwright.operations.trial;

import io.mailwright.kernel.settings.Settings;
import io.mailwright.routing.MailServer;
import io.mailwright.routing.MailServerRepository;
import io.mailwright.routing.PoolMember;
import io.mailwright.routing.PoolRepository;
import io.mailwright.routing.ServerDraft;
import io.mailwright.routing.TlsMode;
import io.mailwright.sandbox.SandboxInbox;
import io.mailwright.sandbox.SandboxMailbox;
import io.mailwright.sandbox.SandboxServer;
import io.mailwright.sandbox.SandboxSettings;
import io.mailwright.sandbox.pop3.Pop3Server;
import io.mailwright.sandbox.provider.SimulatedProvider;
import io.mailwright.sandbox.provider.SiteFile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Runs the sandbox when the setting says so, and keeps a server entry and a pool for it. */
@ApplicationScoped
public class SandboxHost {
  /** Name of the sandbox's server entry and of its pool. */
  public static final String NAME = "Sandbox";

  private static final String BUILT_IN_SITES = "default";

  @Inject private Settings settings;
  @Inject private MailServerRepository servers;
  @Inject private PoolRepository pools;
  @Inject private SandboxInbox inbox;
  @Inject private Clock clock;

  private SandboxServer server;
  private Pop3Server mailbox;

  @Produces
  @Singleton
  static SandboxInbox inboxOfThisNode() {
    return new SandboxInbox(SandboxSettings.DEFAULT_KEEP);
  }

  /** Whether the setting turns it on. */
  public boolean isOn() {
    return settings.isSandboxOn();
  }

  /** Starts it if it is on; the entry follows the port it got. */
  public synchronized void start() {
    if (!settings.isSandboxOn() || server != null) {
      return;
    }
    SandboxMailbox returned = new SandboxMailbox();
    server = new SandboxServer(SandboxSettings.onPort(0), inbox, returned, clock, sites());
    server.start();
    mailbox = new Pop3Server(settings.sandboxMailboxPort(), returned);
    mailbox.start();
    MailServer entry =
        servers.keepBuiltIn(
            new ServerDraft(
                NAME,
                "127.0.0.1",
                server.port(),
                TlsMode.NONE,
                false,
                Optional.empty(),
                Optional.empty(),
                ServerDraft.DEFAULT_CONNECTIONS,
                Optional.empty(),
                Optional.empty(),
                List.of()));
    if (pools.findByName(NAME).isEmpty()) {
      pools.create(NAME, List.of(new PoolMember(entry.id(), 1)));
    }
  }

  /** The port on 127.0.0.1 that takes mails over SMTP; 0 while it is off. */
  public synchronized int smtpPort() {
    return server == null ? 0 : server.port();
  }

  /** The port on 127.0.0.1 by which what came back can be fetched over POP3; 0 while it is off. */
  public synchronized int mailboxPort() {
    return mailbox == null ? 0 : mailbox.port();
  }

  private SimulatedProvider sites() {
    Optional<String> named = settings.sandboxSites();
    if (named.isEmpty()) {
      return new SimulatedProvider(List.of(), clock, 0);
    }
    SiteFile file =
        named.get().equals(BUILT_IN_SITES)
            ? SiteFile.builtIn()
            : SiteFile.read(Path.of(named.get()));
    return file.start(clock);
  }

  /** Stops it. */
  public synchronized void stop() {
    if (server != null) {
      server.stop();
      server = null;
      mailbox.stop();
      mailbox = null;
    }
  }
}
