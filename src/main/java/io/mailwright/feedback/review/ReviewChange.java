package io.mailwright.feedback.review;

/**
 * A recipient of whom a stored mail is understood differently now.
 *
 * @param mailId the stored mail
 * @param no the recipient's place in it, from 0
 * @param emailKey the recipient's normalised address, as it was noted
 * @param rule what decides now
 */
public record ReviewChange(
    long id,
    long reviewId,
    long mailId,
    int no,
    String emailKey,
    Reading before,
    Reading after,
    String rule,
    ReviewEffect effect,
    State state) {
  /**
   * What is understood.
   *
   * @param kind a {@link io.mailwright.feedback.bounce.FindingKind}
   * @param reason a {@link io.mailwright.delivery.policy.RefusalReason}
   */
  public record Reading(String kind, String reason) {}

  /** What was done about it. */
  public enum State {
    FOUND,
    APPLIED,
    UNDONE
  }
}
