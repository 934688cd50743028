package io.mailwright.operations.caught;

import java.time.Instant;

/**
 * A caught mail as lists show it.
 *
 * @param to the recipients of the envelope, with commas between them
 * @param size bytes of the message
 * @param answer what the sandbox answered, in words of SMTP
 * @param accepted whether that was a yes
 */
public record CaughtMail(
    long id,
    Instant receivedAt,
    String from,
    String to,
    String subject,
    int size,
    String answer,
    boolean accepted) {}
