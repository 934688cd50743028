package io.mailwright.routing.warmup;

import java.time.Instant;

/**
 * What a warm-up still allows today.
 *
 * @param step which step it is, from 1
 * @param limit mails of the day
 * @param left of these
 * @param until when the day ends
 */
public record WarmUpAllowance(int step, long limit, long left, Instant until) {}
