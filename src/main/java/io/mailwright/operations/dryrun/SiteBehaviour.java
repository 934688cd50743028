package io.mailwright.operations.dryrun;

import io.mailwright.delivery.send.WorkTimes.ChunkCost;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** How sites answer, and what sending takes of workers' time, as far as it is known. */
interface SiteBehaviour {
  /** How long a mail keeps a worker, what limits let it wait left out. */
  Duration ownTime(String site, long routeId, Instant at);

  /** What a chunk of mails takes beside their own time; always the same. */
  ChunkCost chunkCost();

  /** The share of tries that are put off, 0 to 1, those left out that come too fast. */
  double deferred(String site, long routeId, Instant at);

  /** The share of mails that are refused for good, 0 to 1. */
  double failed(String site, Instant at);

  /** Mails a second that the site takes by the route; empty: any. */
  OptionalDouble perSecond(String site, long routeId);

  /** Mails that it takes at the same time by the route; empty: any. */
  OptionalInt connections(String site, long routeId);
}
