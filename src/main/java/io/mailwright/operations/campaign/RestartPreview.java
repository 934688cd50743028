package io.mailwright.operations.campaign;

/**
 * What a restart would do: "will send 812, skip 4,310, ask about 7".
 *
 * @param willSend pending rows and deferred ones
 * @param alreadySent rows that are accepted and will not be sent again
 * @param inDoubt rows a person has to decide about, claims of a crashed run among them (unless the
 *     campaign says resend)
 * @param deferred rows of {@code willSend} that wait for their next attempt
 * @param suppressedSince rows of {@code willSend} whose address was suppressed meanwhile; they are
 *     left out
 */
public record RestartPreview(
    long willSend, long alreadySent, long inDoubt, long deferred, long suppressedSince) {}
