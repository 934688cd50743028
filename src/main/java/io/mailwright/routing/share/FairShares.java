package io.mailwright.routing.share;

import io.mailwright.routing.governor.Hold;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets campaigns of this node take turns at what is scarce: a quota, the rate of a site, the
 * connections of a server. Each gets its share by weight; urgent ones go first and leave a tenth to
 * the others; what one does not want the others have at once.
 *
 * <p>A mail first asks for its turn here, then the scarce thing itself, and tells here when that
 * had nothing: only then does anybody wait for anybody. While one campaign is active it costs a
 * look at a field.
 *
 * <p>Thread-safe; each thing has a lock of its own.
 */
@ApplicationScoped
public class FairShares {
  private final Map<Long, Standing> standings = new ConcurrentHashMap<>();
  private final Map<Object, SharedThing> things = new ConcurrentHashMap<>();
  private volatile boolean isShared;
  private Clock clock;

  FairShares() {}

  /** For injection and tests. */
  @Inject
  public FairShares(Clock clock) {
    this.clock = clock;
  }

  /** A campaign begins to send, or its weight or urgency has changed. */
  public void active(long campaignId, Standing standing) {
    standings.put(campaignId, standing);
    isShared = standings.size() > 1;
  }

  /** A campaign has nothing to send now. */
  public void idle(long campaignId) {
    standings.remove(campaignId);
    isShared = standings.size() > 1;
    things.values().forEach(thing -> thing.forget(campaignId));
    if (!isShared) {
      things.clear();
    }
  }

  /**
   * Asks for a turn.
   *
   * @param key what is scarce: has equals, and its text names it for people: "gmail on route r2"
   * @return a hold of some milliseconds while it is another's turn; empty: ask the thing itself now
   */
  public Optional<Hold> take(Object key, long campaignId) {
    if (!isShared) {
      return Optional.empty();
    }
    Standing standing = standings.get(campaignId);
    return standing == null
        ? Optional.empty()
        : thing(key).take(campaignId, standing, clock.millis());
  }

  /**
   * The turn was had, and the thing had nothing.
   *
   * @param until when the thing is asked again
   */
  public void refused(Object key, long campaignId, Instant until) {
    SharedThing thing = isShared ? things.get(key) : null;
    if (thing != null) {
      thing.refused(campaignId, until.toEpochMilli());
    }
  }

  /** The turn was had, and not used for another reason. */
  public void giveBack(Object key, long campaignId) {
    SharedThing thing = isShared ? things.get(key) : null;
    if (thing != null) {
      thing.giveBack(campaignId);
    }
  }

  private SharedThing thing(Object key) {
    SharedThing known = things.get(key);
    return known != null ? known : things.computeIfAbsent(key, SharedThing::new);
  }
}
