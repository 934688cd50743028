package io.mailwright.delivery.policy;

import java.util.Locale;

/**
 * Why a mail was refused, as exactly as can be told. What the sending side does at once is the
 * coarser {@link ReplyMeaning}; what a notice that comes back later is held for is {@link #isHard}.
 */
public enum RefusalReason {
  USER_UNKNOWN(ReplyMeaning.DEAD_ADDRESS, true, "5.1.1"),
  DOMAIN_UNKNOWN(ReplyMeaning.DEAD_ADDRESS, true, "5.1.2"),
  /** The domain says that it takes no mail (RFC 7505). */
  NO_MAIL(ReplyMeaning.DEAD_ADDRESS, true, "5.1.10"),
  MOVED(ReplyMeaning.DEAD_ADDRESS, true, "5.1.6"),
  /** Refused at the edge of a domain whose server knows its addresses. */
  NOT_LISTED(ReplyMeaning.RECIPIENT, true, "5.4.1"),
  /** The same words are used for a missing log-in; in a notice it is not ours that is missing. */
  ACCESS_DENIED(ReplyMeaning.UNSURE, true, "5.7.1"),
  MAILBOX_FULL(ReplyMeaning.RECIPIENT, false, "5.2.2"),
  /** Switched off, by the status made for it. The account is there and may be opened again. */
  DISABLED(ReplyMeaning.DEAD_ADDRESS, false, "5.2.1"),
  /** Locked, suspended, not paid or not used, by words alone. */
  SUSPENDED(ReplyMeaning.RECIPIENT, false, "5.2.1"),
  /** Refused for this recipient, without a word on whether the address exists. */
  FILTERED(ReplyMeaning.RECIPIENT, false, "5.2.0"),
  GREYLISTED(ReplyMeaning.RECIPIENT, false, "4.7.1"),
  /** The sender's address or domain is not wanted. */
  SENDER_REFUSED(ReplyMeaning.SENDER, false, "5.1.8"),
  /** Where the mail comes from stands on a list. */
  BLOCKED(ReplyMeaning.BLOCK_LIST, false, "5.7.1"),
  /** Where the mail comes from is of bad repute, without a name, or not wanted. */
  REPUTATION(ReplyMeaning.POLICY, false, "5.7.1"),
  /** SPF, DKIM or DMARC. */
  AUTHENTICATION(ReplyMeaning.POLICY, false, "5.7.26"),
  POLICY(ReplyMeaning.POLICY, false, "5.7.1"),
  RELAYING(ReplyMeaning.POLICY, false, "5.7.1"),
  SPAM(ReplyMeaning.POLICY, false, "5.7.1"),
  VIRUS(ReplyMeaning.CONTENT, false, "5.7.0"),
  TOO_BIG(ReplyMeaning.CONTENT, false, "5.3.4"),
  CONTENT(ReplyMeaning.CONTENT, false, "5.6.0"),
  /** Too much or too fast. */
  THROTTLED(ReplyMeaning.THROTTLE, false, "4.7.0"),
  CONNECTIONS(ReplyMeaning.CONNECTIONS, false, "4.7.0"),
  /** Enough for this day. */
  QUOTA(ReplyMeaning.QUOTA, false, "4.7.0"),
  /** Enough over this connection. */
  SESSION(ReplyMeaning.SESSION, false, "4.7.0"),
  LOGIN(ReplyMeaning.LOGIN, false, "5.7.0"),
  ENCRYPTION(ReplyMeaning.TLS, false, "5.7.10"),
  /** No connection, or it broke; the name server did not answer. */
  NETWORK(ReplyMeaning.UNKNOWN, false, "4.4.2"),
  /** Given up after trying for long. */
  EXPIRED(ReplyMeaning.UNKNOWN, false, "5.4.7"),
  /** Not yet given up. */
  DELAYED(ReplyMeaning.UNKNOWN, false, "4.4.7"),
  /** The receiving system has a fault. */
  SYSTEM(ReplyMeaning.UNKNOWN, false, "5.3.0"),
  /** A command was not understood. */
  PROTOCOL(ReplyMeaning.UNKNOWN, false, "5.5.2"),
  UNKNOWN(ReplyMeaning.UNKNOWN, false, "5.0.0");

  private final ReplyMeaning meaning;
  private final boolean isHard;
  private final String status;

  RefusalReason(ReplyMeaning meaning, boolean isHard, String status) {
    this.meaning = meaning;
    this.isHard = isHard;
    this.status = status;
  }

  /** What the sending side makes of it. */
  public ReplyMeaning meaning() {
    return meaning;
  }

  /** Whether a notice that says so for good means that the address will never work. */
  public boolean isHard() {
    return isHard;
  }

  /** Whether it is said of where the mail comes from, and so never held against the address. */
  public boolean isAboutSender() {
    return switch (meaning) {
      case SENDER, BLOCK_LIST, POLICY, THROTTLE, CONNECTIONS, QUOTA, SESSION, LOGIN, TLS -> true;
      case DEAD_ADDRESS, RECIPIENT, CONTENT, UNSURE, UNKNOWN -> false;
    };
  }

  /**
   * Whether it says something of the address: not of where the mail comes from, nor of the mail.
   */
  public boolean isAboutAddress() {
    return !isAboutSender() && meaning != ReplyMeaning.CONTENT;
  }

  /** The status (RFC 3463) that stands for it where a server gave none, as {@code 5.1.1}. */
  public String status() {
    return status;
  }

  /** As the API and pages say it: {@code user-unknown}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
