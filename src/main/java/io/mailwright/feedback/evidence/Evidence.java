package io.mailwright.feedback.evidence;

import java.time.Instant;
import java.util.Optional;

/**
 * A mail that came back, without its bytes.
 *
 * @param size octets that are kept of it
 * @param isWhole whether that is all of it
 * @param subject of the mail, up to 300 characters; empty if it has none
 * @param reason why it is in quarantine
 * @param handled what became of it, when it is done
 */
public record Evidence(
    long id,
    Instant receivedAt,
    Arrival arrival,
    long size,
    boolean isWhole,
    String subject,
    EvidenceState state,
    Optional<String> reason,
    Optional<Handled> handled) {

  /**
   * What became of a mail.
   *
   * @param verdict the gravest that it says of a recipient
   * @param isBelieved whether it could be told that it is about a mail of ours, or nothing in it
   *     asks for that
   * @param campaignId whose mail it is about: that of the first recipient
   */
  public record Handled(
      EvidenceVerdict verdict, boolean isBelieved, Optional<Long> campaignId, Instant at) {}
}
