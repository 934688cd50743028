package io.mailwright.report;

/**
 * What a campaign asks of its readers.
 *
 * @param opens whether its mails tell that they are opened
 * @param clicks whether its links tell that they are followed
 */
public record Tracked(boolean opens, boolean clicks) {
  /** Whether it asks anything. */
  public boolean isAny() {
    return opens || clicks;
  }
}
