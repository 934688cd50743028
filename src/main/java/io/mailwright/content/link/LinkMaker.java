package io.mailwright.content.link;

/** Makes the links that mails carry; a port that a later stage fills. */
public interface LinkMaker {
  /** Those of a campaign's mails. */
  MailLinks of(long campaignId);

  /**
   * Those by which a campaign's readers are noticed.
   *
   * @param isPrivate whether nothing may be kept that tells where a reader is
   */
  ReaderLinks readers(long campaignId, boolean isPrivate);
}
