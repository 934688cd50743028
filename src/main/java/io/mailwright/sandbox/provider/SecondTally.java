package io.mailwright.sandbox.provider;

import java.time.Instant;

/**
 * What a site answered one source within a second.
 *
 * @param second its begin
 * @param source the address it came from, as text
 * @param tally the numbers
 */
public record SecondTally(Instant second, String source, SiteTally tally) {}
