package io.mailwright.content.link;

/** Makes the links that mails carry; a port that a later stage fills. */
@FunctionalInterface
public interface LinkMaker {
  /** Those of a campaign's mails. */
  MailLinks of(long campaignId);
}
