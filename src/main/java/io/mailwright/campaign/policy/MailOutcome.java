package io.mailwright.campaign.policy;

/** What became of a try, or of a mail that had gone out, as far as caution is concerned. */
public enum MailOutcome {
  /** The server took it. */
  ACCEPTED,
  /** The server wants it later. */
  DEFERRED,
  /** It was refused for good, or came back. */
  FAILED,
  /** The recipient complained about it. It was accepted before, and counted then. */
  COMPLAINED
}
