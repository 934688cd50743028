package io.mailwright.feedback.evidence;

import java.util.Optional;

/**
 * How a mail came back.
 *
 * @param source who or what brought it, for people; up to 200 characters
 * @param mailboxId the mailbox that it was read from
 * @param place where it stood there, the same each time it is read; up to 200 characters
 * @param isTrusted whether a recipient that it names is enough to act on. Anybody can send a mail
 *     to a mailbox; what a person hands in was looked at
 */
public record Arrival(
    String source, Optional<Long> mailboxId, Optional<String> place, boolean isTrusted) {
  /** Handed in by a person who knows what it is. */
  public static Arrival of(String source) {
    return new Arrival(source, Optional.empty(), Optional.empty(), true);
  }
}
