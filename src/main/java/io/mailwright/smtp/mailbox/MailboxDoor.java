package io.mailwright.smtp.mailbox;

import io.mailwright.feedback.mailbox.MailboxConnector;
import io.mailwright.feedback.mailbox.MailboxEndpoint;
import io.mailwright.feedback.mailbox.MailboxFailure;
import io.mailwright.feedback.mailbox.MailboxFinding;
import io.mailwright.feedback.mailbox.MailboxProtocol;
import io.mailwright.feedback.mailbox.MailboxSession;
import io.mailwright.kernel.text.Wording;
import io.mailwright.routing.TlsMode;
import io.mailwright.smtp.TrustedCertificates;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;

/** Opens mailboxes over IMAP and POP3. A watchdog bounds how long a server may take. */
@ApplicationScoped
public class MailboxDoor implements MailboxConnector {
  private static final long LOOKED_AFTER_MILLIS = 250;

  private final Patience patience;
  private final Set<Wire> open = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watchdog =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "mailbox-watchdog");
            thread.setDaemon(true);
            return thread;
          });

  /** Begins to watch. */
  public MailboxDoor() {
    this(Patience.STANDARD);
  }

  MailboxDoor(Patience patience) {
    this.patience = patience;
    watchdog.scheduleWithFixedDelay(
        () -> open.forEach(Wire::cutIfLate),
        LOOKED_AFTER_MILLIS,
        LOOKED_AFTER_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void close() {
    open.forEach(Wire::cut);
    watchdog.shutdownNow();
  }

  @Override
  public MailboxSession open(MailboxEndpoint endpoint) throws MailboxFailure {
    Attempt attempt = new Attempt(endpoint, false);
    return attempt.open();
  }

  @Override
  public Report test(MailboxEndpoint endpoint) {
    Attempt attempt = new Attempt(endpoint, true);
    try (MailboxSession session = attempt.open()) {
      int waiting = session.list(0, Report.MOST_COUNTED).size();
      Wording ready = MailboxFinding.READY.wording();
      return new Report(
          attempt.dialog(),
          Optional.empty(),
          new Wording(
              ready.english() + ": " + waiting + " mails are there",
              ready.chinese() + "：其中有 " + waiting + " 封邮件"),
          Optional.of(waiting));
    } catch (MailboxFailure e) {
      return new Report(
          attempt.dialog(), Optional.of(attempt.step.name()), e.explained(), Optional.empty());
    }
  }

  /** One opening. */
  private final class Attempt {
    private final MailboxEndpoint endpoint;
    private final boolean isRecorded;
    private final Step step = new Step();
    private Wire wire;

    Attempt(MailboxEndpoint endpoint, boolean isRecorded) {
      this.endpoint = endpoint;
      this.isRecorded = isRecorded;
    }

    List<Line> dialog() {
      return wire == null ? List.of() : wire.dialog();
    }

    MailboxSession open() throws MailboxFailure {
      try {
        SSLSocketFactory tls =
            endpoint
                .caPem()
                .map(TrustedCertificates::ofJavaAnd)
                .orElseGet(TrustedCertificates::ofJava);
        wire = Wire.connect(endpoint.host(), endpoint.port(), patience, isRecorded);
        open.add(wire);
        if (endpoint.tls() == TlsMode.TLS) {
          step.at("tls");
          wire.secure(tls, endpoint.host());
          step.at("connect");
        }
        MailboxSession session =
            endpoint.protocol() == MailboxProtocol.IMAP
                ? new ImapOpening(wire, endpoint, step).open(tls)
                : new Pop3Opening(wire, endpoint, step).open(tls);
        return new Watched(session, wire);
      } catch (IOException e) {
        leave();
        throw Failures.lost(e);
      } catch (MailboxFailure e) {
        leave();
        throw e;
      }
    }

    private void leave() {
      if (wire != null) {
        wire.cut();
        open.remove(wire);
      }
    }
  }

  /** Is watched until it is closed. */
  private final class Watched extends ForwardingSession {
    private final Wire wire;

    Watched(MailboxSession session, Wire wire) {
      super(session);
      this.wire = wire;
    }

    @Override
    public void close() {
      try {
        super.close();
      } finally {
        open.remove(wire);
      }
    }
  }
}
