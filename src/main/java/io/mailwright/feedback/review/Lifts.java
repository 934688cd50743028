package io.mailwright.feedback.review;

import io.mailwright.audience.suppression.Suppression;
import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.audience.suppression.SuppressionRepository;
import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.feedback.acting.FeedbackIntake;
import io.mailwright.feedback.acting.SoftBounces;
import io.mailwright.feedback.acting.Understood;
import io.mailwright.feedback.bounce.FindingKind;
import io.mailwright.feedback.evidence.Evidence;
import io.mailwright.feedback.evidence.EvidenceRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells which suppressions stored mails made that they would not make by the rules of now. Never
 * one that a person, the owner or a server at once has given a reason for. Thread-safe.
 */
@ApplicationScoped
class Lifts {
  private ReviewFindings findings;
  private EvidenceRepository mails;
  private FeedbackIntake intake;
  private SoftBounces softBounces;
  private SuppressionRepository suppressions;

  Lifts() {}

  @Inject
  Lifts(
      ReviewFindings findings,
      EvidenceRepository mails,
      FeedbackIntake intake,
      SoftBounces softBounces,
      SuppressionRepository suppressions) {
    this.findings = findings;
    this.mails = mails;
    this.intake = intake;
    this.softBounces = softBounces;
    this.suppressions = suppressions;
  }

  /** A stored mail by the rules of now. */
  FeedbackIntake.Reading read(long mailId) {
    Evidence mail = mails.find(mailId).orElseThrow();
    return intake.read(mail.arrival(), mails.raw(mailId).orElseThrow());
  }

  /** Whether a recipient is held for dead. */
  static boolean isDead(Understood what) {
    return what.finding().kind() == FindingKind.HARD
        && !what.finding().reason().isAboutSender()
        && what.isBelieved();
  }

  /**
   * The suppressions of an address that a reading may have made and none makes now.
   *
   * @param before a {@link FindingKind}: what the reading was
   */
  List<Suppression> of(String emailKey, String before) {
    if (before.equals(FindingKind.HARD.name())) {
      return ofDead(emailKey, made(emailKey, SuppressionReason.HARD_BOUNCE));
    }
    return before.equals(FindingKind.SOFT.name())
        ? ofSoft(emailKey, made(emailKey, SuppressionReason.SOFT_BOUNCES))
        : List.of();
  }

  private List<Suppression> made(String emailKey, SuppressionReason reason) {
    return suppressions.of(emailKey).stream().filter(s -> s.reason() == reason).toList();
  }

  private List<Suppression> ofDead(String emailKey, List<Suppression> made) {
    if (made.isEmpty()) {
      return List.of();
    }
    List<ReviewFindings.Told> hard = findings.hard(emailKey);
    boolean isStillSaid =
        hard.stream()
            .mapToLong(ReviewFindings.Told::mailId)
            .distinct()
            .mapToObj(this::read)
            .flatMap(reading -> reading.recipients().stream())
            .anyMatch(one -> isDead(one) && one.emailKey().filter(emailKey::equals).isPresent());
    return isStillSaid
        ? List.of()
        : made.stream().filter(s -> hard.stream().anyMatch(h -> isFrom(s, h))).toList();
  }

  private static boolean isFrom(Suppression suppression, ReviewFindings.Told finding) {
    return suppression.source().equals(finding.source())
        && suppression.evidence().filter(e -> e.startsWith(finding.evidence())).isPresent();
  }

  private List<Suppression> ofSoft(String emailKey, List<Suppression> made) {
    if (made.isEmpty()) {
      return List.of();
    }
    Set<String> misread = misread(emailKey);
    return made.stream()
        .filter(s -> softBounces.wereTooManyOnlyWith(misread, emailKey, s.createdAt()))
        .toList();
  }

  /** Identities of the events that were counted as soft bounces of an address, and are none now. */
  private Set<String> misread(String emailKey) {
    Map<Long, FeedbackIntake.Reading> again = new HashMap<>();
    Set<String> misread = new HashSet<>();
    for (ReviewFindings.Told soft : findings.soft(emailKey)) {
      FeedbackIntake.Reading mail = again.computeIfAbsent(soft.mailId(), this::read);
      Optional.of(soft.no())
          .filter(no -> no < mail.recipients().size())
          .map(mail.recipients()::get)
          .filter(one -> one.recipient().equals(emailKey) && !isCounted(one))
          .flatMap(
              one ->
                  one.identity(FindingKind.SOFT, RefusalReason.valueOf(soft.reason()), mail.mail()))
          .ifPresent(misread::add);
    }
    return misread;
  }

  private static boolean isCounted(Understood what) {
    return what.finding().kind() == FindingKind.SOFT
        && what.finding().reason() != RefusalReason.DELAYED
        && what.finding().reason().isAboutAddress()
        && what.isBelieved();
  }
}
