package io.mailwright.audience.contact;

/**
 * How many people some lists reach.
 *
 * @param contacts rows of the lists
 * @param addresses different normalised addresses among them
 * @param suppressed addresses among those that get no mail
 */
public record AudienceSize(long contacts, long addresses, long suppressed) {}
