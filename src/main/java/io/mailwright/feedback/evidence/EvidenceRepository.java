package io.mailwright.feedback.evidence;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps mails that came back. Every change is committed when its method returns. Thread-safe. */
public interface EvidenceRepository {
  /**
   * Stores a mail, unless the same bytes are stored already.
   *
   * @param subject cut to 300 characters
   * @return the one that is stored now
   */
  default Stored store(Arrival arrival, String subject, RawMail mail) {
    return store(arrival, subject, mail, connection -> {});
  }

  /**
   * The same.
   *
   * @param alongside what is committed with a mail that is new, as a count of them
   */
  Stored store(Arrival arrival, String subject, RawMail mail, Database.Change alongside);

  /**
   * A mail that is stored.
   *
   * @param isNew whether it was not before
   */
  record Stored(long id, boolean isNew, EvidenceState state) {}

  /** Those of the places of a mailbox whose mails are stored. */
  Set<String> known(long mailboxId, Collection<String> places);

  /** A mail without its bytes. */
  Optional<Evidence> find(long id);

  /** The bytes of a mail. */
  Optional<RawMail> raw(long id);

  /**
   * What was found in a mail, in its order.
   *
   * @param limit rows at most
   */
  List<EvidenceFinding> findings(long id, int limit);

  /**
   * Mails that are stored and not handled, the oldest first.
   *
   * <p>To be asked only while no mailbox is read, which one run at a time does: what came from a
   * mailbox is then left by a run that is over.
   *
   * @param before of what a person or a script handed in, only what was stored before this moment:
   *     later ones are in the hands of who stored them
   */
  List<Long> waiting(Instant before, int limit);

  /** How many mails of a mailbox are in a state. */
  long count(Optional<Long> mailboxId, EvidenceState state);

  /**
   * Which mails are meant.
   *
   * @param believed whether it could be told that they are about mails of ours
   */
  record Filter(
      Optional<Long> mailboxId, Optional<EvidenceState> state, Optional<Boolean> believed) {}

  /** Mails by id. */
  Page<Evidence> page(PageRequest request, Filter filter);

  /** Notes that a mail is handled, with what was found in it; what was noted before is gone. */
  void done(long id, Evidence.Handled handled, List<EvidenceFinding> findings);

  /**
   * Puts a mail into quarantine.
   *
   * @param reason in words, cut to 1,000 characters
   */
  void quarantine(long id, String reason);

  /**
   * Has a mail handled anew.
   *
   * @param isTrusted whether a recipient that it names is enough from now on
   * @return whether there is such a mail
   */
  boolean again(long id, boolean isTrusted);
}
