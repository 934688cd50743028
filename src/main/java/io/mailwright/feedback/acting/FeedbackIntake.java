package io.mailwright.feedback.acting;

import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.feedback.bounce.FeedbackClassifier;
import io.mailwright.feedback.bounce.Finding;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.evidence.Arrival;
import io.mailwright.feedback.evidence.Evidence;
import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.feedback.evidence.RawMail;
import io.mailwright.feedback.link.RecipientLinks;
import io.mailwright.feedback.link.UnsubscribeToken;
import io.mailwright.feedback.mail.ReturnedMail;
import io.mailwright.feedback.mail.ReturnedMailReader;
import io.mailwright.feedback.origin.Origins;
import io.mailwright.feedback.unsubscribe.Unsubscribes;
import io.mailwright.kernel.db.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Understands a mail that came back, and does what there is to do about it. It is stored before
 * anything is done: whatever a crash leaves undone, handling the stored mail again completes.
 * Thread-safe.
 */
@ApplicationScoped
public class FeedbackIntake {
  private static final int MOST_OF_HEADER = 64 * 1024;

  private MailMeaning meaning;
  private FeedbackActions actions;
  private EvidenceRepository evidence;
  private Unsubscribes unsubscribes;
  private Clock clock;

  FeedbackIntake() {}

  /** For injection and tests. */
  @Inject
  public FeedbackIntake(
      ReplyClassifier rules,
      Origins origins,
      FeedbackActions actions,
      EvidenceRepository evidence,
      RecipientLinks links,
      Unsubscribes unsubscribes,
      Clock clock) {
    this.meaning = new MailMeaning(new FeedbackClassifier(rules), origins, links);
    this.actions = actions;
    this.evidence = evidence;
    this.unsubscribes = unsubscribes;
    this.clock = clock;
  }

  /**
   * A mail that was read.
   *
   * @param mail as it was read
   * @param recipients what it says of each
   * @param leaving who asks to leave by it
   * @param puzzle why nothing could be told of it, or of nobody, where a person has to look
   */
  public record Reading(
      ReturnedMail mail,
      List<Understood> recipients,
      Optional<RecipientLinks.Leaving> leaving,
      Optional<String> puzzle) {}

  /**
   * What is said of a mail to whoever handed it in.
   *
   * @param recipients what it says of each, and what was done
   * @param request to leave, which is then all that it is
   */
  public record Told(List<Understood> recipients, Optional<LeaveRequest> request) {
    /** Whether nothing came of it. */
    public boolean isEmpty() {
      return recipients.isEmpty() && request.isEmpty();
    }
  }

  /**
   * A mail by which somebody asks to leave.
   *
   * @param who empty if its token is none of ours, or was altered
   * @param done what was done; empty if nothing was to be done, or it was only looked at
   */
  public record LeaveRequest(Optional<UnsubscribeToken> who, Optional<FeedbackActions.Done> done) {
    /** Why it is believed, or not. */
    public String evidence() {
      return who.isPresent() ? EvidenceNotes.SIGNED : EvidenceNotes.NOT_SIGNED;
    }
  }

  /**
   * Says what a mail means, and changes nothing.
   *
   * @throws IOException if it cannot be read to its end
   */
  public Told explain(InputStream mail) throws IOException {
    Reading reading = meaning.of(ReturnedMailReader.read(mail), true);
    return new Told(
        reading.recipients(),
        reading.leaving().map(leaving -> new LeaveRequest(leaving.who(), Optional.empty())));
  }

  /**
   * Stores a mail that a person hands in, and acts on it.
   *
   * @param source where it came from, up to 200 characters
   * @throws IOException if it cannot be read to its end; nothing is stored
   */
  public Told take(InputStream mail, String source) throws IOException {
    RawMail raw = RawMail.read(mail);
    Arrival arrival = Arrival.of(source);
    EvidenceRepository.Stored stored = evidence.store(arrival, subject(raw), raw);
    if (!stored.isNew()) {
      evidence.again(stored.id(), arrival.isTrusted());
    }
    return handle(stored.id(), arrival, raw);
  }

  /**
   * Handles a stored mail: to its end, or into quarantine.
   *
   * @throws RuntimeException what went wrong; the reason stands with the mail
   */
  public Told handle(long id, Arrival arrival, RawMail raw) {
    try {
      return act(id, arrival, read(arrival, raw));
    } catch (RuntimeException e) {
      setAside(id, e);
      throw e;
    }
  }

