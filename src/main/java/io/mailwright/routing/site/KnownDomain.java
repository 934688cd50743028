package io.mailwright.routing.site;

import java.time.Instant;
import java.util.List;

/**
 * What is known of a domain's mail exchangers.
 *
 * @param exchangers in order of preference; none: the domain is a site of its own
 * @param lookedUpAt when DNS was asked
 * @param expiresAt when to ask again; until that answers it still counts
 */
record KnownDomain(String domain, List<String> exchangers, Instant lookedUpAt, Instant expiresAt) {}
