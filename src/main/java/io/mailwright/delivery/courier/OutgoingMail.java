package io.mailwright.delivery.courier;

import io.mailwright.content.program.MailBody;

/**
 * A mail that may be sent now: rendered, permitted, not suppressed, under its lease.
 *
 * @param envelope who sends and who receives
 * @param body written only after the server asked for it
 */
public record OutgoingMail(Envelope envelope, MailBody body) {}
