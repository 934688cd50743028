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
   * Least time between two mails.
   *
   * @param server of the server, zero for none
   * @param campaign of the campaign, zero for none
   */
  public record Intervals(Duration server, Duration campaign) {
    /** As fast as it goes. */
    public static final Intervals NONE = new Intervals(Duration.ZERO, Duration.ZERO);
  }

  /**
   * When a mail may go.
   *
   * @param isTaken whether the moment is this mail's now
   * @param isServers whether it is the server's interval that puts it so late
   */
  public record Moment(Instant at, boolean isTaken, boolean isServers) {}

  /**
   * Takes the next moment that both intervals allow, if it comes within the patience.
   *
   * @return when the mail may go; beyond {@code now + patience} nothing was taken
   */
  public synchronized Moment next(
      long serverId, long campaignId, Intervals intervals, Duration patience) {
    Instant now = clock.instant();
    String server = "server:" + serverId;
    String campaign = "campaign:" + campaignId;
    Instant byServer = free(server, intervals.server(), now);
    Instant byCampaign = free(campaign, intervals.campaign(), now);
    boolean isServers = byServer.isAfter(byCampaign);
    Instant first = isServers ? byServer : byCampaign;
    Instant at = first.isAfter(now) ? first : now;
    boolean isTaken = !at.isAfter(now.plus(patience));
    if (isTaken) {
      lastTaken.put(server, at);
      lastTaken.put(campaign, at);
    }
    return new Moment(at, isTaken, isServers);
  }

  private Instant free(String key, Duration interval, Instant now) {
    Instant last = lastTaken.get(key);
    return interval.isZero() || last == null ? now : last.plus(interval);
  }
}
