package io.mailwright.feedback.event;

import io.mailwright.kernel.text.Cut;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Something that came back for a recipient.
 *
 * @param campaignId whose mail it is about, if that is known
 * @param emailKey the recipient's normalised address
 * @param at when it happened, as far as is known
 * @param source what told: a link, a mailbox, a provider's feed; up to 200 characters
 * @param detail in one line, cut to 1,000 characters
 * @param identity what makes it this event and no other: the same one is counted once, however
 *     often it is told; up to 64 characters
 * @param isAboutSender whether it blames where the mail came from: it is never held against the
 *     recipient
 */
public record FeedbackEvent(
    FeedbackKind kind,
    Optional<Long> campaignId,
    String emailKey,
    Instant at,
    String source,
    Optional<String> detail,
    String identity,
    boolean isAboutSender) {
  static final int LONGEST_DETAIL = 1000;

  /** Cuts what is too long, and leaves out what no database takes. */
  public FeedbackEvent {
    detail = detail.map(d -> Cut.storable(d, LONGEST_DETAIL));
  }

  /** That blames nobody. */
  public FeedbackEvent(
      FeedbackKind kind,
      Optional<Long> campaignId,
      String emailKey,
      Instant at,
      String source,
      Optional<String> detail,
      String identity) {
    this(kind, campaignId, emailKey, at, source, detail, identity, false);
  }

  /**
   * The same of a person who was erased: without words, and with no hash of the address.
   *
   * @param mark what stands for the address
   * @param newIdentity a keyed hash of its identity, which may be a hash of the address
   */
  FeedbackEvent ofErased(String mark, String newIdentity) {
    return new FeedbackEvent(
        kind, campaignId, mark, at, source, Optional.empty(), newIdentity, isAboutSender);
  }

  /**
   * The identity of an event of a kind that happens once for each of what is named.
   *
   * @param of of any length and content
   * @return 64 hexadecimal digits
   */
  public static String identity(FeedbackKind kind, String of) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest((kind.name() + " " + of).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }
}
