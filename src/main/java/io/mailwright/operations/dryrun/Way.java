package io.mailwright.operations.dryrun;

import java.time.Duration;
import java.time.Instant;

/**
 * A route that mails may go by.
 *
 * @param routeId the route's
 * @param serverId its server's
 * @param serverName what people call its server
 * @param name the server's, with the source in brackets
 * @param serverWeight share of the server among the fit ones, 1 or more
 * @param weight share of the source among the fit ones of its server, 1 or more
 * @param rotateAfter mails after which the server's next source has its turn; 0: no turns
 * @param interval least time between two mails of the server; zero for none
 * @param connections of the server at the same time, 1 or more
 * @param fitFrom before this it rests
 */
record Way(
    long routeId,
    long serverId,
    String serverName,
    String name,
    int serverWeight,
    int weight,
    int rotateAfter,
    Duration interval,
    int connections,
    Instant fitFrom) {}
