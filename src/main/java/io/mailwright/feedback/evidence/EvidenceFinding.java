package io.mailwright.feedback.evidence;

import java.util.Optional;

/**
 * What a stored mail says of one recipient, and what was done.
 *
 * @param emailKey the recipient's normalised address; what stands there if it is none, up to 320
 *     characters
 * @param kind a {@link io.mailwright.feedback.bounce.FindingKind}, or {@code UNSUBSCRIBE}
 * @param reason a {@link io.mailwright.delivery.policy.RefusalReason}
 * @param status the enhanced status
 * @param evidence the words that it goes by, up to 1,000 characters
 * @param knownBy a {@link io.mailwright.feedback.origin.Origin.By}; empty if its mail is not known
 * @param done a {@link io.mailwright.feedback.acting.FeedbackActions.Done}; empty if nothing was
 */
public record EvidenceFinding(
    String emailKey,
    String kind,
    String reason,
    Optional<String> status,
    String evidence,
    Optional<Long> campaignId,
    Optional<Long> deliveryId,
    Optional<String> knownBy,
    boolean isBelieved,
    Optional<String> done) {}
