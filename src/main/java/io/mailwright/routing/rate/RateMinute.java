package io.mailwright.routing.rate;

import java.time.Duration;
import java.time.Instant;

/**
 * What became of the mails to one site by one route in one minute.
 *
 * @param from when the minute begins
 * @param accepted mails
 * @param deferred tries that the site put off, for whatever reason
 * @param failed mails that it refused for good
 * @param latency the mean from permit to answer; zero if there was none
 */
public record RateMinute(
    Instant from, long accepted, long deferred, long failed, Duration latency) {}
