package io.mailwright.feedback.mailbox;

import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.feedback.evidence.RawMail;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Gives mails that wait to be handled: what an earlier run has stored and not handled, then what
 * the mailboxes hold, one mailbox after the other. One that cannot be read holds up no other. For
 * one thread.
 */
public final class MailboxRun implements AutoCloseable {
  private final EvidenceRepository evidence;
  private final Deque<Long> left;
  private final Deque<Supplier<MailboxVisit>> visits;
  private final Consumer<MailboxTrouble> tell;
  private final List<MailboxVisit> ending = new ArrayList<>();
  private MailboxVisit current;
  private boolean isTroubled;

  MailboxRun(
      EvidenceRepository evidence,
      List<Long> left,
      List<Supplier<MailboxVisit>> visits,
      Consumer<MailboxTrouble> tell) {
    this.evidence = evidence;
    this.left = new ArrayDeque<>(left);
    this.visits = new ArrayDeque<>(visits);
    this.tell = tell;
  }

  /** The next mail, which is stored; empty at the end. */
  public Optional<Collected> next() {
    while (!left.isEmpty()) {
      Optional<Collected> collected = stored(left.poll());
      if (collected.isPresent()) {
        return collected;
      }
    }
    while (current != null || !visits.isEmpty()) {
      if (current == null) {
        current = visits.poll().get();
      }
      Optional<Collected> collected = current.next();
      if (collected.isPresent()) {
        return collected;
      }
      // It stays open until what it gave out is handled.
      ending.add(current);
      current = null;
      finishWhatIsOver();
    }
    return Optional.empty();
  }

  private Optional<Collected> stored(long id) {
    Optional<RawMail> raw = evidence.raw(id);
    return evidence
        .find(id)
        .flatMap(kept -> raw.map(r -> new Collected(id, kept.arrival(), r, Optional.empty())));
  }

  /** Deletes in the mailboxes what was handled. */
  public void settle(List<Collected> handled) {
    Map<MailboxVisit, Map<Integer, List<Letter>>> bySession =
        handled.stream()
            .flatMap(one -> one.stands().stream())
            .collect(
                Collectors.groupingBy(
                    Collected.Stands::visit,
                    Collectors.groupingBy(
                        Collected.Stands::session,
                        Collectors.mapping(Collected.Stands::letter, Collectors.toList()))));
    bySession.forEach((visit, sessions) -> sessions.forEach(visit::settle));
    finishWhatIsOver();
  }

  private void finishWhatIsOver() {
    ending.stream().filter(MailboxVisit::isOver).toList().forEach(this::finish);
  }

  private void finish(MailboxVisit visit) {
    ending.remove(visit);
    Optional<MailboxTrouble> trouble = visit.finish();
    isTroubled |= trouble.isPresent();
    trouble.ifPresent(tell);
  }

  /** Whether a mailbox could not be read, or not to its end. */
  public boolean isTroubled() {
    return isTroubled;
  }

  @Override
  public void close() {
    if (current != null) {
      ending.add(current);
      current = null;
    }
    List.copyOf(ending).forEach(this::finish);
  }
}
