package io.mailwright.feedback.mailbox;

import io.mailwright.kernel.text.Wording;
import java.util.List;
import java.util.Optional;

/** Opens mailboxes: the port to what speaks IMAP and POP3. Thread-safe. */
public interface MailboxConnector {
  /** Connects, secures, logs in and opens the folder. */
  MailboxSession open(MailboxEndpoint endpoint) throws MailboxFailure;

  /** Does the same, counts the mails and tells what was said; changes nothing. */
  Report test(MailboxEndpoint endpoint);

  /**
   * A line of the dialog; secrets are masked.
   *
   * @param isOurs whether we said it
   */
  record Line(boolean isOurs, String text) {}

  /**
   * What a test showed.
   *
   * @param failedAt {@code token}, {@code connect}, {@code tls}, {@code login} or {@code folder};
   *     empty if all went well
   * @param finding what was found and what to do about it
   * @param waiting mails that are there, as far as was looked: up to {@link #MOST_COUNTED}
   */
  record Report(
      List<Line> dialog, Optional<String> failedAt, Wording finding, Optional<Integer> waiting) {
    public static final int MOST_COUNTED = 10_000;

    public Report {
      dialog = List.copyOf(dialog);
    }

    /** Whether the mailbox can be read. */
    public boolean isFit() {
      return failedAt.isEmpty();
    }
  }
}
