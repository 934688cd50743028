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
  /** Where the mail comes from stands on a list, or is banned by the receiver. */
  BLOCK_LIST,
  /** The receiver's policy: about where the mail comes from. */
  POLICY,
  /** Too much or too fast. */
  THROTTLE,
  /** Too many connections at the same time, or made too fast. */
  CONNECTIONS,
  /** Enough for this day. */
  QUOTA,
  /** Enough over this connection; another one may go on. */
  SESSION,
  /** The server wants a log-in. */
  LOGIN,
  /** The server takes mail only over an encrypted connection, or cannot encrypt now. */
  TLS,
  /** The recipient, or anyone who sends from here: the same words are used for both. */
  UNSURE,
  /** Nothing that is known here. */
  UNKNOWN
}
