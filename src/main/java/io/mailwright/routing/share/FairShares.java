package io.mailwright.routing.share;

import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.scope.NodeSingleton;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Lets campaigns take turns at what is scarce: a quota, the rate of a site, the connections of a
 * server. Each gets its share by weight; urgent ones go first and leave a tenth to the others; what
 * one does not want the others have at once.
 *
 * <p>A mail first asks for its turn here, then the scarce thing itself, and tells here when that
 * had nothing: only then does anybody wait for anybody. While one campaign is active it costs a
 * look at a field. Of campaigns of other nodes is heard each second ({@link ShareExchange}).
 *
 * <p>Thread-safe; each thing has a lock of its own.
 */
@NodeSingleton
public class FairShares {
  private final Map<Long, Standing> standings = new ConcurrentHashMap<>();
  private final Map<Object, SharedThing> things = new ConcurrentHashMap<>();
  private volatile boolean isShared;
  private volatile boolean isOtherNodeSending;
  private Clock clock;

  /** For injection and tests. */
  @Inject
  public FairShares(Clock clock) {
    this.clock = clock;
  }

  /** A campaign begins to send, or its weight or urgency has changed. */
  public void active(long campaignId, Standing standing) {
    standings.put(campaignId, standing);
    lookWhetherShared();
  }

  /** A campaign has nothing to send now. */
  public void idle(long campaignId) {
    standings.remove(campaignId);
    things.values().forEach(thing -> thing.forget(campaignId));
    lookWhetherShared();
  }

  private void lookWhetherShared() {
    isShared = standings.size() > 1 || (isOtherNodeSending && !standings.isEmpty());
    if (!isShared && !things.isEmpty()) {
      things.clear();
    }
  }

  /** What the other nodes are to be told, each once; empty while nothing is sent. */
  List<Claim> claims() {
    List<Claim> claims = new ArrayList<>();
    standings.forEach((id, s) -> claims.add(new Claim(Claim.PRESENCE, id, s, 0, false)));
    long now = clock.millis();
    things.forEach(
        (key, thing) -> {
          if (key instanceof OfAllNodes common) {
            claims.addAll(thing.claims(common.commonName(), now));
          }
        });
    return claims;
  }

  /** What the other nodes told. */
  void follow(List<Claim> told) {
    List<Claim> others = told.stream().filter(c -> !standings.containsKey(c.campaignId())).toList();
    isOtherNodeSending = !others.isEmpty();
    lookWhetherShared();
    Map<String, List<Claim>> byThing = others.stream().collect(Collectors.groupingBy(Claim::thing));
    long now = clock.millis();
    things.forEach(
        (key, thing) -> {
          if (key instanceof OfAllNodes common) {
            thing.follow(byThing.getOrDefault(common.commonName(), List.of()), now);
          }
        });
  }

  /**
   * Asks for a turn.
   *
   * @param key what is scarce: has equals, and its text names it for people: "gmail on route r2"
   * @return a hold of some milliseconds while it is another's turn; empty: ask the thing itself now
   */
  public Optional<Hold> take(Object key, long campaignId) {
    return take(key, campaignId, true);
  }

  /**
   * As above.
   *
   * @param asksOtherNodes whether what is taken is not this node's already
   */
  public Optional<Hold> take(Object key, long campaignId, boolean asksOtherNodes) {
    if (!isShared) {
      return Optional.empty();
    }
    Standing standing = standings.get(campaignId);
    return standing == null
        ? Optional.empty()
        : thing(key).take(campaignId, standing, asksOtherNodes, clock.millis());
  }

  /** Whether campaigns of other nodes are to have their share of the thing first. */
  public boolean doOthersComeFirst(Object key, long campaignId) {
    SharedThing thing = isOtherNodeSending ? things.get(key) : null;
    return thing != null && thing.doOthersComeFirst(campaignId, clock.millis());
  }

  /**
   * The turn was had, and the thing had nothing.
   *
   * @param until when the thing is asked again
   */
  public void refused(Object key, long campaignId, Instant until) {
    SharedThing thing = isShared ? things.get(key) : null;
    if (thing != null) {
      thing.refused(campaignId, until.toEpochMilli(), clock.millis());
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
