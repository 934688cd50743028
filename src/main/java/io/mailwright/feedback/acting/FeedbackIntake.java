package io.mailwright.feedback.acting;

import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.feedback.bounce.Feedback;
import io.mailwright.feedback.bounce.FeedbackClassifier;
import io.mailwright.feedback.bounce.Finding;
import io.mailwright.feedback.bounce.FindingKind;
import io.mailwright.feedback.bounce.MailTrace;
import io.mailwright.feedback.event.FeedbackEvent;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.evidence.Arrival;
import io.mailwright.feedback.evidence.Evidence;
import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.feedback.evidence.RawMail;
import io.mailwright.feedback.link.RecipientLinks;
import io.mailwright.feedback.link.UnsubscribeToken;
import io.mailwright.feedback.mail.ReturnedMail;
import io.mailwright.feedback.mail.ReturnedMailReader;
import io.mailwright.feedback.origin.Origin;
import io.mailwright.feedback.origin.Origins;
import io.mailwright.feedback.unsubscribe.Unsubscribes;
import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.db.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
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

  /** Recipients of one notice whose mails are looked for: more than any honest one has. */
  private static final int MOST_LOOKED_FOR = 1_000;

  private FeedbackClassifier classifier;
  private Origins origins;
  private FeedbackActions actions;
  private EvidenceRepository evidence;
  private RecipientLinks links;
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
    this.classifier = new FeedbackClassifier(rules);
    this.origins = origins;
    this.actions = actions;
    this.evidence = evidence;
    this.links = links;
    this.unsubscribes = unsubscribes;
    this.clock = clock;
  }

  /**
   * What a mail says of one recipient.
   *
   * @param origin the mail that it is about, if that is known
   * @param isForged whether its return path claims to be ours and is not: it is believed in nothing
   * @param isBelieved whether it may be acted on
   * @param done what was done; empty if nothing was to be done, or it was only looked at
   */
  public record Understood(
      Finding finding,
      Optional<Origin> origin,
      boolean isForged,
      boolean isBelieved,
      Optional<FeedbackActions.Done> done) {
    /** Whose it is: what the ledger says, else what the mail says. */
    public Optional<String> emailKey() {
      return origin.map(Origin::emailKey).or(() -> key(finding.recipient()));
    }

    Understood withDone(FeedbackActions.Done what) {
      return new Understood(finding, origin, isForged, isBelieved, Optional.of(what));
    }
  }

  /**
   * A mail that was read.
   *
   * @param mail as it was read
   * @param recipients what it says of each
   * @param leaving who asks to leave by it
   */
  public record Reading(
      ReturnedMail mail, List<Understood> recipients, Optional<RecipientLinks.Leaving> leaving) {}

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
    Reading reading = reading(ReturnedMailReader.read(mail), true);
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
      return reading(ReturnedMailReader.read(mail), arrival.isTrusted());
    } catch (IOException e) {
      throw new UncheckedIOException("the mail cannot be read: " + e.getMessage(), e);
    }
  }

  private Reading reading(ReturnedMail mail, boolean isTrusted) {
    Optional<RecipientLinks.Leaving> leaving =
        mail.headers().first("Subject").flatMap(links::leaving);
    if (leaving.flatMap(RecipientLinks.Leaving::who).isPresent()) {
      return new Reading(mail, List.of(), leaving);
    }
    // A subject may hold words like that and no token: a notice of a mail that had it says more.
    List<Understood> recipients = understood(mail, isTrusted);
    return new Reading(mail, recipients, leaving.filter(none -> recipients.isEmpty()));
  }

  /** Does what there is to do about a stored mail, and notes that with it. */
  public Told act(long id, Arrival arrival, Reading reading) {
    if (reading.leaving().isPresent()) {
      return new Told(List.of(), Optional.of(leave(id, reading.leaving().get())));
    }
    List<Understood> acted =
        reading.recipients().stream()
            .map(one -> acted(one, reading.mail(), arrival.source()))
            .toList();
    evidence.done(id, EvidenceNotes.handled(acted, clock.instant()), EvidenceNotes.findings(acted));
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

  private List<Understood> understood(ReturnedMail mail, boolean isTrusted) {
    Feedback feedback = classifier.classify(mail);
    Origins.Traces paths =
        new Origins.Traces(
            values(feedback, MailTrace.Kind.ENVELOPE_RECIPIENT), List.of(), List.of());
    boolean isForged = origins.isForged(paths);
    // A notice of several recipients has one return path, which is that of one of them.
    Optional<Origin> ofPath =
        feedback.findings().size() > 1 ? origins.find(paths) : Optional.empty();
    List<Understood> all = new ArrayList<>();
    for (Finding finding : feedback.findings()) {
      Origins.Traces traces = traces(feedback, finding);
      boolean isLookedFor = all.size() < MOST_LOOKED_FOR;
      Optional<Origin> origin =
          ofPath
              .filter(path -> key(finding.recipient()).filter(path.emailKey()::equals).isPresent())
              .or(() -> isLookedFor ? origins.find(traces) : Optional.empty());
      boolean isBelieved =
          kind(finding).isEmpty()
              || (!isForged && (isTrusted || origin.filter(Origin::isProven).isPresent()));
      all.add(new Understood(finding, origin, isForged, isBelieved, Optional.empty()));
    }
    return all;
  }

  private static Origins.Traces traces(Feedback feedback, Finding finding) {
    boolean isOfOne = feedback.findings().size() == 1;
    List<String> recipients = new ArrayList<>();
    if (!finding.recipient().isEmpty()) {
      recipients.add(finding.recipient());
    }
    if (isOfOne) {
      recipients.addAll(values(feedback, MailTrace.Kind.ORIGINAL_RECIPIENT));
    }
    return new Origins.Traces(
        isOfOne ? values(feedback, MailTrace.Kind.ENVELOPE_RECIPIENT) : List.of(),
        values(feedback, MailTrace.Kind.MESSAGE_ID),
        recipients);
  }

  private static List<String> values(Feedback feedback, MailTrace.Kind kind) {
    return feedback.traces().stream()
        .filter(trace -> trace.kind() == kind)
        .map(MailTrace::value)
        .toList();
  }

  /**
   * Does what there is to do about one recipient of a stored mail that was read again.
   *
   * @param source as with the mail
   */
  public Understood actOn(Understood what, ReturnedMail mail, String source) {
    return acted(what, mail, source);
  }

  /**
   * The identity of the event that a mail is for a recipient, if it is understood as said.
   *
   * @param what whose it is; what is understood of it does not count
   * @return empty if that is no event
   */
  public static Optional<String> identity(
      FindingKind kind, RefusalReason reason, Understood what, ReturnedMail mail) {
    return what.emailKey()
        .flatMap(
            key ->
                kind(kind, reason)
                    .map(event -> FeedbackEvent.identity(event, identity(event, what, key, mail))));
  }

  private Understood acted(Understood what, ReturnedMail mail, String source) {
    Optional<FeedbackKind> kind = kind(what.finding());
    Optional<String> emailKey = what.emailKey();
    if (kind.isEmpty() || emailKey.isEmpty() || !what.isBelieved()) {
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
                finding.reason().isAboutSender(),
                Optional.of(finding.reason()),
                FeedbackEvent.identity(
                    kind.get(), identity(kind.get(), what, emailKey.get(), mail))));
    return what.withDone(done);
  }

  /**
   * That mail is late is no bounce yet: another notice follows, or none. A receiver's machine that
   * reports on our signatures (RFC 6591) is nobody's complaint.
   */
  private static Optional<FeedbackKind> kind(Finding finding) {
    return kind(finding.kind(), finding.reason());
  }

  private static Optional<FeedbackKind> kind(FindingKind kind, RefusalReason reason) {
    return switch (kind) {
      case HARD -> Optional.of(FeedbackKind.HARD_BOUNCE);
      case SOFT ->
          reason == RefusalReason.DELAYED
              ? Optional.empty()
              : Optional.of(FeedbackKind.SOFT_BOUNCE);
      case COMPLAINT ->
          reason.isAboutSender() ? Optional.empty() : Optional.of(FeedbackKind.COMPLAINT);
      case AUTO_REPLY, NONE -> Optional.empty();
    };
  }

  /** A mail bounces for good once, whoever tells it; softly it may more than once. */
  private static String identity(
      FeedbackKind kind, Understood what, String emailKey, ReturnedMail mail) {
    String whose =
        what.origin()
            .flatMap(Origin::deliveryId)
            .map(id -> "delivery " + id)
            .orElse("address " + emailKey);
    if (kind != FeedbackKind.SOFT_BOUNCE && what.origin().isPresent()) {
      return whose;
    }
    return whose
        + " notice "
        + mail.headers().first("Message-ID").or(() -> mail.headers().first("Date")).orElse("");
  }

  private static Optional<String> key(String address) {
    return EmailAddress.check(address) instanceof AddressVerdict.Accepted accepted
        ? Optional.of(accepted.address().key())
        : Optional.empty();
  }
}
