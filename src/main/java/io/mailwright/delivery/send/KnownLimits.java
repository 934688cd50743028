package io.mailwright.delivery.send;

import io.mailwright.delivery.policy.Verdict;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the servers of a run do not take, as each showed when a mail needed it: sizes (SIZE, RFC
 * 1870) and addresses that are not ASCII (SMTPUTF8, RFC 6531). Thread-safe; one a run.
 */
final class KnownLimits {
  private final Map<Long, Long> octets = new ConcurrentHashMap<>();
  private final Set<Long> withoutUtf8 = ConcurrentHashMap.newKeySet();

  /** What a server's verdict on a mail says about the server. */
  void learn(Route route, Verdict verdict) {
    if (verdict instanceof Verdict.TooLarge large) {
      octets.put(route.serverId(), large.limit());
    } else if (verdict instanceof Verdict.Utf8NotOffered) {
      withoutUtf8.add(route.serverId());
    }
  }

  /** Whether the server may take such a mail: it has not shown otherwise. */
  boolean mayTake(Route route, Demand demand) {
    return demand.size() <= octets.getOrDefault(route.serverId(), Long.MAX_VALUE)
        && !(demand.needsUtf8() && withoutUtf8.contains(route.serverId()));
  }

  /** The largest mail that any of these servers takes, of those that have said so. */
  long largest(Collection<Route> routes) {
    return routes.stream().mapToLong(r -> octets.getOrDefault(r.serverId(), 0L)).max().orElse(0);
  }
}
