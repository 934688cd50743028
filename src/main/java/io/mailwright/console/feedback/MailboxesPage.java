package io.mailwright.console.feedback;

import io.mailwright.console.Attempt;
import io.mailwright.console.Visitor;
import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.feedback.evidence.EvidenceState;
import io.mailwright.feedback.mailbox.Mailbox;
import io.mailwright.feedback.mailbox.MailboxDraft;
import io.mailwright.feedback.mailbox.MailboxRepository;
import io.mailwright.feedback.mailbox.MailboxState;
import io.mailwright.feedback.mailbox.MailboxStates;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.operations.feedback.CollectionJobs;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;

/** The mailboxes, with how reading them goes. */
@Named("mailboxesPage")
@RequestScoped
public class MailboxesPage {
  @Inject private MailboxRepository mailboxes;
  @Inject private MailboxStates states;
  @Inject private EvidenceRepository evidence;
  @Inject private CollectionJobs jobs;
  @Inject private Attempt attempt;
  @Inject private Visitor visitor;

  private List<Line> lines;

  /**
   * A mailbox as the list shows it.
   *
   * @param quarantined mails of it that a person has to look at
   */
  public record Line(long id, MailboxDraft mailbox, MailboxState state, long quarantined) {}

  /** All mailboxes. */
  public List<Line> getLines() {
    if (lines == null) {
      lines =
          mailboxes.page(PageRequest.first(PageRequest.MAX_LIMIT)).items().stream()
              .map(this::line)
              .toList();
    }
    return lines;
  }

  private Line line(Mailbox mailbox) {
    return new Line(
        mailbox.id(),
        mailbox.draft(),
        states.of(mailbox.id()),
        evidence.count(Optional.of(mailbox.id()), EvidenceState.QUARANTINED));
  }

  /** Mails in quarantine, from wherever. */
  public long getQuarantined() {
    return evidence.count(Optional.empty(), EvidenceState.QUARANTINED);
  }

  /** Reads all that are enabled now, and goes to the execution. */
  public String collect() {
    long[] execution = new long[1];
    return attempt.asSender(() -> execution[0] = jobs.collect(Optional.empty(), visitor.getName()))
        ? "/execution?faces-redirect=true&id=" + execution[0]
        : null;
  }
}
