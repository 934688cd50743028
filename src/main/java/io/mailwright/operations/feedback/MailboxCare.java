package io.mailwright.operations.feedback;

import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.feedback.mailbox.Mailbox;
import io.mailwright.feedback.mailbox.MailboxRepository;
import io.mailwright.feedback.mailbox.MailboxRuns;
import io.mailwright.feedback.mailbox.MailboxStates;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks into each mailbox when it is due and starts the job where mails wait, so that history is
 * not full of runs that found nothing. On one node at a time.
 */
@ApplicationScoped
public class MailboxCare {
  private static final Logger LOG = Logger.getLogger(MailboxCare.class.getName());
  private static final Duration IN_HAND = Duration.ofMinutes(1);
  private static final String USER = "timer";

  private final AtomicBoolean isLooking = new AtomicBoolean();
  private MailboxRepository mailboxes;
  private MailboxStates states;
  private MailboxRuns runs;
  private CollectionJobs jobs;
  private EvidenceRepository evidence;
  private Clock clock;

  /** Not the clock's, which one server that is silent would stop. */
  @Resource private ManagedExecutorService threads;

  MailboxCare() {}

  @Inject
  MailboxCare(
      MailboxRepository mailboxes,
      MailboxStates states,
      MailboxRuns runs,
      CollectionJobs jobs,
      EvidenceRepository evidence,
      Clock clock) {
    this.mailboxes = mailboxes;
    this.states = states;
    this.runs = runs;
    this.jobs = jobs;
    this.evidence = evidence;
    this.clock = clock;
  }

  /** Looks into those that are due. A server that is silent holds up no other work of the clock. */
  public void lookAfterAll() {
    for (Mailbox mailbox : mailboxes.enabled()) {
      if (!isLooking.get()
          && !states.of(mailbox.id()).nextAt().isAfter(clock.instant())
          && !jobs.isRunning()
          && states.takeTurn(mailbox.id(), mailbox.interval())
          && isLooking.compareAndSet(false, true)) {
        threads.execute(() -> look(mailbox));
      }
    }
  }

  private void look(Mailbox mailbox) {
    try {
      if (runs.hasMail(mailbox)) {
        collect(Optional.of(mailbox.id()));
      }
    } catch (RuntimeException e) {
      // Its secret cannot be decrypted, or the database is away; the next turn tries anew.
      LOG.log(Level.WARNING, e, () -> "mailbox " + mailbox.id() + " cannot be looked into now");
    } finally {
      isLooking.set(false);
    }
  }

  /** Starts the job where a crash left mails that are stored and not handled. */
  public void handleWhatIsLeft() {
    if (!isLooking.get()
        && !evidence.waiting(clock.instant().minus(IN_HAND), 1).isEmpty()
        && !jobs.isRunning()) {
      collect(Optional.empty());
    }
  }

  private void collect(Optional<Long> mailboxId) {
    try {
      jobs.collect(mailboxId, USER);
    } catch (MailwrightException e) {
      if (e.code() != ErrorCode.RUNS_ALREADY) {
        throw e;
      }
      mailboxId.ifPresent(states::hurry);
    }
  }
}
