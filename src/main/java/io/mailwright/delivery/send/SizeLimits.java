package io.mailwright.delivery.send;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How large a mail the servers of a run take, as each said when a mail was too large for it (SIZE,
 * RFC 1870). Thread-safe; one a run.
 */
final class SizeLimits {
  private final Map<Long, Long> octets = new ConcurrentHashMap<>();

  /** The server takes so many octets and no more. */
  void note(Route route, long limit) {
    octets.put(route.serverId(), limit);
  }

  /** Whether the server may take a mail of this size: it has not said otherwise. */
  boolean mayTake(Route route, long size) {
    return size <= octets.getOrDefault(route.serverId(), Long.MAX_VALUE);
  }

  /** The largest mail that any of these servers takes, of those that have said so. */
  long largest(Collection<Route> routes) {
    return routes.stream().mapToLong(r -> octets.getOrDefault(r.serverId(), 0L)).max().orElse(0);
  }
}
