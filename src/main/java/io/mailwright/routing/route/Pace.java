package io.mailwright.routing.route;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps intervals between mails: of a server and of a campaign. Every mail takes the next free
 * moment of both.
 *
 * <p>Thread-safe; kept in memory of this node.
 */
@ApplicationScoped
public class Pace {
  private final Map<String, Instant> nextFree = new HashMap<>();
  private Clock clock;

  Pace() {}

  /** For injection and tests. */
  @Inject
  public Pace(Clock clock) {
    this.clock = clock;
  }

  /**
   * Takes the next moment that both intervals allow, if it comes within the patience.
   *
   * @param serverInterval zero for none
   * @param campaignInterval zero for none
   * @return when the mail may go; beyond {@code now + patience} nothing was taken
   */
  public synchronized Instant next(
      long serverId,
      Duration serverInterval,
      long campaignId,
      Duration campaignInterval,
      Duration patience) {
    Instant now = clock.instant();
    String server = "server:" + serverId;
    String campaign = "campaign:" + campaignId;
    Instant at =
        latest(
            now,
            serverInterval.isZero() ? now : nextFree.getOrDefault(server, now),
            campaignInterval.isZero() ? now : nextFree.getOrDefault(campaign, now));
    if (!at.isAfter(now.plus(patience))) {
      if (!serverInterval.isZero()) {
        nextFree.put(server, at.plus(serverInterval));
      }
      if (!campaignInterval.isZero()) {
        nextFree.put(campaign, at.plus(campaignInterval));
      }
    }
    return at;
  }

  private static Instant latest(Instant a, Instant b, Instant c) {
    Instant later = a.isAfter(b) ? a : b;
    return later.isAfter(c) ? later : c;
  }
}
