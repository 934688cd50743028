package io.mailwright.operations.notice;

import io.mailwright.operations.access.Language;
import java.time.Instant;
import java.util.Optional;

/**
 * A notice on its way to one recipient.
 *
 * @param target a mail address, or the id of a webhook
 * @param attempts tries begun, since it was last put there
 * @param since when it was put there, or told to be tried anew
 * @param nextAt when it is due, while it waits
 * @param words of the server that answered last, or why there was no answer
 * @param route over which it went
 */
public record OutboxEntry(
    long id,
    Notice notice,
    Channel channel,
    String target,
    Language language,
    OutboxState state,
    int attempts,
    Instant since,
    Optional<Instant> nextAt,
    Optional<String> words,
    Optional<String> route,
    Optional<Instant> settledAt) {}
