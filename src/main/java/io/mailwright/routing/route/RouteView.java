package io.mailwright.routing.route;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A route as people see it: where it leads, how it is, and what went over it.
 *
 * @param source the local address; empty: whichever the system takes
 * @param isInUse whether mails may go by it at all: false for a source that was removed, and for
 *     the server itself while it has sources
 * @param condition its health
 * @param lastReply the last reply that was no acceptance
 */
public record RouteView(
    long id,
    long serverId,
    String serverName,
    Optional<String> source,
    int weight,
    OptionalInt rotateAfter,
    boolean isInUse,
    RouteCondition condition,
    long sent,
    long deferred,
    long failed,
    long refused,
    Optional<Instant> lastSentAt,
    Optional<String> lastReply,
    Optional<Instant> lastReplyAt) {
  /** What people call it: the server's name, and the source in brackets. */
  public String name() {
    return nameOf(serverName, source);
  }

  /** The same from its parts. */
  public static String nameOf(String serverName, Optional<String> source) {
    return serverName + source.map(address -> " (" + address + ")").orElse("");
  }
}
