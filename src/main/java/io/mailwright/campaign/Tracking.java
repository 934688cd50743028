package io.mailwright.campaign;

/**
 * What a campaign wants to learn of its readers; nothing unless somebody says so. It is fixed when
 * the campaign starts: links that are in mails cannot change.
 *
 * @param opens whether mails carry a picture that tells when they are shown
 * @param clicks whether links lead over this server
 * @param privacy whether nothing is kept that tells where a reader is and with what program
 */
public record Tracking(boolean opens, boolean clicks, boolean privacy) {
  /** Learns nothing; and if it should learn something, then nothing of where readers are. */
  public static final Tracking OFF = new Tracking(false, false, true);

  /** Whether mails carry anything of it. */
  public boolean isOn() {
    return opens || clicks;
  }
}
