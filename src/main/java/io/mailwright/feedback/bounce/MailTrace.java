package io.mailwright.feedback.bounce;

/**
 * Something in a mail that may tell to which delivery it belongs.
 *
 * @param value an address, a message's identifier or a URI, without angle brackets, as it stands
 *     there
 * @param where it was found, in plain words
 */
public record MailTrace(Kind kind, String value, String where) {
  /** In the order in which they are to be believed. */
  public enum Kind {
    /** The address that the mail was sent to: our return path, which may carry a signed mark. */
    ENVELOPE_RECIPIENT,
    /** The identifier (RFC 5322 section 3.6.4) of the mail that is returned or answered. */
    MESSAGE_ID,
    /** By which its recipient may leave (RFC 2369 section 3.2): a URI, which may carry a token. */
    UNSUBSCRIBE_LINK,
    /** Who the mail that is returned or answered was for. */
    ORIGINAL_RECIPIENT
  }
}
