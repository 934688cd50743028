package io.mailwright.operations.campaign;

import java.time.Instant;

/**
 * When a campaign will be done.
 *
 * @param at the estimate
 * @param by what decides it, in a few English words: "Gmail budget of 40 a minute"
 */
public record Finish(Instant at, String by) {}
