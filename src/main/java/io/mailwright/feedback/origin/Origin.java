package io.mailwright.feedback.origin;

import java.util.Optional;

/**
 * The mail that something came back for.
 *
 * @param campaignId whose it was
 * @param deliveryId its row in the ledger; empty if that is gone
 * @param emailKey the recipient's normalised address
 * @param by what it was known by
 */
public record Origin(long campaignId, Optional<Long> deliveryId, String emailKey, By by) {
  /** Whether what came back shows something that only this mail had. */
  public boolean isProven() {
    return by != By.RECIPIENT;
  }

  /** What a mail is known by, the surest first. */
  public enum By {
    /** The signed return path. */
    RETURN_PATH,
    /** Its Message-ID, which fits the recipient. */
    MESSAGE_ID,
    /** The signed link by which its recipient may leave. */
    UNSUBSCRIBE_LINK,
    /** The recipient, who had one mail or more lately: the last one. */
    RECIPIENT
  }
}
