package io.mailwright.routing.route;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import java.util.function.LongToIntFunction;

/**
 * Whose turn it is among the sources of a server that change after N mails. All campaigns of this
 * node count together; what a turn has left does not survive a restart. Thread-safe.
 *
 * <p>A route without such a number needs no turn, and asking for it costs nothing.
 */
@ApplicationScoped
public class SourceTurns {
  private final Map<Long, Turn> turns = new ConcurrentHashMap<>();

  /**
   * The present turn of a server.
   *
   * @param left mails that may still be begun in it
   */
  private record Turn(long routeId, int left) {}

  /**
   * The source whose turn it is among the fit ones, which begins with the first unless one of them
   * has it already. The next after a used-up turn, or after one that is not fit any more, is the
   * next in the list.
   *
   * @param ordered the server's sources in their order, fit or not; one at least is fit
   * @param isFit whether a route may be used now
   * @param mails how many mails a turn of a route has
   */
  public long whose(
      long serverId, List<Long> ordered, LongPredicate isFit, LongToIntFunction mails) {
    return turns
        .compute(
            serverId,
            (id, turn) -> {
              if (turn != null
                  && turn.left() > 0
                  && ordered.contains(turn.routeId())
                  && isFit.test(turn.routeId())) {
                return turn;
              }
              int last = turn == null ? -1 : ordered.indexOf(turn.routeId());
              for (int i = 1; i <= ordered.size(); i++) {
                long next = ordered.get((last + i) % ordered.size());
                if (isFit.test(next)) {
                  return new Turn(next, mails.applyAsInt(next));
                }
              }
              throw new IllegalArgumentException("no source of server " + serverId + " is fit");
            })
        .routeId();
  }

  /**
   * Takes one mail of the route's turn.
   *
   * @return whether it has its turn and a mail is left in it
   */
  public boolean take(long serverId, long routeId) {
    boolean[] isTaken = {false};
    turns.computeIfPresent(
        serverId,
        (id, turn) -> {
          isTaken[0] = turn.routeId() == routeId && turn.left() > 0;
          return isTaken[0] ? new Turn(routeId, turn.left() - 1) : turn;
        });
    return isTaken[0];
  }
}
