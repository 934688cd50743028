package io.mailwright.smtp;

/**
 * A line of a session's dialog.
 *
 * @param speaker who said it
 * @param text what was said, secrets masked, without line end and control characters, at most 1,000
 *     characters
 * @param meaning what it means
 */
public record DialogLine(Speaker speaker, String text, DialogMeaning meaning) {
  private static final int MAX_TEXT = 1000;

  /** Who said a line. */
  public enum Speaker {
    /** We. */
    CLIENT,
    /** The mail server. */
    SERVER
  }

  public DialogLine {
    text = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]", "\uFFFD");
    if (text.length() > MAX_TEXT) {
      text = text.substring(0, MAX_TEXT);
    }
  }
}
