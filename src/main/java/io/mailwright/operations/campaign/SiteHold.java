package io.mailwright.operations.campaign;

import java.time.Instant;

/**
 * What keeps a campaign's mails to a site back.
 *
 * @param why one English line for people
 * @param byBreaker whether the campaign's breaker holds it, so that a person may let it go
 */
public record SiteHold(Instant until, String why, boolean byBreaker) {}
