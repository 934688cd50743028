package io.mailwright.feedback.mailbox;

import io.mailwright.kernel.text.Wording;
import java.util.Optional;

/** A mailbox cannot be read now, and why. */
public final class MailboxFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final MailboxFinding finding;
  private final transient Optional<String> words;
  private final boolean isLost;

  /**
   * @param words the server's own, or what the system said; one line
   * @param isLost whether the connection is of no use any more
   */
  public MailboxFailure(
      MailboxFinding finding, Optional<String> words, boolean isLost, Throwable cause) {
    super(finding + words.map(said -> ": " + said).orElse(""), cause);
    this.finding = finding;
    this.words = words;
    this.isLost = isLost;
  }

  public MailboxFinding finding() {
    return finding;
  }

  /** The server's own words. */
  public Optional<String> words() {
    return words;
  }

  /** Whether the connection is of no use any more. */
  public boolean isLost() {
    return isLost;
  }

  /** For people, with the server's words. */
  public Wording explained() {
    Wording general = finding.wording();
    return words
        .map(
            said ->
                new Wording(
                    general.english() + " (" + said + ")", general.chinese() + "（" + said + "）"))
        .orElse(general);
  }
}
