package io.mailwright.feedback.review;

import io.mailwright.audience.suppression.Suppression;
import io.mailwright.audience.suppression.SuppressionRepository;
import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.feedback.acting.FeedbackIntake;
import io.mailwright.feedback.acting.Understood;
import io.mailwright.feedback.bounce.FindingKind;
import io.mailwright.feedback.evidence.EvidenceFinding;
import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.text.Cut;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Reads stored mails again by the rules of now and tells what would be understood differently.
 * Nothing is done about it here. Thread-safe.
 */
@ApplicationScoped
public class Reviewing {
  private static final Logger LOG = Logger.getLogger(Reviewing.class.getName());
  private static final int STEP = 100;
  private static final int MOST_RECIPIENTS = 1000;
  private static final int LONGEST_RULE = 500;

  private ReviewRepository reviews;
  private EvidenceRepository mails;
  private SuppressionRepository suppressions;
  private Lifts lifts;

  /** For CDI. */
  protected Reviewing() {}

  /** For injection and tests. */
  @Inject
  public Reviewing(
      ReviewRepository reviews,
      EvidenceRepository mails,
      SuppressionRepository suppressions,
      Lifts lifts) {
    this.reviews = reviews;
    this.mails = mails;
    this.suppressions = suppressions;
    this.lifts = lifts;
  }

  /**
   * Begins a review of all stored mails; {@link #goOn} reads them.
   *
   * @return its id
   * @throws MailwrightException {@link ErrorCode#RUNS_ALREADY}
   */
  public long begin(String user) {
    if (!reviews.looking().isEmpty()) {
      throw new MailwrightException(
          ErrorCode.RUNS_ALREADY, "The stored mails are being read already. Wait for the end.");
    }
    return reviews.begin(user);
  }

  /** The reviews that still read. */
  public List<Long> looking() {
    return reviews.looking();
  }

  /**
   * Reads some mails more.
   *
   * @return whether there are more
   */
  public boolean goOn(long reviewId) {
    List<Long> next = reviews.nextMails(reviewId, STEP);
    for (long mailId : next) {
      reviews.looked(reviewId, mailId, look(reviewId, mailId));
    }
    if (next.isEmpty()) {
      reviews.ready(reviewId);
    }
    return !next.isEmpty();
  }

  private List<ReviewChange> look(long reviewId, long mailId) {
    try {
      List<Understood> now = lifts.read(mailId).recipients();
      List<EvidenceFinding> before = mails.findings(mailId, MOST_RECIPIENTS);
      List<ReviewChange> changes = new ArrayList<>();
      for (int no = 0; no < Math.min(before.size(), now.size()); no++) {
        change(reviewId, mailId, no, before.get(no), now.get(no)).ifPresent(changes::add);
      }
      return changes;
    } catch (DatabaseException e) {
      throw e;
    } catch (RuntimeException e) {
      // One that cannot be read now was handled once: it stays as it is.
      LOG.log(Level.WARNING, e, () -> "the stored mail " + mailId + " cannot be read again");
      return List.of();
    }
  }

  /** By who it is of: a notice in words may name them in another order by other rules. */
  private Optional<ReviewChange> change(
      long reviewId, long mailId, int no, EvidenceFinding before, Understood now) {
    String key = now.recipient();
    boolean isSame =
        before.kind().equals(now.finding().kind().name())
            && before.reason().equals(now.finding().reason().name());
    // A mail that asked to be left out is none that rules read.
    boolean isOfRules =
        Stream.of(FindingKind.values()).anyMatch(kind -> kind.name().equals(before.kind()));
    if (isSame || !isOfRules || !key.equals(before.emailKey())) {
      return Optional.empty();
    }
    return Optional.of(
        new ReviewChange(
            0,
            reviewId,
            mailId,
            no,
            key,
            new ReviewChange.Reading(before.kind(), before.reason()),
            new ReviewChange.Reading(now.finding().kind().name(), now.finding().reason().name()),
            Cut.to(now.finding().decidedBy(), LONGEST_RULE),
            effect(key, before, now),
            ReviewChange.State.FOUND));
  }

  private ReviewEffect effect(String key, EvidenceFinding before, Understood now) {
    if (Lifts.isDead(now)) {
      return suppressions.of(key).stream().anyMatch(Suppression::isOfAllLists)
          ? ReviewEffect.RECORD
          : ReviewEffect.SUPPRESS;
    }
    return lifts.of(key, before.kind()).isEmpty() ? ReviewEffect.RECORD : ReviewEffect.LIFT;
  }

  /** The identity of the event that a stored reading of a recipient was recorded as. */
  static Optional<String> identity(
      ReviewChange.Reading reading, Understood what, FeedbackIntake.Reading mail) {
    return what.identity(
        FindingKind.valueOf(reading.kind()), RefusalReason.valueOf(reading.reason()), mail.mail());
  }
}
