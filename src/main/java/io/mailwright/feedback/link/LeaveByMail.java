package io.mailwright.feedback.link;

import java.util.Optional;

/** Where recipients can write to when they want to leave; a port that the mailboxes fill. */
@FunctionalInterface
public interface LeaveByMail {
  /** A mail address in ASCII whose mails are read here; empty if there is none. */
  Optional<String> address();
}
