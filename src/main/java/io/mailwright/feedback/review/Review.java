package io.mailwright.feedback.review;

import java.time.Instant;
import java.util.Optional;

/**
 * One reading of all stored mails by the rules of its time.
 *
 * @param isLooking whether it still reads
 * @param looked mails that were read again
 * @param total mails that there were when it began
 * @param changes recipients of whom something else is understood now
 * @param applied of those, how many are applied
 * @param doneAt when the last mail was read
 */
public record Review(
    long id,
    boolean isLooking,
    String askedBy,
    Instant askedAt,
    long looked,
    long total,
    long changes,
    long applied,
    Optional<Instant> doneAt) {}
