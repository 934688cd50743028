package io.mailwright.feedback.mailbox;

import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.kernel.secret.SecretBox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Begins to read mailboxes. Thread-safe. */
@ApplicationScoped
public class MailboxRuns {
  /** What was handed in so lately is in the hands of who stored it. */
  private static final Duration IN_HAND = Duration.ofMinutes(1);

  private static final int MOST_LEFT = 10_000;

  private MailboxRepository mailboxes;
  private MailboxEntrance entrance;
  private MailboxStates states;
  private EvidenceRepository evidence;
  private Clock clock;
  private Consumer<MailboxTrouble> tell;

  MailboxRuns() {}

  @Inject
  MailboxRuns(
      MailboxRepository mailboxes,
      MailboxConnector connector,
      MailboxTokens tokens,
      MailboxStates states,
      EvidenceRepository evidence,
      SecretBox secrets,
      Clock clock,
      Event<MailboxTrouble> troubles) {
    this(mailboxes, connector, tokens, states, evidence, secrets, clock, troubles::fire);
  }

  /** For tests. */
  public MailboxRuns(
      MailboxRepository mailboxes,
      MailboxConnector connector,
      MailboxTokens tokens,
      MailboxStates states,
      EvidenceRepository evidence,
      SecretBox secrets,
      Clock clock,
      Consumer<MailboxTrouble> tell) {
    this.mailboxes = mailboxes;
    this.entrance = new MailboxEntrance(connector, tokens, secrets);
    this.states = states;
    this.evidence = evidence;
    this.clock = clock;
    this.tell = tell;
  }

  /**
   * Begins to read.
   *
   * @param mailboxId only this mailbox, even if it is not enabled; empty: all that are enabled
   */
  public MailboxRun begin(Optional<Long> mailboxId) {
    List<Mailbox> read =
        mailboxId.map(id -> mailboxes.find(id).stream().toList()).orElseGet(mailboxes::enabled);
    List<Supplier<MailboxVisit>> visits =
        read.stream().<Supplier<MailboxVisit>>map(mailbox -> () -> visit(mailbox)).toList();
    return new MailboxRun(
        evidence, evidence.waiting(clock.instant().minus(IN_HAND), MOST_LEFT), visits, tell);
  }

  private MailboxVisit visit(Mailbox mailbox) {
    return new MailboxVisit(mailbox, entrance, evidence, states, clock);
  }

  /**
   * Looks whether anything waits in a mailbox, without reading it, and notes where that fails.
   *
   * @return false also where nobody can tell
   */
  public boolean hasMail(Mailbox mailbox) {
    try (MailboxSession session = entrance.open(mailbox)) {
      MailboxState.Mark mark = states.of(mailbox.id()).mark();
      boolean isMarked =
          mailbox.afterStoring() == AfterStoring.SEEN && mark.validity().equals(session.validity());
      boolean hasMail = !session.list(isMarked ? mark.lastUid() : 0, 1).isEmpty();
      if (!hasMail) {
        states.noteGood(mailbox.id(), 0, Optional.empty());
      }
      return hasMail;
    } catch (MailboxFailure e) {
      tell.accept(
          new MailboxTrouble(
              mailbox.id(),
              mailbox.name(),
              e.explained(),
              states.noteFailed(mailbox.id(), e.explained())));
      return false;
    }
  }
}
