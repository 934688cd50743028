package io.mailwright.routing.route;

import io.mailwright.kernel.settings.Settings;
import io.mailwright.routing.share.Seats;
import io.mailwright.routing.share.Standing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sending workers of this node, all campaigns together, shared by weight. Who comes gets its
 * share at once; the others' workers that are over theirs end within a second or one mail, so that
 * for so long there may be more workers than seats.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class WorkerSeats {
  private final Map<Long, Seats.Claim> claims = new LinkedHashMap<>();
  private volatile Map<Long, Integer> shares = Map.of();
  private int all;

  WorkerSeats() {}

  /** For injection. */
  @Inject
  public WorkerSeats(Settings settings) {
    this(settings.workers());
  }

  WorkerSeats(int all) {
    this.all = all;
  }

  /**
   * A campaign begins a run.
   *
   * @param wanted workers that it can use, 1 or more
   * @return its share, 1 or more
   */
  public synchronized int take(long campaignId, Standing standing, int wanted) {
    claims.put(campaignId, new Seats.Claim(campaignId, standing, wanted));
    shares = Map.copyOf(Seats.divide(all, claims.values()));
    return shares.get(campaignId);
  }

  /** A campaign's run has ended; a second time it changes nothing. */
  public synchronized void giveBack(long campaignId) {
    if (claims.remove(campaignId) != null) {
      shares = Map.copyOf(Seats.divide(all, claims.values()));
    }
  }

  /**
   * How many workers a campaign may have now: fewer when others have come, more when they have
   * gone. All for one that took none.
   */
  public int entitled(long campaignId) {
    Integer share = shares.get(campaignId);
    return share == null ? all : share;
  }
}
