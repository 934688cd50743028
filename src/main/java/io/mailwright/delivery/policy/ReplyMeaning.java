package io.mailwright.delivery.policy;

/** What a 4yz or 5yz reply is about. */
public enum ReplyMeaning {
  /** The address does not exist, whoever asks. */
  DEAD_ADDRESS,
  /** The recipient is refused for another reason: full, disabled, not for us. */
  RECIPIENT,
  /** This mail is refused for what it contains. */
  CONTENT,
  /** The sender may not send here, or not under this name, whoever the mail is for. */
  SENDER,
  /** A block-list or the receiver's policy: about where the mail comes from. */
  POLICY,
  /** Too much, too fast, too many connections. */
  THROTTLE,
  /** The server wants a log-in. */
  LOGIN,
  /** The server takes mail only over an encrypted connection, or cannot encrypt now. */
  TLS,
  /** The recipient, or anyone who sends from here: the same words are used for both. */
  UNSURE,
  /** Nothing that is known here. */
  UNKNOWN
}
