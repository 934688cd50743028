package io.mailwright.feedback.review;

import io.mailwright.audience.suppression.Suppression;
import io.mailwright.audience.suppression.SuppressionDraft;
import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.audience.suppression.SuppressionRepository;
import io.mailwright.feedback.acting.FeedbackActions;
import io.mailwright.feedback.acting.FeedbackIntake;
import io.mailwright.feedback.acting.Understood;
import io.mailwright.feedback.bounce.FindingKind;
import io.mailwright.feedback.event.FeedbackRepository;
import io.mailwright.feedback.evidence.EvidenceFinding;
import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Applies what a review found, and takes it back. Doing either twice is doing it once. Thread-safe.
 */
@ApplicationScoped
public class ReviewActs {
  private static final int MOST_RECIPIENTS = 1000;

  private ReviewRepository reviews;
  private ReviewFindings findings;
  private Lifts lifts;
  private EvidenceRepository mails;
  private FeedbackIntake intake;
  private FeedbackRepository feedback;
  private SuppressionRepository suppressions;

  ReviewActs() {}

  /** For injection and tests. */
  @Inject
  public ReviewActs(
      ReviewRepository reviews,
      ReviewFindings findings,
      Lifts lifts,
      EvidenceRepository mails,
      FeedbackIntake intake,
      FeedbackRepository feedback,
      SuppressionRepository suppressions) {
    this.reviews = reviews;
    this.findings = findings;
    this.lifts = lifts;
    this.mails = mails;
    this.intake = intake;
    this.feedback = feedback;
    this.suppressions = suppressions;
  }

  /**
   * Applies changes.
   *
   * @param chosen their ids; empty for all of the review, which is another thing than no id
   * @return how many were applied now
   */
  public int apply(long reviewId, Optional<Set<Long>> chosen) {
    return each(
        reviewId,
        change ->
            chosen.map(ids -> ids.contains(change.id())).orElse(true)
                && change.state() != ReviewChange.State.APPLIED
                && apply(change));
  }

  /**
   * Takes applied changes back.
   *
   * @param chosen their ids; empty for all of the review, which is another thing than no id
   * @return how many were taken back now
   */
  public int undo(long reviewId, Optional<Set<Long>> chosen) {
    return each(
        reviewId,
        change ->
            chosen.map(ids -> ids.contains(change.id())).orElse(true)
                && change.state() == ReviewChange.State.APPLIED
                && undo(change));
  }

  private int each(long reviewId, Predicate<ReviewChange> act) {
    int done = 0;
    OptionalLong after = OptionalLong.empty();
    do {
      Page<ReviewChange> page =
          reviews.changes(reviewId, new PageRequest(after, PageRequest.MAX_LIMIT, false));
      done += (int) page.items().stream().filter(act).count();
      after = page.next();
    } while (after.isPresent());
    return done;
  }

  /** What is to be put back is noted before anything is changed. */
  private boolean apply(ReviewChange change) {
    Optional<EvidenceFinding> before = finding(change);
    if (before.isEmpty()) {
      // Its mail is no longer kept.
      return false;
    }
    FeedbackIntake.Reading mail = lifts.read(change.mailId());
    Optional<Understood> found = recipient(change, mail).filter(one -> isAsShown(change, one));
    if (found.isEmpty()) {
      // The rules have changed since: this is not what somebody looked at.
      return false;
    }
    Understood now = found.get();
    List<Suppression> lifted =
        change.effect() == ReviewEffect.LIFT
            ? lifts.of(change.emailKey(), change.before().kind())
            : List.of();
    Optional<String> event = Reviewing.identity(change.before(), now, mail);
    // What a crash left half done is gone through again, and put back to what was before it.
    String undo =
        reviews
            .undo(change.id())
            .orElseGet(
                () -> new ReviewUndo(lifted, event.flatMap(feedback::find), before.get()).stored());
    reviews.note(change.id(), ReviewChange.State.FOUND, undo);
    // Before its event is taken back: that it is to be lifted shows by that event.
    lifted.forEach(s -> suppressions.delete(s.id(), Revision.latest()));
    event.ifPresent(feedback::retract);
    String source = mails.find(change.mailId()).orElseThrow().arrival().source();
    Understood acted = intake.actOn(now, mail.mail(), source);
    findings.correct(change.mailId(), change.no(), acted.note());
    reviews.note(change.id(), ReviewChange.State.APPLIED, undo);
    return true;
  }

  private static boolean isAsShown(ReviewChange change, Understood now) {
    return now.finding().kind().name().equals(change.after().kind())
        && now.finding().reason().name().equals(change.after().reason());
  }

  private static Optional<Understood> recipient(ReviewChange change, FeedbackIntake.Reading mail) {
    List<Understood> all = mail.recipients();
    return Optional.of(change.no())
        .filter(no -> no < all.size())
        .map(all::get)
        .filter(one -> one.recipient().equals(change.emailKey()));
  }

  private Optional<EvidenceFinding> finding(ReviewChange change) {
    List<EvidenceFinding> all = mails.findings(change.mailId(), MOST_RECIPIENTS);
    return change.no() < all.size() ? Optional.of(all.get(change.no())) : Optional.empty();
  }

  private boolean undo(ReviewChange change) {
    Optional<ReviewUndo> was = reviews.undo(change.id()).map(ReviewUndo::of);
    Optional<EvidenceFinding> applied = finding(change);
    if (was.isEmpty() || applied.isEmpty()) {
      return false;
    }
    FeedbackIntake.Reading mail = lifts.read(change.mailId());
    recipient(change, mail)
        .flatMap(who -> Reviewing.identity(change.after(), who, mail))
        .ifPresent(feedback::retract);
    if (applied.get().done().filter(FeedbackActions.Done.SUPPRESSED.name()::equals).isPresent()) {
      suppressedBy(change.after())
          .ifPresent(
              reason ->
                  suppressions.removeNow(
                      change.emailKey(), List.of(SuppressionDraft.ALL_LISTS), reason));
    }
    was.get().lifted().forEach(suppressions::restore);
    was.get().event().ifPresent(feedback::record);
    findings.correct(change.mailId(), change.no(), was.get().finding());
    reviews.note(change.id(), ReviewChange.State.UNDONE, null);
    return true;
  }

  private static Optional<SuppressionReason> suppressedBy(ReviewChange.Reading reading) {
    return switch (FindingKind.valueOf(reading.kind())) {
      case HARD -> Optional.of(SuppressionReason.HARD_BOUNCE);
      case SOFT -> Optional.of(SuppressionReason.SOFT_BOUNCES);
      case COMPLAINT, AUTO_REPLY, NONE -> Optional.empty();
    };
  }
}