  /**
   * Handles a stored mail anew, by a person's wish. One that fails again is in quarantine again.
   *
   * @param isBelieved whether a recipient that it names is enough to act on from now on
   */
  public void again(Evidence mail, boolean isBelieved) {
    Arrival before = mail.arrival();
    Arrival arrival =
        new Arrival(
            before.source(), before.mailboxId(), before.place(), before.isTrusted() || isBelieved);
    evidence.again(mail.id(), arrival.isTrusted());
    handleOrSetAside(mail.id(), arrival, evidence.raw(mail.id()).orElseThrow());
  }

  /** Reads a mail and tells what it means; nothing is changed. */
  public Reading read(Arrival arrival, RawMail raw) {
    try (InputStream mail = raw.open()) {
      return meaning.of(ReturnedMailReader.read(mail), arrival.isTrusted());
    } catch (IOException e) {
      throw new UncheckedIOException("the mail cannot be read: " + e.getMessage(), e);
    }
  }

  /** Does what there is to do about a stored mail, and notes that with it. */
  public Told act(long id, Arrival arrival, Reading reading) {
    if (reading.leaving().isPresent()) {
      return new Told(List.of(), Optional.of(leave(id, reading.leaving().get())));
    }
    if (reading.puzzle().isPresent()) {
      evidence.quarantine(id, reading.puzzle().get());
      return new Told(reading.recipients(), Optional.empty());
    }
    List<Understood> acted =
        reading.recipients().stream()
            .map(one -> actOn(one, reading.mail(), arrival.source()))
            .toList();
    evidence.done(
        id,
        EvidenceNotes.handled(acted, clock.instant()),
        acted.stream().map(Understood::note).toList());
    return new Told(acted, Optional.empty());
  }

  /** The signed token says who it is, whoever wrote the mail. */
  private LeaveRequest leave(long id, RecipientLinks.Leaving leaving) {
    Optional<FeedbackActions.Done> done =
        leaving
            .who()
            .map(
                who ->
                    unsubscribes.leave(who, unsubscribes.oneClickScope(), "mail")
                        ? FeedbackActions.Done.SUPPRESSED
                        : FeedbackActions.Done.NOTHING_NEW);
    evidence.done(
        id,
        EvidenceNotes.left(leaving, clock.instant()),
        leaving.who().map(EvidenceNotes::leaver).stream().toList());
    return new LeaveRequest(leaving.who(), done);
  }

  /** The same; what goes wrong is noted with the mail and goes no further. */
  public void actOrSetAside(long id, Arrival arrival, Reading reading) {
    try {
      act(id, arrival, reading);
    } catch (RuntimeException e) {
      setAside(id, e);
    }
  }

  /** Reads a stored mail and does the same. */
  public void handleOrSetAside(long id, Arrival arrival, RawMail raw) {
    try {
      act(id, arrival, read(arrival, raw));
    } catch (RuntimeException e) {
      setAside(id, e);
    }
  }

  /**
   * Puts a mail whose handling failed into quarantine. Where the database was away it waits
   * instead, to be handled again.
   */
  public void setAside(long id, Throwable why) {
    if (!(why instanceof DatabaseException e && e.isTransient())) {
      evidence.quarantine(id, EvidenceNotes.reason(why));
    }
  }

  /** The subject of a mail; empty where there is none to be read. */
  public static String subject(RawMail raw) {
    try (InputStream mail = raw.open()) {
      byte[] begin = mail.readNBytes(MOST_OF_HEADER);
      return ReturnedMailReader.read(new ByteArrayInputStream(begin))
          .headers()
          .first("Subject")
          .orElse("");
    } catch (IOException | RuntimeException e) {
      // What is wrong with it shows when it is handled; it has to be stored before.
      return "";
    }
  }

  /**
   * Does what there is to do about one recipient of a stored mail.
   *
   * @param source as with the mail
   */
  public Understood actOn(Understood what, ReturnedMail mail, String source) {
    Optional<FeedbackKind> kind = what.event();
    Optional<String> emailKey = what.emailKey();
    if (kind.isEmpty()) {
      what.provenOrigin().ifPresent(origin -> actions.wasAccepted(origin, source));
      return what;
    }
    if (emailKey.isEmpty() || !what.isBelieved()) {
      return what;
    }
    Finding finding = what.finding();
    FeedbackActions.Done done =
        actions.act(
            new CameBack(
                kind.get(),
                emailKey.get(),
                what.origin(),
                clock.instant(),
                source,
                finding.evidence() + " [" + finding.decidedBy() + "]",
                !finding.reason().isAboutAddress(),
                Optional.of(finding.reason()),
                what.identity(finding.kind(), finding.reason(), mail).orElseThrow()));
    return what.withDone(done);
  }
}
