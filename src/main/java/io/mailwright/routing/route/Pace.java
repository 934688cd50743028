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
  /**
   * The moments themselves, not the next free ones: a changed interval counts from the last mail.
   */
  private final Map<String, Instant> lastTaken = new HashMap<>();

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
        latest(now, free(server, serverInterval, now), free(campaign, campaignInterval, now));
    if (!at.isAfter(now.plus(patience))) {
      lastTaken.put(server, at);
      lastTaken.put(campaign, at);
    }
    return at;
  }

  private Instant free(String key, Duration interval, Instant now) {
    Instant last = lastTaken.get(key);
    return interval.isZero() || last == null ? now : last.plus(interval);
  }

  private static Instant latest(Instant a, Instant b, Instant c) {
    Instant later = a.isAfter(b) ? a : b;
    return later.isAfter(c) ? later : c;
  }
}
