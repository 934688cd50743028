package io.mailwright.feedback.mailbox;

import io.mailwright.kernel.text.Wording;
import java.time.Instant;

/**
 * A mailbox cannot be read.
 *
 * @param since when that began
 */
public record MailboxTrouble(long mailboxId, String name, Wording why, Instant since) {}
