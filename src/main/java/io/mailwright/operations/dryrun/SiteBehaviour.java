package io.mailwright.operations.dryrun;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** How sites answer, as far as it is known. */
interface SiteBehaviour {
  /** How long a mail keeps a worker, from its permit to its answer. */
  Duration latency(String site, long routeId, Instant at);

  /** The share of tries that are put off, 0 to 1, those left out that come too fast. */
  double deferred(String site, long routeId, Instant at);

  /** The share of mails that are refused for good, 0 to 1. */
  double failed(String site, Instant at);

  /** Mails a second that the site takes by the route; empty: any. */
  OptionalDouble perSecond(String site, long routeId);

  /** Mails that it takes at the same time by the route; empty: any. */
  OptionalInt connections(String site, long routeId);
}
