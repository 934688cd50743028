package io.mailwright.routing.share;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Divides seats among campaigns. */
public final class Seats {
  private Seats() {}

  /**
   * A campaign that wants seats.
   *
   * @param wanted seats at most, 1 or more
   */
  public record Claim(long campaignId, Standing standing, int wanted) {}

  /**
   * By weight and urgency; what one does not want the others have. Each has one at least, even when
   * there are fewer seats than campaigns.
   *
   * @return seats by campaign
   */
  public static Map<Long, Integer> divide(int seats, Collection<Claim> claims) {
    long urgent = weights(claims, true);
    long other = weights(claims, false);
    Map<Long, Integer> given = new HashMap<>();
    claims.forEach(claim -> given.put(claim.campaignId(), 1));
    for (int left = seats - claims.size(); left > 0; left--) {
      Optional<Claim> next =
          claims.stream()
              .filter(claim -> given.get(claim.campaignId()) < claim.wanted())
              .max(
                  Comparator.comparingDouble(
                      claim ->
                          claim.standing().part(urgent, other)
                              / (given.get(claim.campaignId()) + 1)));
      if (next.isEmpty()) {
        break;
      }
      given.merge(next.get().campaignId(), 1, Integer::sum);
    }
    return given;
  }

  private static long weights(Collection<Claim> claims, boolean isUrgent) {
    List<Standing> standings =
        claims.stream().map(Claim::standing).filter(s -> s.urgent() == isUrgent).toList();
    return standings.stream().mapToLong(Standing::weight).sum();
  }
}
